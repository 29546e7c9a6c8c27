"""What a change and a departure must satisfy."""

from datetime import date

from services.directory.departures.schemas import NewChange, NewDeparture
from services.directory.employments.values import Employment
from services.directory.rules import day_errors, duplicate_schools
from shared.web.problem import FieldError, Problem

_AFTER = {
    True: "must not lie after the last day; post a departure with a later one first",
    False: "must not lie after the fixed term; post a departure with a later last day, or a hire",
}
"""By whether a departure has been posted."""


def change_errors(change: NewChange, today: date, employment: Employment) -> list[FieldError]:
    """What contradicts itself, the calendar or the employment."""
    errors = [
        *day_errors("valid_from", change.valid_from, today),
        *duplicate_schools(change.placements),
    ]
    if change.valid_from < employment.start_date:
        errors.append(FieldError("valid_from", "must not lie before the start of the work"))
    if employment.end is not None and change.valid_from > employment.end:
        errors.append(FieldError("valid_from", _AFTER[employment.last_day is not None]))
    return errors


def withdraws(departure: NewDeparture, today: date, employment: Employment) -> bool:
    """Whether somebody leaves who has not begun, and will not."""
    return departure.last_day < employment.start_date and today < employment.start_date


def departure_errors(
    departure: NewDeparture, today: date, employment: Employment, following: Employment | None
) -> list[FieldError]:
    """What contradicts the calendar, the employment or the one after it."""
    errors = day_errors("last_day", departure.last_day, today)
    if departure.last_day < employment.start_date <= today:
        reason = (
            "must not lie before the start of the work, which has begun;"
            f" of somebody who did not come, post the first day, {employment.start_date}"
        )
        errors.append(FieldError("last_day", reason))
    if following is not None and departure.last_day >= following.start_date:
        reason = "must lie before the start of the next employment"
        errors.append(FieldError("last_day", reason))
    return errors


def settled(latest: Employment) -> Problem:
    """Why what is over is not changed."""
    code, title, about = "worker-departed", "This worker has left", "has left"
    if latest.cancelled:
        code, title, about = "hire-cancelled", "This hire has been cancelled", "does not come"
    return Problem(
        409,
        code,
        title,
        detail="What is over is not changed. If they come again, post a hire.",
        errors=[FieldError("external_id", f"names a worker who {about}")],
        members={"worker_id": str(latest.worker_id), "employment_id": str(latest.id)},
    )


def ambiguous(first: Employment, second: Employment) -> Problem:
    """Whether the first lasts longer or the second ends is not ours to guess."""
    return Problem(
        409,
        "employment-ambiguous",
        "Two employments of this worker could be meant",
        detail=(
            f"That of {first.start_date} until {first.end} could last longer, or that of"
            f" {second.start_date} end or not begin. Post it again with the employment_id of"
            " the one that is meant."
        ),
        errors=[
            FieldError("employment_id", "is missing: the last day does not say which is meant")
        ],
        members={
            "worker_id": str(first.worker_id),
            "employments": [_named(each) for each in (first, second)],
        },
    )


def _named(employment: Employment) -> dict[str, str | None]:
    end = employment.end
    return {
        "employment_id": str(employment.id),
        "start_date": employment.start_date.isoformat(),
        "end": end.isoformat() if end else None,
    }
