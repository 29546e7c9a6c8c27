"""What is stored of a person, and what tells who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypedDict
from uuid import UUID

from sqlalchemy import ColumnElement

from shared.codes import OpenCode
from shared.contracts.words import words


class SeenBy(OpenCode):
    """For whom a field of somebody's entry in the directory is; each includes those before it."""

    SELF = "self"
    OFFICE = "office"
    """The coordination office, and the carrier that employs them."""
    NETWORK = "network"
    """Whoever signs in for the same municipality."""
    PUBLIC = "public"


class AddressKind(OpenCode):
    """How somebody is reached there."""

    MAIL = "mail"
    PHONE = "phone"
    POSTAL = "postal"


class FormerKind(OpenCode):
    """Why a name is not the present one."""

    FORMER = "former"
    BIRTH = "birth"
    MISTAKEN = "mistaken"
    """It was never right."""


words(
    SeenBy,
    self="nur ich",
    office="Koordinierungsstelle und eigener Anstellungsträger",
    network="alle, die sich in der Kommune anmelden",
    public="öffentlich",
)
words(AddressKind, mail="E-Mail", phone="Telefon", postal="Anschrift")
words(FormerKind, former="früherer Name", birth="Geburtsname", mistaken="war falsch")


@dataclass(frozen=True)
class Asker:
    """Whoever looks at people of a municipality, and as what: office, network or public."""

    tenant: str
    seen_by: SeenBy
    today: date
    person_id: UUID | None = None
    carrier_id: UUID | None = None

    @property
    def opened(self) -> Sequence[SeenBy]:
        """What somebody must have chosen for the asker to see it."""
        return list(SeenBy)[list(SeenBy).index(self.seen_by) :]


@dataclass(frozen=True)
class Bonds:
    """Conditions on a row of ``people``, which other capabilities know."""

    acts: ColumnElement[bool]
    """For an organization."""
    stands: ColumnElement[bool]
    """Acts, works or holds a role today."""
    employed: ColumnElement[bool]
    """By the asker's carrier."""


class NamedPerson(Protocol):
    """A person, given or stored."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def email(self) -> str: ...


class Person(NamedPerson, Protocol):
    """Somebody who is known already."""

    @property
    def id(self) -> UUID: ...
    @property
    def merged_into(self) -> UUID | None: ...


class Names(TypedDict):
    """What is stored of a person."""

    given_name: str
    family_name: str
    email: str


class FoundBy(TypedDict):
    """The folded columns that the ORM would fill."""

    name_key: str
    search_text: str


@dataclass(frozen=True)
class Since:
    """Whether what was is what was right until a day, or never; and from when on the new holds."""

    today: date
    valid_from: date | None = None
    mistaken: bool = False

    @property
    def last_day(self) -> date | None:
        """On which the former held; it never did if it was a mistake."""
        return None if self.mistaken else (self.valid_from or self.today) - timedelta(days=1)


def names_of(person: NamedPerson) -> Names:
    return Names(given_name=person.given_name, family_name=person.family_name, email=person.email)
