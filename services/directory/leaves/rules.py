"""What a leave and a return must satisfy."""

from collections.abc import Sequence
from datetime import date

from services.directory.employments.values import Employment, concerned
from services.directory.leaves.schemas import NewLeave, NewReturn
from services.directory.leaves.values import Away, at_work
from services.directory.rules import day_errors
from services.directory.values import day_after
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "must not lie before the first day of the leave": "Das liegt vor dem ersten Tag der"
        " Beurlaubung.",
        "meets another leave": "In dieser Zeit ist schon eine Beurlaubung gemeldet.",
        "must not lie after the end of the employment": "Das liegt nach dem Ende der"
        " Beschäftigung.",
        "is a day on which nobody returns.*": "Für diesen Tag ist keine Beurlaubung gemeldet.",
    }
)


def meant(known: Sequence[Employment], given: NewLeave | NewReturn, today: date) -> Employment:
    """The employment that is posted about; raises ``Problem``."""
    if not known:
        errors = [FieldError("external_id", "names no worker of this carrier")]
        raise Problem(404, "worker-not-found", "This carrier has no such worker", errors=errors)
    named = [each for each in known if given.employment_id in (None, each.id)]
    if not named:
        refuse([FieldError("employment_id", "names no employment of this worker")])
    found = concerned(named, given.first_day, today)
    if found is not None:
        return found
    if named[-1].cancelled:
        raise Problem(409, "hire-cancelled", "This hire has been cancelled")
    raise Problem(409, "worker-departed", "This worker has left")


def leave_errors(
    given: NewLeave, employment: Employment, others: Sequence[Away], today: date
) -> list[FieldError]:
    """What contradicts the calendar, the employment or another leave."""
    errors = day_errors("first_day", given.first_day, today)
    if given.first_day < employment.start_date:
        errors.append(FieldError("first_day", "must not lie before the start of the work"))
    if given.last_day is not None:
        errors += day_errors("last_day", given.last_day, today)
        if given.last_day < given.first_day:
            reason = "must not lie before the first day of the leave"
            return [*errors, FieldError("last_day", reason)]
    if employment.end is not None and given.first_day > employment.end:
        errors.append(FieldError("first_day", "must not lie after the end of the employment"))
    days = (given.first_day, given.last_day)
    if at_work(days, others) != [days]:
        errors.append(FieldError("first_day", "meets another leave"))
    return errors


def ending(known: Sequence[Away], given: NewReturn, today: date) -> Away:
    """The leave from which somebody returns on a day; raises ``Problem``."""
    refuse(day_errors("first_day", given.first_day, today))
    for each in reversed(known):
        over = each.last_day is not None and day_after(each.last_day) < given.first_day
        if each.first_day <= given.first_day and not over:
            return each
    errors = [FieldError("first_day", "is a day on which nobody returns: no leave is known")]
    raise Problem(404, "no-leave", "There is no leave on this day", errors=errors)


def refuse(errors: list[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        raise Problem(422, "invalid-leave", "The body is not valid", errors=errors)
