"""What applies on a day."""

from collections.abc import Sequence
from datetime import date

from services.directory.schemas import Span


def latest_begun(spans: Sequence[Span], today: date) -> Span | None:
    """What applies today; before the first day what comes first, after the last what came last."""
    begun = [each for each in spans if each.valid_from <= today]
    return begun[-1] if begun else next(iter(spans), None)
