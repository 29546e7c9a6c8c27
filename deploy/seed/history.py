"""What became of a worker's placements in the years since: changes, corrections, an end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from deploy.seed.ids import dice_for, id_at
from deploy.seed.worker import Worker
from shared.clock import BERLIN
from shared.contracts.directory import DepartureReason, PlacementFact

CHANGES, WRONG = 0.3, 0.05
"""Shares: of half-years in which somebody's schools or hours change, and of what was wrong."""
AHEAD, LATER = timedelta(days=30), timedelta(days=41)
"""How long before it applies something is told, and how long after that it is corrected."""
NEXT = timedelta(days=300)
"""How far ahead something is known."""
HOURS = ((39,), (39,), (19.5, 19.5), (29.5, 9.5), (19.5,), (13, 13, 13), (9.5, 10), (21, 20))
"""What somebody has at one school or several; some of it is against the guideline."""
LEAVING = tuple(DepartureReason)


@dataclass(frozen=True)
class Known:
    """A placement as it is known, and the hours that were told first if those were wrong."""

    fact: PlacementFact
    valid_from: date
    recorded_at: datetime
    first_told: Decimal

    @property
    def corrected_at(self) -> datetime | None:
        wrong = self.first_told != self.fact.weekly_hours
        return self.recorded_at + LATER if wrong else None


def history(each: Worker, schools: Sequence[PlacementFact], now: datetime) -> list[Known]:
    """Everything that was told of where somebody works, in its order."""
    dice = dice_for(f"history of {each.external_id}")
    found = [_known(dice, fact, each.start, each.hired_at, now) for fact in each.placements]
    for day in _changes(dice, each, now):
        told_at = min(told(day), now)
        placed = list(_placed(dice, schools, told_at))
        found += [_known(dice, fact, day, told_at, now) for fact in placed]
    return found


def told(day: date) -> datetime:
    """When a carrier tells what applies from a day on."""
    return datetime.combine(day - AHEAD, time(9, 12), BERLIN)


def reason_of(each: Worker) -> DepartureReason:
    return dice_for(f"end of {each.external_id}").choice(LEAVING)


def _changes(dice: Random, each: Worker, now: datetime) -> Iterator[date]:
    """First days of half-years, some of them to come."""
    last = each.last_day or (now + NEXT).date()
    for year in range(each.start.year, last.year + 1):
        for day in (date(year, 2, 1), date(year, 8, 1)):
            if each.start < day <= last and dice.random() < CHANGES:
                yield day


def _placed(
    dice: Random, schools: Sequence[PlacementFact], moment: datetime
) -> Iterator[PlacementFact]:
    hours = dice.choice([each for each in HOURS if len(each) <= len(schools)])
    for school, each in zip(dice.sample(schools, len(hours)), hours, strict=True):
        weekly = Decimal(str(each))
        yield school.model_copy(
            update={"placement_id": id_at(dice, moment), "weekly_hours": weekly}
        )


def _known(
    dice: Random, fact: PlacementFact, day: date, recorded_at: datetime, now: datetime
) -> Known:
    known = Known(fact, day, recorded_at, fact.weekly_hours)
    wrong = replace(known, first_told=fact.weekly_hours / 2)
    is_wrong = dice.random() < WRONG and recorded_at + LATER < now
    return wrong if is_wrong else known


def schools_of(places: Sequence[tuple[UUID, str]], like: PlacementFact) -> list[PlacementFact]:
    """Each school as somewhere to be placed."""
    return [
        like.model_copy(update={"school_id": school_id, "school_number": number})
        for school_id, number in places
    ]
