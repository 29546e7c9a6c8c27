"""How it stands with a gathering at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from shared.clock import local_date
from shared.codes import OpenCode
from shared.contracts.gatherings import GatheringKind, GatheringState
from shared.contracts.words import word, words
from shared.database.paging import attribute
from shared.web.kit.words import shown


class Standing(OpenCode):
    """The first of these that is true."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    OVER = "over"
    RUNNING = "running"
    CLOSED = "closed"
    """Nobody registers any more, whoever decided so."""
    WAITING = "waiting"
    """Whoever registers now has others before them."""
    FULL = "full"
    OPEN = "open"


words(
    Standing,
    draft="Entwurf",
    cancelled="abgesagt",
    over="vorbei",
    running="läuft",
    closed="Anmeldung geschlossen",
    waiting="Warteliste",
    full="ausgebucht",
    open="Anmeldung offen",
)
_STATES: Mapping[GatheringState, Standing] = {
    GatheringState.DRAFT: Standing.DRAFT,
    GatheringState.CANCELLED: Standing.CANCELLED,
}


class Held(Protocol):
    """What is asked of a gathering."""

    @property
    def state(self) -> GatheringState: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def register_until(self) -> date | None: ...


class Full(Protocol):
    """What is asked of its seats; ``free`` is None without a limit."""

    @property
    def free(self) -> int | None: ...
    @property
    def waiting(self) -> int: ...


def standing(row: Held, full: Full, now: datetime) -> Standing:
    """The clock decides before the office, and both before the seats."""
    if row.state in _STATES:
        return _STATES[row.state]
    if row.ends_at is not None and row.ends_at <= now:
        return Standing.OVER
    if row.starts_at is not None and row.starts_at <= now:
        return Standing.RUNNING
    late = row.register_until is not None and row.register_until < local_date(now)
    if late or row.state is GatheringState.CLOSED:
        return Standing.CLOSED
    if full.waiting:
        return Standing.WAITING
    return Standing.FULL if full.free == 0 else Standing.OPEN


def in_words(row: Held, full: Full, now: datetime) -> str:
    """vorbei, ausgebucht, Warteliste (3), Anmeldung bis 12.03.2027"""
    found = standing(row, full, now)
    if found is Standing.WAITING:
        return f"Warteliste ({full.waiting})"
    if found is Standing.OPEN and row.register_until is not None:
        return f"Anmeldung bis {shown(row.register_until)}"
    return word(Standing, found)


@dataclass(frozen=True)
class Stands:
    """A gathering in the office's list."""

    id: UUID
    title: str
    kind: GatheringKind
    starts_at: datetime | None
    stand: str
    seats: str


STANDS = tuple(
    attribute(*each)
    for each in (
        ("title", "Titel"),
        ("kind", "Art"),
        ("starts_at", "Beginn"),
        ("stand", "Stand"),
        ("seats", "Plätze"),
    )
)
