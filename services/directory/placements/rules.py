"""Which placements apply when."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import Row

Rows = tuple[date, date | None, list[Row[Any]]]
"""First day, last day if there is one, and what applies between them."""


def spans(rows: Sequence[Row[Any]], end: date | None) -> list[Rows]:
    """First day, last day if there is one, and the placements from one to the other.

    What was posted for a day applies until the day before the next, and never beyond ``end``.
    ``rows`` are those in force, in the order of their days.
    """
    begun = [(day, list(group)) for day, group in groupby(rows, key=lambda row: row.valid_from)]
    begun = [(day, group) for day, group in begun if end is None or day <= end]
    lasts = [following - timedelta(days=1) for (_, _), (following, _) in pairwise(begun)]
    return [(day, last, group) for (day, group), last in zip(begun, [*lasts, end], strict=False)]
