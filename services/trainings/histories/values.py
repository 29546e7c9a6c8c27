"""One thing that somebody took part in, or had a seat for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.gatherings import GatheringKind
from shared.contracts.words import word, words
from shared.database.paging import attribute


class Outcome(OpenCode):
    """What is known of it; nobody is judged by what is not."""

    ATTENDED = "attended"
    PARTLY = "partly"
    UNMARKED = "unmarked"
    ELSEWHERE = "elsewhere"


words(
    Outcome,
    attended="da gewesen",
    partly="teilweise da gewesen",
    unmarked="hatte einen Platz, keine Anwesenheit eingetragen",
    elsewhere="bei einem anderen Anbieter",
)


@dataclass(frozen=True)
class Seat:
    """A gathering that is over, at which somebody had a seat, or was seen without one."""

    registration_id: UUID
    gathering_id: UUID
    title: str
    kind: GatheringKind
    day: date
    planned: Decimal


@dataclass(frozen=True)
class Part:
    """``id`` is the address below the service: of their certificate, or of what was elsewhere."""

    id: str
    day: date
    title: str
    kind: str
    outcome: Outcome
    units: str | None
    paper: str | None

    @property
    def how(self) -> str:
        return word(Outcome, self.outcome)


PARTS = tuple(
    attribute(*each)
    for each in (
        ("title", "Veranstaltung"),
        ("day", "Letzter Tag"),
        ("kind", "Art oder Anbieter"),
        ("how", "Teilnahme"),
        ("units", "Einheiten"),
        ("paper", "Bescheinigung"),
    )
)
