"""How often something comes back, and a day that is suggested for it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.gatherings import GatheringState
from shared.contracts.words import words


class Rhythm(OpenCode):
    """How far one lies from the next."""

    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    WEEKLY = "weekly"


words(Rhythm, quarterly="vierteljährlich", monthly="monatlich", weekly="alle … Wochen")


class Scope(OpenCode):
    """Which gatherings of a series are meant."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


class Stays(OpenCode):
    """Why a gathering stays as it is, whatever becomes of the others."""

    CALLED_OFF = "called_off"
    OVER = "over"
    ATTENDANCE = "attendance"
    MINUTES = "minutes"
    DRAFT = "draft"
    """It is known to nobody, and so not called off."""
    KNOWN = "known"
    """It is no draft any more."""
    DATELESS = "dateless"
    USED = "used"
    """More hangs on it than its dates."""


words(
    Scope,
    this="nur diesen Termin",
    following="diesen und alle folgenden",
    all="alle der Reihe",
)
words(
    Stays,
    called_off="ist abgesagt",
    over="hat schon begonnen",
    attendance="Anwesenheit ist eingetragen",
    minutes="es gibt ein Protokoll",
    draft="ist noch ein Entwurf",
    known="ist kein Entwurf mehr",
    dateless="hat noch keinen Tag",
    used="hat schon eine Tagesordnung, Workshops oder anderes",
)


@dataclass(frozen=True)
class Member:
    """A gathering of a series; ``stays`` says why it is not touched, None if it may be."""

    id: UUID
    title: str
    starts_at: datetime | None
    state: GatheringState
    stays: Stays | None = None


@dataclass(frozen=True)
class Done:
    """How many of those that were meant are another way now, and how many stay as they were."""

    changed: int
    stayed: int


@dataclass(frozen=True)
class Suggested:
    """``instead_of`` is the day it would have been, were it no holiday; None if it is that."""

    day: date
    instead_of: date | None = None


@dataclass(frozen=True)
class Sibling:
    """Another one of the same series."""

    id: UUID
    title: str
    starts_at: datetime | None
    state: GatheringState
