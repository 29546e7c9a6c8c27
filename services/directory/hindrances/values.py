"""Why somebody may not be erased yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.web.problem import Problem


@dataclass(frozen=True)
class Stint:
    """An employment, as far as it keeps somebody from being erased."""

    last_day: date | None
    """Or until when its term is fixed."""
    funding: frozenset[str]
    """Its own, and that of its placements."""


@dataclass(frozen=True)
class Hindrance:
    """Why it is not possible, and the first day on which it is; None if nobody knows it yet."""

    why: str
    until: date | None


def first_day(found: Iterable[Hindrance]) -> date | None:
    """From when it is possible; None if that is not known."""
    days = [each.until for each in found]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def refuse_hindered(found: Iterable[Hindrance]) -> None:
    """Raises ``Problem``."""
    if list(found):
        raise Problem(409, "not-yet-erasable", "Something has to be kept for longer")
