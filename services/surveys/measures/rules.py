"""Who a measure may be given to, until when, and what its owner may say."""

from collections.abc import Iterator
from datetime import date

from services.surveys.forms import ReplyForm
from services.surveys.measures.forms import MeasureForm
from services.surveys.measures.models import Measure
from services.surveys.measures.values import MeasureState
from services.surveys.values import Reply
from shared.reminding import Told
from shared.reminding import reminders as due
from shared.web.problem import FieldError, Problem


def refuse_owner(given: MeasureForm) -> None:
    """Raise ``Problem`` unless exactly one is named, and can be written to."""
    outside = [given.given_name, given.family_name, given.address]
    if given.who and any(outside):
        raise _refused("two-owners", "who")
    if not given.who and not any(outside):
        raise _refused("owner-missing", "who")
    if not given.who and not all(outside):
        missing = "address" if not given.address else "family_name"
        raise _refused("address-missing", missing)


def refuse_past(due_on: date, today: date) -> None:
    """Raise ``Problem`` for a day on which nothing can be done any more."""
    if due_on < today:
        raise _refused("due-past", "due_on")


def refuse_settled(row: Measure) -> None:
    """Raise ``Problem`` for one that is not open any more."""
    if row.state is not MeasureState.OPEN:
        raise Problem(409, "measure-settled", "It is not open any more")


def refuse_reply(row: Measure, given: ReplyForm, today: date) -> None:
    """Raise ``Problem`` where a day or a reason is missing."""
    later = given.until is not None and given.until > max(row.due_on, today)
    if given.reply is Reply.LATER and not later:
        raise _refused("until-missing", "until")
    if given.reply is Reply.IMPOSSIBLE and not given.note:
        raise _refused("note-missing", "note")


def reminders(row: Measure, today: date) -> Iterator[bool]:
    """Whether they are to be reminded today, and if it is ``overdue``; once of each."""
    return due(row.due_on, Told(row.told_before, row.told_after), today)


def _refused(code: str, field: str) -> Problem:
    return Problem(409, code, "Not possible", errors=[FieldError(field, "is not possible")])
