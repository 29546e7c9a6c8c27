"""What is public, as data: no ids of people, and nothing that nobody opened."""

from pydantic import BaseModel, ConfigDict, Field

from services.directory.people.values import AddressKind
from services.directory.presences.values import Weekday
from shared.codes import Open
from shared.contracts.directory import OrganizationKind, SchoolType


class _View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PlaceView(_View):
    """A municipality with a public directory."""

    municipality: str
    name: str


class PlaceList(BaseModel):
    """By name; ``next`` is the address of the next page."""

    items: list[PlaceView]
    next: str | None = None


class PublicAddress(_View):
    """How somebody is reached."""

    kind: Open[AddressKind]
    value: str


class PublicFunction(_View):
    """In what capacity somebody is known, in German, and where."""

    word: str
    place: str
    school_number: str | None


class PublicHour(_View):
    """When somebody is at a school, week for week; Berlin's times, as in "09:30"."""

    school_number: str
    weekday: Open[Weekday]
    begins: str
    ends: str
    place: str


class PublicAbsence(_View):
    """Somebody is away from a school at present, and who is there instead as far as opened."""

    school_number: str
    stand_ins: list[str]


class PublicPerson(_View):
    """What somebody has opened to everybody; the rest is empty."""

    name: str
    functions: list[PublicFunction]
    reached: list[PublicAddress]
    languages: str
    hours: str
    office_hours: list[PublicHour]
    absences: list[PublicAbsence] = []
    """While there are any, the hours do not apply."""


class PublicPeople(BaseModel):
    """By family name; ``next`` is the address of the next page."""

    items: list[PublicPerson]
    next: str | None = None


class PublicSchoolView(_View):
    """A school."""

    school_number: str
    name: str
    school_type: Open[SchoolType] | None
    all_day_school: bool
    phone: str


class PublicSchools(BaseModel):
    """By name; ``next`` is the address of the next page."""

    items: list[PublicSchoolView]
    next: str | None = None


class PublicSchoolPage(_View):
    """A school with its workers, and others who may be spoken to there."""

    school: PublicSchoolView
    workers: list[PublicPerson]
    others: list[PublicPerson]


class PublicOffer(_View):
    """What an organization offers, and on which topics."""

    name: str
    kind: Open[OrganizationKind]
    topics: str
    offers: list[str] = Field(validation_alias="offered")
    phone: str


class PublicOffers(BaseModel):
    """By name; ``next`` is the address of the next page."""

    items: list[PublicOffer]
    next: str | None = None
