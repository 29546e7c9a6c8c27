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


@dataclass(frozen=True, slots=True)
class Keeper:
    """Whose clients: all, or a municipality's, or its carrier's only."""

    tenant: str
    carrier_id: UUID | None
    everywhere: bool
    is_carrier: bool

    @property
    def values(self) -> dict[str, str | UUID | None]:
        """For a statement."""
        return {"tenant": self.tenant, "carrier_id": self.carrier_id}
