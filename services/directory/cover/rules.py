"""Who is there meanwhile is arithmetic over days; nobody has to say who stands in for whom."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from services.directory.cover.values import Part, Present
from services.directory.leaves.values import Days
from services.directory.values import day_after
from shared.json import Json


def covered(absent: Sequence[Days], others: Sequence[Present]) -> tuple[Part, ...]:
    """The days of a leave, parted where another is there or no longer."""
    found: list[Part] = []
    for days in sorted(absent, key=lambda each: each[0]):
        for part in _parted(days, others):
            before = found[-1] if found else None
            goes_on = (
                before is not None
                and before.there == part.there
                and before.last_day is not None
                and day_after(before.last_day) == part.first_day
            )
            if before is not None and goes_on:
                found[-1] = before._replace(last_day=part.last_day)
            else:
                found.append(part)
    return tuple(found)


def ahead(parts: Sequence[Part], today: date) -> list[Part]:
    """What of it is today or later: a school need not be told of days that are over."""
    return [
        each._replace(first_day=max(each.first_day, today))
        for each in parts
        if each.last_day is None or each.last_day >= today
    ]


def kept(parts: Sequence[Part]) -> list[Json]:
    """As it is stored, to be compared later."""
    return [
        {
            "first_day": each.first_day.isoformat(),
            "last_day": each.last_day.isoformat() if each.last_day else None,
            "there": [str(one) for one in each.there],
        }
        for each in parts
    ]


def told(stored: Sequence[Json]) -> list[Part]:
    """What was stored."""
    return [
        Part(
            date.fromisoformat(each["first_day"]),
            date.fromisoformat(each["last_day"]) if each["last_day"] else None,
            tuple(UUID(one) for one in each["there"]),
        )
        for each in stored
    ]


def _parted(days: Days, others: Sequence[Present]) -> Iterator[Part]:
    first, last = days
    starts = {each.first_day for each in others}
    starts |= {day_after(each.last_day) for each in others if each.last_day is not None}
    inside = {each for each in starts if first < each and (last is None or each <= last)}
    begins = sorted({first, *inside})
    ends = [*(each - timedelta(days=1) for each in begins[1:]), last]
    for begin, end in zip(begins, ends, strict=True):
        there = {each.employment_id for each in others if _is_there(each, begin)}
        yield Part(begin, end, tuple(sorted(there)))


def _is_there(each: Present, day: date) -> bool:
    return each.first_day <= day and (each.last_day is None or day <= each.last_day)
