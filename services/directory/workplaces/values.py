"""A place as the page of those who work or act there shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.contracts.directory import OrganizationKind, Role
from shared.german import short_date

NAMELESS = "jemand, der den Namen nicht zeigt"


@dataclass(frozen=True)
class Days:
    """Days of a leave, and who is there on them; nobody, if empty."""

    first_day: date
    last_day: date | None
    names: Sequence[str]

    @property
    def text(self) -> str:
        """As in "ab 01.03.2027" or "01.03.2027 bis 31.07.2027"."""
        if self.last_day is None:
            return f"ab {short_date(self.first_day)}"
        return f"{short_date(self.first_day)} bis {short_date(self.last_day)}"


@dataclass(frozen=True)
class Absence:
    """Somebody is on leave, now or later; never why."""

    name: str
    days: Sequence[Days]


@dataclass(frozen=True)
class Workplace:
    """An organization, the weekly hours there if one works at it, and who acts for it."""

    name: str
    kind: OrganizationKind
    hours: Decimal | None
    people: Sequence[tuple[Role, str, str]]
    """Function, name and address of each."""
    absences: Sequence[Absence] = field(default=())
