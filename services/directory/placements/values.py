"""What applies on a day, and how what is known of it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple, TypedDict
from uuid import UUID

from services.directory.schemas import PlacementView, Span
from shared.contracts.directory import PlacementFact
from shared.contracts.words import words
from shared.web.problem import Problem


class Reason(StrEnum):
    """Why there is another version of a placement."""

    CHANGE = "change"
    CORRECTION = "correction"
    CANCEL = "cancel"


words(Reason, change="gemeldet", correction="berichtigt", cancel="zurückgenommen")


class StoredValues(TypedDict):
    """What a correction may change of a placement."""

    school_id: UUID
    weekly_hours: Decimal
    funding: str
    valid_from: date


class Stored(NamedTuple):
    """A placement as it is known."""

    id: UUID
    school_id: UUID
    weekly_hours: Decimal
    funding: str
    valid_from: date

    @property
    def values(self) -> StoredValues:
        return StoredValues(
            school_id=self.school_id,
            weekly_hours=self.weekly_hours,
            funding=self.funding,
            valid_from=self.valid_from,
        )


@dataclass(frozen=True)
class Recorded:
    """By whom something becomes known, a person or a program, and why."""

    by: str
    reason: Reason = Reason.CHANGE
    note: str = ""


@dataclass(frozen=True)
class Corrected:
    """What a correction does to placements of one day: each keeps its id."""

    changed: Sequence[Stored]
    added: Sequence[Stored]
    removed: Sequence[Stored]

    @property
    def nothing(self) -> bool:
        """Whether everything is known as it is wanted."""
        return not (self.changed or self.added or self.removed)


def seen_of(spans: Sequence[Span]) -> str:
    """Stands for what a page showed; another one where anything has changed since."""
    known = [each.model_dump_json() for each in spans]
    return sha256("\n".join(known).encode()).hexdigest()[:16]


def unseen(seen: str | None, spans: Sequence[Span]) -> Problem | None:
    """Why nothing is stored where somebody decided by what is known no longer."""
    if seen is None or seen == seen_of(spans):
        return None
    return Problem(409, "overtaken", "Somebody else has changed this meanwhile")


def begun(spans: Sequence[Span], day: date, placed: Sequence[PlacementView]) -> list[Span]:
    """The timeline once these placements begin on a day: what is before ends the day before."""
    starts = {each.valid_from: list(each.placements) for each in spans}
    return _spans(starts | {day: list(placed)}, spans)


def without(spans: Sequence[Span], day: date) -> list[Span]:
    """The timeline if nothing had begun on that day: what was before goes on."""
    starts = {each.valid_from: list(each.placements) for each in spans}
    return _spans({each: placed for each, placed in starts.items() if each != day}, spans)


def _spans(starts: dict[date, list[PlacementView]], before: Sequence[Span]) -> list[Span]:
    end = before[-1].valid_until if before else None
    days = sorted(each for each in starts if end is None or each <= end)
    lasts = [each - timedelta(days=1) for each in days[1:]]
    return [
        Span(valid_from=day, valid_until=last, placements=starts[day])
        for day, last in zip(days, [*lasts, end], strict=False)
    ]


def latest_begun(spans: Sequence[Span], today: date) -> Span | None:
    """What applies today; before the first day what comes first, after the last what came last."""
    begun = [each for each in spans if each.valid_from <= today]
    return begun[-1] if begun else next(iter(spans), None)


def corrected(
    current: Sequence[Stored], facts: Sequence[PlacementFact], valid_from: date
) -> Corrected:
    """What makes of the placements of one day what was right from the beginning.

    Who is at the same school has the same placement; a wrong school is put right in the placement
    that named it, as long as there is one.
    """
    left = {each.school_id: each for each in current}
    same = {fact: left.pop(fact.school_id, None) for fact in facts}
    free = list(left.values())
    known = {fact: each or (free.pop(0) if free else None) for fact, each in same.items()}
    wanted = [
        (
            each,
            Stored(
                each.id if each else fact.placement_id,
                fact.school_id,
                fact.weekly_hours,
                str(fact.funding),
                valid_from,
            ),
        )
        for fact, each in known.items()
    ]
    return Corrected(
        changed=[new for each, new in wanted if each is not None and each != new],
        added=[new for each, new in wanted if each is None],
        removed=free,
    )
