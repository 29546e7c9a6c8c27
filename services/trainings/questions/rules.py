"""Whether a question can be asked so."""

from collections.abc import Collection
from datetime import date, datetime

from services.trainings.questions.forms import QuestionForm
from services.trainings.questions.values import MEALS, MOST, Asked, QuestionKind
from shared.clock import local_date
from shared.web.problem import FieldError, Problem

_CHOSEN = (QuestionKind.CHOICE, QuestionKind.MEALS)


def choices_of(given: QuestionForm) -> list[str]:
    """Each once, in the order of the lines; raises ``Problem`` for a choice without any."""
    if given.kind not in _CHOSEN:
        return []
    lines = [*dict.fromkeys(each.strip() for each in given.choices.splitlines() if each.strip())]
    if not lines and given.kind is QuestionKind.MEALS:
        return [*MEALS]
    if len(lines) < 2:
        raise refused("choices-missing", "choices")
    return lines


def refuse_more(known: Collection[Asked], text: str) -> None:
    """Raise ``Problem`` where there are enough, or this one is there."""
    if any(each.text == text for each in known):
        raise refused("question-known", "text")
    if len(known) >= MOST:
        raise refused("too-many-questions", "text")


def refuse_late(until: date | None, starts_at: datetime | None) -> None:
    """Raise ``Problem`` for a day after it has begun."""
    if until is not None and starts_at is not None and until > local_date(starts_at):
        raise refused("late-freeze", "until")


def refused(code: str, field: str) -> Problem:
    """What a form says of one of its fields."""
    return Problem(409, code, "Not possible", errors=[FieldError(field, "is not possible")])
