"""The values that the capabilities of this service hand each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypedDict, TypeVar
from uuid import UUID, uuid5

from services.notifications.gatherings.values import Invite, Seat
from services.notifications.matters.values import NONE, Matters
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.notifications import LetterKind
from shared.json import Json
from shared.messaging.event import Cause

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name and an address."""

    person_id: UUID
    given_name: str
    family_name: str
    email: str

    @property
    def name(self) -> str:
        """On one line, whatever was put into it."""
        return " ".join(f"{self.given_name} {self.family_name}".split())


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization and who acts for it."""

    organization_id: UUID
    kind: OrganizationKind
    name: str
    contacts: Mapping[Role, UUID]


@dataclass(frozen=True, slots=True)
class Employment:
    """Where somebody works when; ``timeline`` has the schools from a day on until the next."""

    employment_id: UUID
    worker_id: UUID
    carrier_id: UUID
    start_date: date
    last_day: date | None
    timeline: Mapping[date, Sequence[UUID]]
    again: bool = False
    """Whether the worker had an employment before."""

    def is_over(self, today: date) -> bool:
        """Whether the last day has passed; it is a day of work itself."""
        return self.last_day is not None and self.last_day < today

    def schools_on(self, today: date) -> Sequence[UUID]:
        """The schools that hold on a day, or before the start those of the start."""
        day = max(today, self.start_date)
        return self.timeline[max(since for since in self.timeline if since <= day)]


class NotYet(Exception):
    """Something is not known; the arrival of a copy with the id ``waits_for`` may change that.

    ``absent`` names the table that has no copy at all; without it, the copy does not say enough.
    """

    def __init__(self, waits_for: UUID | None, *, absent: str = "") -> None:
        super().__init__("something is not known yet")
        self.waits_for = waits_for
        self.absent = absent


@dataclass(frozen=True, slots=True)
class News:
    """An announcement as one of its recipients gets it; ``edition`` counts its changes of text."""

    subject: str
    text: str
    to_confirm: bool
    edition: int = 1


@dataclass(frozen=True, slots=True)
class Edited:
    """A kind of mail in an office's own words; without a subject it has the usual one."""

    subject: str
    text: str


@dataclass(frozen=True)
class Directory:
    """What one municipality's letters need to know about people and places."""

    people: Mapping[UUID, Person] = field(default_factory=dict)
    organizations: Mapping[UUID, Organization] = field(default_factory=dict)
    employments: Mapping[UUID, Employment] = field(default_factory=dict)
    titles: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    municipality: Organization | None = None
    is_sandbox: bool = False
    """Whether everything goes to who tries things out for the worker's carrier."""
    news: Mapping[UUID, News] = field(default_factory=dict)
    """By recipient of an announcement."""
    seats: Mapping[UUID, Seat] = field(default_factory=dict)
    """By registration."""
    matters: Matters = NONE
    texts: Mapping[str, Edited] = field(default_factory=dict)
    """By kind of mail: those that the municipality's office has written itself."""

    def person(self, person_id: UUID) -> Person:
        """Raises ``NotYet``, as the others do."""
        return _found(self.people, person_id, "people")

    def organization(self, organization_id: UUID) -> Organization:
        return _found(self.organizations, organization_id, "organizations")

    def employment(self, employment_id: UUID) -> Employment:
        return _found(self.employments, employment_id, "employments")

    def developer(self, employment_id: UUID) -> UUID | None:
        """Who tries things out for the carrier of a test hire; None where nobody does any more."""
        carrier = self.organization(self.employment(employment_id).carrier_id)
        return carrier.contacts.get(Role.CARRIER)

    def title(self, template_id: UUID, code: str) -> str:
        titles = _found(self.titles, template_id, "templates")
        if code not in titles:
            raise NotYet(template_id)
        return titles[code]


def _found(known: Mapping[UUID, T], wanted: UUID, table: str) -> T:
    if wanted not in known:
        raise NotYet(wanted, absent=table)
    return known[wanted]


class LetterFacts(TypedDict):
    """What every event about a letter says."""

    letter_id: UUID
    worker_id: UUID
    kind: LetterKind
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A message that is to be sent now, on one channel; ``since`` is when patience began.

    Perhaps it is out already: as ``mail_id``, or in whatever mail it became when it was
    ``offered_with`` others.
    """

    id: UUID
    group_key: UUID
    tenant: str
    kind: LetterKind
    payload: Json
    priority: int
    attempts: int
    created_at: datetime
    since: datetime
    happened_at: datetime
    cause: Cause
    expires_on: date | None = None
    offered_with: UUID | None = None
    mail_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Owed):
    """To whoever holds a role, about somebody's employment; events tell of it."""

    worker_id: UUID
    employment_id: UUID
    onboarding_id: UUID | None
    role: Role
    organization_id: UUID | None

    @property
    def cover(self) -> set[UUID]:
        """The employments of those who are there while the worker is on leave."""
        named = (each["employment_id"] for each in self.payload.get("cover", ()))
        return {UUID(each) for each in named if each is not None}

    @property
    def facts(self) -> LetterFacts:
        return {
            "letter_id": self.id,
            "worker_id": self.worker_id,
            "kind": self.kind,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Owed):
    """To a person, wherever they belong; of what happened to the thing with ``subject_id``."""

    person_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is owed, and to whom it would go now; None while that is not known, and why.

    ``stands_in`` if nobody holds the role itself.
    """

    owed: Owed
    person_id: UUID | None
    stands_in: bool = False
    missing: NotYet | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What cannot be written yet, and what is missing."""

    owed: Owed
    reason: NotYet


def due_while_employed(tasks: Sequence[Json], last_day: date | None) -> list[Json]:
    """Without what would be due when somebody has left."""
    return [
        task for task in tasks if last_day is None or date.fromisoformat(task["due_on"]) <= last_day
    ]


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail says, and why; ``links`` are the pages it asks somebody to open.

    Of ``invites`` each travels as a message of its own: a calendar reads one of each.
    ``lacking`` are placeholders of an office's text for which nothing was known.
    """

    subject: str
    text: str
    html: str
    links: Sequence[str] = ()
    reason: str = ""
    invites: Sequence[Invite] = ()
    lacking: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person; ``about`` is whose matter it is.

    ``id`` is the same, however often it is written: a mail program may drop a repeat.
    ``unsubscribe`` is where its topic is given up; empty where nobody can. ``matter`` is what it
    is about, so that mails about the same stay together. ``introduces`` if it says that we write.
    """

    id: UUID
    kind: LetterKind
    tenant: str
    about: UUID
    role: Role | None
    to: Person
    reply_to: Person | None
    content: Content
    mentions: frozenset[UUID]
    unsubscribe: str = ""
    matter: UUID | None = None
    introduces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMail(Mail):
    """Several messages may have become one mail."""

    owed: Sequence[Owed]


def mail_id(owed: Sequence[Owed]) -> UUID:
    """Another one as soon as it holds other messages; the same when it is repeated.

    A mail program that drops a repeat then never drops what it has not shown before.
    """
    if (offered := owed[0].mail_id) is not None:
        return offered
    first, *others = sorted(each.id for each in owed)
    return uuid5(first, " ".join(map(str, others))) if others else first
