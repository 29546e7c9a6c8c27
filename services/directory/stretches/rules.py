"""What was worked follows from what was posted, and when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.directory.stretches.values import Stretch
from shared.clock import A_DAY
from shared.contracts.directory import Funding

_FUNDING = {each.value: each for each in Funding}


def cut(
    rows: Iterable[Sequence[Any]], posted: Mapping[UUID, date | None], first: date, last: date
) -> list[Stretch]:
    """What was posted for a day applies until the day before the next, never beyond the end.

    ``rows`` are those of one employment after the other, each from its last to its first day.
    """
    found: list[Stretch] = []
    employment_id, following, until, end = None, last, last, last
    for key, worker_id, carrier_id, over, school_id, funding, hours, begins in rows:
        if key != employment_id:
            employment_id, end = key, min(last, posted.get(key) or over or last)
            until = end
        elif begins != following:
            until = min(end, following - A_DAY)
        following, begin = begins, max(first, begins)
        if begin <= until:
            days = (begin, until)
            whose = (worker_id, key, carrier_id, school_id)
            found.append(Stretch(*whose, _FUNDING[funding], hours, *days))
    return found
