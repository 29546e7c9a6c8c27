"""How long a hold may be."""

from datetime import date, timedelta

from shared.web.problem import FieldError, Problem

LONGEST = timedelta(days=3 * 365 + 1)


def refuse_period(last_day: date, today: date) -> None:
    """Raises ``Problem``."""
    if last_day < today:
        error = FieldError("last_day", "is over")
        raise Problem(422, "hold-over", "A hold ends in the future", errors=[error])
    if last_day > today + LONGEST:
        error = FieldError("last_day", "is too far away")
        raise Problem(422, "hold-too-long", "A hold is looked at again", errors=[error])
