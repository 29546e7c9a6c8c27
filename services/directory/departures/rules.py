"""What a change and a departure must satisfy."""

from datetime import date

from services.directory.departures.schemas import NewChange, NewDeparture
from services.directory.rules import day_errors, named_twice
from shared.web.problem import FieldError


def change_errors(change: NewChange, today: date, start: date) -> list[FieldError]:
    """What contradicts itself, the calendar or the hire."""
    errors = [*day_errors("valid_from", change.valid_from, today), *named_twice(change.placements)]
    if change.valid_from < start:
        errors.append(FieldError("valid_from", "must not lie before the start of the work"))
    return errors


def departure_errors(departure: NewDeparture, today: date, start: date) -> list[FieldError]:
    """What contradicts the calendar or the hire."""
    errors = day_errors("last_day", departure.last_day, today)
    if departure.last_day < start:
        errors.append(FieldError("last_day", "must not lie before the start of the work"))
    return errors
