"""What the directory announces."""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.codes import Open, OpenCode
from shared.messaging.event import Event, Record
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal
from shared.signing.purposes import Algorithm, Purpose

ACCESS_TOKENS = Purpose(
    "access-token",
    signer="directory",
    algorithm=Algorithm.ES256,
    signs_for=timedelta(days=90),
    verifies_for=timedelta(hours=1),
)
"""A token ends after 15 minutes."""


class Scope(StrEnum):
    """What a program may do with its token."""

    HIRES_WRITE = "hires:write"
    HIRES_READ = "hires:read"
    SCIM = "scim"
    WEBHOOKS = "webhooks"


SchoolNumber = Annotated[str, Field(pattern=r"^\d{6}$")]
WeeklyHours = Annotated[Decimal, Field(gt=0, le=41, max_digits=4, decimal_places=2)]


class Funding(OpenCode):
    """Who pays."""

    LAND = "land"
    KREIS = "kreis"
    MUNICIPALITY = "municipality"
    CARRIER = "carrier"


class OrganizationKind(OpenCode):
    """What an organization is."""

    MUNICIPALITY = "municipality"
    CARRIER = "carrier"
    SCHOOL = "school"
    SCHOOL_AUTHORITY = "school_authority"
    YOUTH_WELFARE = "youth_welfare"
    KITA = "kita"
    PARTNER = "partner"


class SchoolType(OpenCode):
    """The school types of North Rhine-Westphalia."""

    PRIMARY = "primary"
    MAIN = "main"
    MIDDLE = "middle"
    SECONDARY = "secondary"
    COMPREHENSIVE = "comprehensive"
    GRAMMAR = "grammar"
    SPECIAL_NEEDS = "special_needs"
    VOCATIONAL = "vocational"


class Role(OpenCode):
    """In what capacity somebody acts."""

    CARRIER = "carrier"
    HEAD = "head"
    SCHOOL_AUTHORITY = "school_authority"
    IT = "it"
    COORDINATOR = "coordinator"
    YOUTH_OFFICE = "youth_office"
    WORKER = "worker"
    BUDDY = "buddy"


class DepartureReason(OpenCode):
    """Why somebody leaves, as far as the office needs to know."""

    RESIGNATION = "resignation"
    FIXED_TERM_ENDED = "fixed_term_ended"
    RETIREMENT = "retirement"
    MOVED = "moved"
    OTHER = "other"


_EMPLOYMENT = Personal(
    (Kind.EMPLOYMENT,),
    about="worker_id",
    purpose="alle Dienste erfahren von Beschäftigung und Einsatz",
    deletion=Deletion.WITH_TOPIC,
)
_PERSON = Personal(
    (Kind.IDENTITY, Kind.CONTACT),
    about="person_id",
    purpose="Dienste, die jemanden nennen oder anschreiben, halten eine Kopie",
    deletion=Deletion.TOMBSTONE,
)
_CONTACTS = Personal(
    (Kind.IDENTITY,),
    about="contacts.person_id",
    purpose="wer für eine Organisation handelt",
    deletion=Deletion.NO_LONGER_NAMED,
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PlacementFact(_Part):
    """One school of a worker; hours per week, and who pays if that is said of it."""

    placement_id: UUID
    school_id: UUID
    school_number: SchoolNumber
    school_type: Open[SchoolType]
    weekly_hours: WeeklyHours
    funding: Open[Funding] | None = None


class WorkerHired(
    Event, name="directory.worker-hired.v1", key="worker_id", declared=(_EMPLOYMENT,)
):
    """A carrier has hired a school social worker; onboarding starts."""

    worker_id: UUID
    employment_id: UUID
    carrier_id: UUID
    start_date: date
    placements: tuple[PlacementFact, ...]
    funding: Open[Funding]
    fixed_term_until: date | None = None


class PlacementsChanged(
    Event, name="directory.placements-changed.v1", key="worker_id", declared=(_EMPLOYMENT,)
):
    """From a day on, until the next change in the timeline, a worker's schools or hours are these.

    A second one with the same ``valid_from`` replaces the first.
    """

    worker_id: UUID
    employment_id: UUID
    carrier_id: UUID
    valid_from: date
    placements: tuple[PlacementFact, ...]


class WorkerDeparted(
    Event, name="directory.worker-departed.v1", key="worker_id", declared=(_EMPLOYMENT,)
):
    """A worker leaves the carrier after a last day, which may lie ahead.

    It comes into force when that day is over; until then another one may name another day.
    """

    worker_id: UUID
    employment_id: UUID
    carrier_id: UUID
    last_day: date
    reason: Open[DepartureReason]


class StartCorrected(
    Event, name="directory.start-corrected.v1", key="worker_id", declared=(_EMPLOYMENT,)
):
    """The first day of an employment was wrong from the beginning; this is the right one."""

    worker_id: UUID
    employment_id: UUID
    carrier_id: UUID
    start_date: date


class HireCancelled(
    Event, name="directory.hire-cancelled.v1", key="worker_id", declared=(_EMPLOYMENT,)
):
    """A hire that was announced does not take place; nobody has begun to work."""

    worker_id: UUID
    employment_id: UUID
    carrier_id: UUID


class PersonRecord(
    Record,
    name="directory.person.v1",
    key="person_id",
    topic="directory.people",
    declared=(_PERSON,),
):
    """A person's name and address; its erasure reaches every service."""

    person_id: UUID
    given_name: str
    family_name: str
    email: str
    merged_into: UUID | None = None
    """Who stands for them now; what they are called is then what that one is called."""


class Contact(_Part):
    """Who acts in a role for an organization."""

    role: Open[Role]
    person_id: UUID


class OrganizationRecord(
    Record,
    name="directory.organization.v1",
    key="organization_id",
    topic="directory.organizations",
    declared=(NotPersonal(), _CONTACTS),
):
    """An organization and who acts for it."""

    organization_id: UUID
    kind: Open[OrganizationKind]
    name: str
    school_number: SchoolNumber | None = None
    school_type: Open[SchoolType] | None = None
    contacts: tuple[Contact, ...] = ()
    all_day_school: bool = False
    part_of: UUID | None = None
    """A branch's carrier, a school's authority, a district's youth welfare office."""
    valid_from: date | None = None
    """The first day on which it is open, where that is known."""
    last_day: date | None = None
    """The last one, of what closes or has closed."""
    successor_id: UUID | None = None
    """Which organization goes on with its work."""


_CHOICE = Personal(
    (Kind.IDENTITY,),
    about="person_id",
    purpose="wer ausgewählt hat, was das Verzeichnis zeigt, hat diese Aufgabe erledigt",
    deletion=Deletion.WITH_TOPIC,
)
OWN_ENTRY = "/directory/mein-eintrag"
"""The page on which somebody sees what the directory shows of them."""
CHOOSING = f"{OWN_ENTRY}/bearbeiten"
"""Where they choose it."""


class EntryChosen(Event, name="directory.entry-chosen.v1", key="person_id", declared=(_CHOICE,)):
    """Somebody has chosen what the directory shows of them, and to whom: the first time or anew."""

    person_id: UUID


class BarrierReported(
    Event, name="directory.barrier-reported.v1", key="report_id", declared=(NotPersonal(),)
):
    """Somebody met a barrier on a page; what it is, the directory shows to those who remove it."""

    report_id: UUID


BARRIERS = "/directory/barrieren"
"""The page that lists them; one is shown below, under its id."""


def report_number(report_id: UUID) -> str:
    """How people call a report: short enough to be read out."""
    last = report_id.hex[-8:].upper()
    return f"{last[:4]}-{last[4:]}"
