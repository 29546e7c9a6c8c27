"""Times in which nothing changes say of each day what was posted last for it."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.directory.stretches.rules import cut

BEGIN = date(2026, 1, 1)
DAYS = [BEGIN + timedelta(days=n) for n in range(12)]
day = st.sampled_from(DAYS)


class Posted(NamedTuple):
    """As it is read: an employment, and a placement of it."""

    employment_id: UUID
    worker_id: UUID
    carrier_id: UUID
    over: date | None
    school_id: UUID
    funding: str
    hours: Decimal
    valid_from: date


@st.composite
def employments(draw: st.DrawFn) -> tuple[list[Posted], dict[UUID, date | None]]:
    """Placements at several schools, and last days as they were posted or taken back."""
    rows, posted = list[Posted](), dict[UUID, date | None]()
    for number in range(draw(st.integers(0, 3))):
        key, over = UUID(int=number), draw(st.none() | day)
        if draw(st.booleans()):
            posted[key] = draw(st.none() | day)
        placed = draw(st.sets(st.tuples(day, st.integers(0, 2)), max_size=5))
        for begins, school in sorted(placed, key=lambda each: (-each[0].toordinal(), each[1])):
            ids = (key, UUID(int=9), UUID(int=8), over, UUID(int=school))
            rows.append(Posted(*ids, "land", Decimal(school + 1), begins))
    return rows, posted


@given(employments(), day, day)
def test_each_day_has_what_was_posted_last(
    known: tuple[list[Posted], dict[UUID, date | None]], first: date, last: date
) -> None:
    rows, posted = known
    found = cut(rows, posted, first, last)
    for today in DAYS:
        there = {
            (each.employment_id, each.school_id, each.hours)
            for each in found
            if each.first <= today <= each.last
        }
        assert there == (_on(today, rows, posted) if first <= today <= last else set())
    assert all(each.first <= each.last for each in found)


def _on(
    today: date, rows: list[Posted], posted: dict[UUID, date | None]
) -> set[tuple[UUID, UUID, Decimal]]:
    there = set()
    for key, theirs in groupby(rows, itemgetter(0)):
        begun = [each for each in theirs if each.valid_from <= today]
        latest = max((each.valid_from for each in begun), default=None)
        for each in begun:
            over = posted.get(key) or each.over
            if each.valid_from == latest and (over is None or today <= over):
                there.add((key, each.school_id, each.hours))
    return there
