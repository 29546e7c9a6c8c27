"""At which kind of school somebody works most."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from shared.contracts.directory import PlacementFact, SchoolType


def of_most_hours(placements: Iterable[PlacementFact]) -> SchoolType | None:
    """The type at whose schools somebody works most; of two alike the one that is named first."""
    hours = Counter[SchoolType]()
    for each in placements:
        hours[each.school_type] += each.weekly_hours  # type: ignore[assignment]
    return max(hours, key=lambda kind: Decimal(hours[kind]), default=None)
