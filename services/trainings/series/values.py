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
