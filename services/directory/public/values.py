"""What anybody sees of a municipality and of its organizations."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.directory.entries.values import Seen
from shared.contracts.directory import OrganizationKind, SchoolType
from shared.contracts.words import word

PAGE_OF_PEOPLE = 20
"""So few at once that nobody carries off all of them with one request."""


@dataclass(frozen=True)
class Place:
    """A municipality with a public directory."""

    municipality: str
    name: str
    indexed: bool = False


@dataclass(frozen=True)
class PublicSchool:
    """A school as it is known to anybody."""

    id: UUID
    school_number: str
    name: str
    school_type: SchoolType | None
    all_day_school: bool
    phone: str

    @property
    def kind_of_school(self) -> str:
        """As in "Grundschule, offener Ganztag"."""
        named = word(SchoolType, self.school_type) if self.school_type else ""
        return ", ".join(filter(None, [named, "offener Ganztag" if self.all_day_school else ""]))


@dataclass(frozen=True)
class SchoolPage:
    """Who does school social work there, and who else may be spoken to about the school."""

    school: PublicSchool
    workers: Sequence[Seen]
    others: Sequence[Seen]


@dataclass(frozen=True)
class Offer:
    """What an organization offers, and on which topics."""

    id: UUID
    name: str
    kind: OrganizationKind
    topics: str
    offers: str
    phone: str

    @property
    def offered(self) -> Sequence[str]:
        """One by one."""
        return [each.strip() for each in self.offers.splitlines() if each.strip()]
