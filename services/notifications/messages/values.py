"""A message before it is stored: of what kind, to whom, because of which fact."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.json import Json
from shared.messaging.event import Cause, Event
from shared.messaging.router import Received


@dataclass(frozen=True, slots=True)
class About:
    """Whose employment it is about, and which onboarding, if one."""

    worker_id: UUID
    employment_id: UUID
    onboarding_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ToRole:
    """Whoever holds it when the message is sent, there or in the municipality."""

    role: Role
    about: About
    organization_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ToPerson:
    """Somebody of any municipality."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class ToActing:
    """Everybody who may act as one of these when the fact arrives, and still when it is sent.

    With an ``organization_id``, for that one.
    """

    roles: tuple[AccessRole, ...]
    organization_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is owed because of ``fact``: nobody is owed it twice for the same one.

    ``subject_id`` is what it is about where that is no employment.
    """

    kind: LetterKind
    to: ToRole | ToPerson | ToActing
    fact: UUID
    subject_id: UUID | None = None
    payload: Json = field(default_factory=dict)
    expires_on: date | None = None

    @property
    def tasks(self) -> int:
        """How many tasks it names."""
        return len(self.payload.get("tasks", ()))


@dataclass(frozen=True, slots=True)
class Underway:
    """What somebody is owed of one kind: its group and when that is due, and when the last went."""

    group: tuple[UUID, datetime] | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """An event, and what is owed because of one.

    The name of the function is the identity of the handler that becomes of it.
    """

    event: type[Event]
    drafts: Callable[[Received[Any]], Iterable[Draft]]


@dataclass(frozen=True, slots=True)
class Telling:
    """What many people are told alike, each in a message that travels alone."""

    kind: LetterKind
    fact: UUID
    happened_at: datetime
    cause: Cause
    payload: Json
