"""What a leave and a return must satisfy, and what becomes of one posted after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from services.directory.employments.values import Employment, Known, concerned
from services.directory.leaves.values import Away, at_work
from services.directory.ledger.values import Entered, Outcome, judged
from services.directory.rules import day_errors
from services.directory.schemas import NewLeave, NewReturn
from services.directory.values import Became, day_after
from shared.contracts.leaves import LeaveAnnounced, ReturnAnnounced
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem
from shared.web.tokens import ApiClient

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


Fact = NewLeave | NewReturn


@dataclass
class Book:
    """What is known of a carrier's workers and their leaves, and what is entered of these."""

    client: ApiClient
    today: date
    known: Known
    away: dict[UUID, list[Away]]
    """By employment, those that take or took place."""
    replaced: dict[UUID, Away | None] = field(default_factory=dict)
    """By the leave as it is now; None where it does not take place."""

    def replace(self, employment_id: UUID, leave_id: UUID, now: Away | None) -> None:
        """It is like this from now on."""
        self.replaced[leave_id] = now
        others = [each for each in self.away.get(employment_id, ()) if each.id != leave_id]
        after = [*others, *([now] if now else [])]
        self.away[employment_id] = sorted(after, key=lambda each: each.first_day)


class Judged(NamedTuple):
    """What became of a fact, and the leave with it; ``taken`` is false if it takes no place."""

    outcome: Entered | Employment
    employment: Employment
    away: Away
    taken: bool = True


def judge(book: Book, given: Sequence[Fact]) -> list[Outcome]:
    """What becomes of each, seeing those before it."""
    return judged(given, lambda each: enter(book, each).outcome)


def enter(book: Book, given: Fact) -> Judged:
    """Raises ``Problem`` before it enters anything."""
    number = (book.client.organization_id, given.external_id)
    employment = meant(book.known.get(number, []), given, book.today)
    known = book.away.get(employment.id, [])
    if isinstance(given, NewLeave):
        return _enter_leave(book, employment, known, given)
    return _enter_return(book, employment, known, given)


def _enter_leave(
    book: Book, employment: Employment, known: Sequence[Away], given: NewLeave
) -> Judged:
    same = [each for each in known if each.first_day == given.first_day]
    others = [each for each in known if each not in same]
    refuse(leave_errors(given, employment, others, book.today))
    leave_id = same[0].id if same else new_id()
    away = Away(leave_id, employment.id, given.first_day, given.last_day)
    if same == [away]:
        return Judged(employment, employment, away)
    book.replace(employment.id, away.id, away)
    event = LeaveAnnounced(
        leave_id=away.id,
        worker_id=employment.worker_id,
        employment_id=employment.id,
        carrier_id=book.client.organization_id,
        first_day=away.first_day,
        last_day=away.last_day,
    )
    cause = Cause(book.client.tenant, new_id())
    return Judged(Entered(Became.ON_LEAVE, employment, cause, [event]), employment, away)


def _enter_return(
    book: Book, employment: Employment, known: Sequence[Away], given: NewReturn
) -> Judged:
    before = ending(known, given, book.today)
    away = before._replace(last_day=given.first_day - timedelta(days=1))
    if away == before:
        return Judged(employment, employment, away)
    taken = given.first_day > away.first_day
    book.replace(employment.id, away.id, away if taken else None)
    event = ReturnAnnounced(
        leave_id=away.id,
        worker_id=employment.worker_id,
        employment_id=employment.id,
        carrier_id=book.client.organization_id,
        first_day=given.first_day,
    )
    cause = Cause(book.client.tenant, new_id())
    outcome = Entered(Became.RETURNED, employment, cause, [event])
    return Judged(outcome, employment, away if taken else before, taken)


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
