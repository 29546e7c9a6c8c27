"""Whether a question can be asked so."""

from collections.abc import Collection

from services.surveys.feedback.values import STATEMENTS, TEXTS, AnswerKind
from services.surveys.feedback_questions.forms import OwnQuestionForm
from services.surveys.feedback_questions.values import (
    FEWEST_OPTIONS,
    LONGEST_OPTION,
    MOST,
    MOST_OPTIONS,
)
from shared.web.problem import FieldError, Problem


def options_of(given: OwnQuestionForm) -> list[str]:
    """Each once, in the order of the lines; raises ``Problem``."""
    if given.kind is not AnswerKind.CHOICE:
        return []
    lines = [*dict.fromkeys(each.strip() for each in given.options.splitlines() if each.strip())]
    fits = FEWEST_OPTIONS <= len(lines) <= MOST_OPTIONS
    if not fits or any(len(each) > LONGEST_OPTION for each in lines):
        raise refused("options-missing", "options")
    return lines


def refuse_more(known: Collection[str], text: str) -> None:
    """Raise ``Problem`` where there are enough, or this one is asked already."""
    usual = [each.text for each in (*STATEMENTS, *TEXTS)]
    if text.casefold() in {each.casefold() for each in (*known, *usual)}:
        raise refused("question-known", "text")
    if len(known) >= MOST:
        raise refused("too-many-questions", "text")


def refused(code: str, field: str) -> Problem:
    """What the form says of one of its fields."""
    return Problem(409, code, "Not possible", errors=[FieldError(field, "is not possible")])
