"""What becomes of a delivery, and what a check may say before it is sent."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Candidate, Directory

CHANNEL = "letters"
"""On which whoever sends is woken."""


FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)


def delay_after(attempts: int) -> timedelta:
    """How long after that many failed attempts the next one comes: 1, 2, 4 ... minutes."""
    return min(FIRST_DELAY * (1 << min(attempts - 1, 20)), LONGEST_DELAY)


class Channel(StrEnum):
    """A way to somebody; stored as it is."""

    MAIL = "mail"


class State(StrEnum):
    """What has become of a delivery; stored as it is."""

    QUEUED = "queued"
    LEASED = "leased"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    UNDELIVERABLE = "undeliverable"


UNSETTLED = (State.QUEUED, State.LEASED)


@dataclass(frozen=True, slots=True)
class Needless:
    """It is withdrawn: nobody has to be told any more."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Not now; it is checked again then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Hopeless:
    """It is given up, and shown to whoever can do something about it."""

    cause: FailureCause


Verdict = Needless | Hold | Hopeless


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, and with what this service knows of one municipality, candidates are checked."""

    session: AsyncSession
    directory: Directory
    now: datetime
    today: date


Judge = Callable[[Occasion, Sequence[Candidate]], Awaitable[Mapping[UUID, Verdict]]]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at before something is sent, for all candidates at once.

    The first that says anything of a message decides. Only what ``spares_critical`` does not look
    at critical ones.
    """

    judge: Judge
    spares_critical: bool = False
