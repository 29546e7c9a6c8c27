"""A place as the worker's own page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.contracts.directory import OrganizationKind, Role


@dataclass(frozen=True)
class Workplace:
    """An organization, the weekly hours there if it is a school, and who acts for it."""

    name: str
    kind: OrganizationKind
    hours: Decimal | None
    people: Sequence[tuple[Role, str, str]]
    """Function, name and address of each."""
