"""What a hire must satisfy."""

from datetime import date

from services.directory.hires.schemas import NewHire
from services.directory.placements.rules import day_errors, named_twice
from shared.web.problem import FieldError


def hire_errors(hire: NewHire, today: date) -> list[FieldError]:
    """What contradicts itself or the calendar."""
    errors = [*day_errors("start_date", hire.start_date, today), *named_twice(hire.placements)]
    if hire.fixed_term_until is not None and hire.fixed_term_until <= hire.start_date:
        errors.append(FieldError("fixed_term_until", "must lie after start_date"))
    return errors
