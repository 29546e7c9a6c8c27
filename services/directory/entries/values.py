"""A person as one who asks may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.directory.cover.values import Absence
from services.directory.people.values import AddressKind, SeenBy
from services.directory.presences.values import Weekday
from shared.contracts.words import word


@dataclass(frozen=True)
class Function:
    """In what capacity somebody is known, and where."""

    code: str
    """Of a ``Role`` or an ``AccessRole``."""
    word: str
    place: str = ""
    organization_id: UUID | None = None
    school_number: str | None = None

    @property
    def text(self) -> str:
        """As in "Schulleitung, Hellweggrundschule"."""
        return ", ".join(filter(None, [self.word, self.place]))


@dataclass(frozen=True)
class Reached:
    """Where somebody is reached; ``id`` is None for the address that mails go to."""

    kind: AddressKind
    value: str
    seen_by: SeenBy
    id: UUID | None = None
    valid_from: date | None = None


@dataclass(frozen=True)
class Hour:
    """When somebody is at a school; times as in "09:30"."""

    id: UUID
    school_number: str
    school: str
    weekday: Weekday
    begins: str
    ends: str
    place: str

    @property
    def text(self) -> str:
        """As in "Montag 9:30 bis 12:00 Uhr, Raum 12"."""
        hours = f"{self.begins.removeprefix('0')} bis {self.ends.removeprefix('0')} Uhr"
        return ", ".join(filter(None, [f"{word(Weekday, self.weekday)} {hours}", self.place]))


@dataclass(frozen=True)
class Choices:
    """Who sees which field, as its owner chose or left it."""

    name: SeenBy
    email: SeenBy
    languages: SeenBy
    hours: SeenBy


@dataclass(frozen=True)
class Seen:
    """What the asker may see of somebody; the rest is empty."""

    id: UUID
    given_name: str
    family_name: str
    version: int
    email: str
    languages: str
    hours: str
    note: str
    choices: Choices
    entry_version: int
    chosen: bool
    employed: bool
    """By the asker's carrier."""
    photo_id: UUID | None = None
    functions: Sequence[Function] = ()
    addresses: Sequence[Reached] = field(default=())
    office_hours: Sequence[Hour] = ()
    """By day and time, of the schools at which they are today."""
    absences: Sequence[Absence] = ()
    """Of the schools at which they would be otherwise; seen by those who see their hours."""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def initials(self) -> str:
        """What stands where there is no picture."""
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()

    @property
    def listed(self) -> str:
        return f"{self.family_name}, {self.given_name}"

    @property
    def work(self) -> str:
        return "; ".join(each.text for each in self.functions)

    @property
    def whole_hours(self) -> str:
        """What they say of them, and those of each school; none while they are away."""
        if self.absences:
            return "; ".join(f"{each.school}: {each.text}" for each in self.absences)
        said = [self.hours, *(f"{each.school}: {each.text}" for each in self.office_hours)]
        return "; ".join(filter(None, said))

    @property
    def phone(self) -> str:
        return ", ".join(self._at(AddressKind.PHONE))

    @property
    def mails(self) -> str:
        return ", ".join(self._at(AddressKind.MAIL))

    @property
    def reached(self) -> Sequence[Reached]:
        """The address that mails go to first, where it is seen."""
        first = [Reached(AddressKind.MAIL, self.email, self.choices.email)] if self.email else []
        return [*first, *self.addresses]

    def _at(self, kind: AddressKind) -> list[str]:
        return [each.value for each in self.reached if each.kind == kind]
