"""To whom messages are addressed, as far as one reader is concerned."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from markupsafe import Markup

from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.contracts.words import words

INBOX = "/notifications/mitteilungen"
CHANNEL = "inbox"
"""On which whoever shows the count is woken."""
KEPT = timedelta(days=90)


class View(StrEnum):
    """Which of one's messages are shown, if not all."""

    UNREAD = "unread"
    DONE = "done"


words(View, unread="ungelesen", done="erledigt")


@dataclass(frozen=True, slots=True)
class Post:
    """A role that somebody holds, at these organizations.

    With ``rest`` also where it is addressed to none, or to one that is not ``elsewhere``.
    """

    tenant: str
    role: Role
    organizations: Collection[UUID] = ()
    rest: bool = False
    elsewhere: Collection[UUID] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Under which ids, in which posts and for what somebody is told of something.

    ``tenant`` is empty for all; of a kind in ``acting`` only what is told in those municipalities.
    """

    person_id: UUID
    ids: Sequence[UUID]
    tenant: str
    posts: Sequence[Post]
    acting: Mapping[LetterKind, Collection[str]]
    now: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as a list shows it; ``about`` is whose matter it is, ``link`` the one it names."""

    id: UUID
    subject: str
    kind: str
    topic: str
    about: str
    at: datetime
    read: bool
    done: bool
    link: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A message as its own page shows it; ``body`` is empty while its text cannot be written."""

    entry: Entry
    body: Markup
    reason: str
