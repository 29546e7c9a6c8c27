"""Which message a draft becomes, and what travels together."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from services.notifications.messages.values import Draft, ToPerson, ToRole, Underway
from shared.contracts.notifications import LetterKind
from shared.messaging.router import Received

APART = timedelta(hours=1)
"""Between two mails of a kind to one person; what happens meanwhile stands in the second."""
_TIME = ((1 << 48) - 1) << 80
_VERSION = 0xF << 76
_OURS = 0x8 << 76


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft with its one recipient, what it travels with, and not before when."""

    id: UUID
    draft: Draft
    to: ToRole | ToPerson
    event: Received[Any]
    group_key: UUID
    not_before: datetime


def message_id(draft: Draft, to: ToRole | ToPerson) -> UUID:
    """The same for the same kind, recipient and fact, and sorted by the time of the fact.

    A UUIDv8 of RFC 9562: the time of the fact's id, and a digest.
    """
    if isinstance(to, ToRole):
        recipient = f"{to.role} {to.organization_id} {to.about.worker_id}"
    else:
        recipient = str(to.person_id)
    digest = uuid5(draft.fact, f"{draft.kind} {recipient}").int & ~_TIME & ~_VERSION
    return UUID(int=(draft.fact.int & _TIME) | _OURS | digest)


def by_onboarding(
    letters: Iterable[tuple[Draft, ToRole, Received[Any]]],
    now: datetime,
    gathering: Mapping[LetterKind, timedelta],
) -> list[Entry]:
    """Those of one onboarding together, because its fact tells of all there is.

    Of a kind that is gathered, those that come together for one role at one place, too.
    """
    groups: dict[Hashable, UUID] = {}
    found: dict[UUID, Entry] = {}
    for draft, to, event in letters:
        key, wait = message_id(draft, to), gathering[draft.kind]
        place = (event.tenant, draft.kind, to.role, to.organization_id)
        group = groups.setdefault(to.about.onboarding_id or (place if wait else key), key)
        found.setdefault(key, Entry(key, draft, to, event, group, now + wait))
    return list(found.values())


Matter = tuple[UUID, LetterKind, str, UUID | None]
"""Whom, what, and which municipality it is about; and of what is told alone, which subject."""


def gathered(
    notices: Iterable[tuple[Draft, ToPerson, Received[Any]]],
    before: Mapping[Matter, Underway],
    now: datetime,
    gathering: Mapping[LetterKind, timedelta],
    single: Collection[LetterKind] = (),
) -> list[Entry]:
    """Each joins what the person is owed of this kind already, or begins to gather."""
    underway = dict(before)
    found: dict[UUID, Entry] = {}
    for draft, to, event in notices:
        key, matter = message_id(draft, to), _matter(draft, to, event, single)
        mine = underway.get(matter, Underway())
        due = now + gathering[draft.kind]
        due = max(due, mine.sent_at + APART) if mine.sent_at else due
        group = mine.group or (key, due)
        underway[matter] = Underway(group, mine.sent_at)
        found.setdefault(key, Entry(key, draft, to, event, *group))
    return list(found.values())


def _matter(
    draft: Draft, to: ToPerson, event: Received[Any], single: Collection[LetterKind]
) -> Matter:
    subject = draft.subject_id if draft.kind in single else None
    return to.person_id, draft.kind, event.tenant, subject
