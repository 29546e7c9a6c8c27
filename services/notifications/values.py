"""The values that the capabilities of this service hand each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self, TypedDict, TypeVar
from uuid import UUID, uuid5

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


@dataclass(frozen=True, slots=True)
class Letter:
    """One row of the delivery log that is to be sent now; ``payload`` holds ids, codes, dates."""

    id: UUID
    group_id: UUID
    tenant: str
    worker_id: UUID
    employment_id: UUID
    onboarding_id: UUID | None
    kind: LetterKind
    role: Role
    organization_id: UUID | None
    payload: Json
    priority: int
    attempts: int
    created_at: datetime
    since: datetime
    cause: Cause

    @classmethod
    def of(cls, row: Any) -> "Letter":
        """From its row; patience begins anew when an operator has put it back."""
        return cls(
            id=row.id,
            group_id=row.group_id,
            tenant=row.tenant,
            worker_id=row.worker_id,
            employment_id=row.employment_id,
            onboarding_id=row.onboarding_id,
            kind=LetterKind(row.kind),
            role=Role(row.role),
            organization_id=row.organization_id,
            payload=row.payload,
            priority=row.priority,
            attempts=row.attempts,
            created_at=row.created_at,
            since=row.put_back_at or row.created_at,
            cause=Cause(row.tenant, row.correlation_id, row.causation_id),
        )

    @property
    def facts(self) -> LetterFacts:
        return {
            "letter_id": self.id,
            "worker_id": self.worker_id,
            "kind": self.kind,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that cannot be written yet, and what is missing."""

    letter: Letter
    reason: NotYet


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail says; ``links`` are the pages it asks somebody to open."""

    subject: str
    text: str
    html: str
    links: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person; ``about`` is whose matter it is.

    ``id`` is the same, however often it is written: a mail program may drop a repeat.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMail(Mail):
    """Several letters of an onboarding may have become one mail."""

    letters: Sequence[Letter]

    @classmethod
    def of(
        cls,
        letters: Sequence[Letter],
        to: Person,
        reply_to: Person | None,
        content: Content,
        mentions: frozenset[UUID],
    ) -> Self:
        """Its id is another as soon as it holds other letters.

        A mail program that drops a repeat then never drops what it has not shown before.
        """
        first, *others = sorted(letter.id for letter in letters)
        return cls(
            id=uuid5(first, " ".join(map(str, others))) if others else first,
            kind=letters[0].kind,
            tenant=letters[0].tenant,
            about=letters[0].worker_id,
            role=letters[0].role,
            to=to,
            reply_to=reply_to,
            content=content,
            mentions=mentions,
            letters=letters,
        )
