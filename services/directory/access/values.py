"""Programs, as neighbours know them."""

from dataclasses import dataclass
from uuid import UUID

from shared.contracts.directory import Scope

USUAL = frozenset({Scope.HIRES_WRITE, Scope.HIRES_READ})
"""What a carrier's system needs."""


@dataclass(frozen=True)
class Client:
    """A program that acts for one carrier in one municipality."""

    client_id: str
    tenant: str
    carrier_id: UUID
    scopes: frozenset[Scope] = USUAL
