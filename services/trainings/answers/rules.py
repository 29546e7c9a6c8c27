"""Whether answers can be taken so, and still."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic_core import PydanticCustomError

from services.trainings.models import Gathering
from services.trainings.questions.values import LONGEST_ANSWER, Asked
from shared.clock import local_date
from shared.contracts.gatherings import GatheringState
from shared.web.problem import Problem
from shared.web.text import FreeText

_TEXT = FreeText(LONGEST_ANSWER, min=0)
MISSING = "Bitte beantworten Sie diese Frage."
NO_CHOICE = "Bitte wählen Sie eine der angebotenen Möglichkeiten."
TOO_LONG = f"Bitte schreiben Sie höchstens {LONGEST_ANSWER} Zeichen."


def faults(questions: Sequence[Asked], given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with answers, by the names of fields."""
    found = {each.field: _fault(each, given.get(each.field, "")) for each in questions}
    return {name: text for name, text in found.items() if text}


def read(questions: Sequence[Asked], given: Mapping[str, str]) -> Mapping[UUID, str]:
    """Answers by question, without what is empty; raises ``Problem``."""
    if faults(questions, given):
        raise Problem(422, "answers-missing", "Answers are missing or not valid")
    found = {each.id: _TEXT.checked(given.get(each.field, "")) for each in questions}
    return {key: text for key, text in found.items() if text}


def is_frozen(until: date | None, row: Gathering, now: datetime) -> bool:
    """Whether nobody changes an answer any more; the last day counts as a whole."""
    begun = row.starts_at is not None and row.starts_at <= now
    past = until is not None and local_date(now) > until
    return begun or past or row.state is GatheringState.CANCELLED


def is_decisive(
    questions: Sequence[Asked], before: Mapping[UUID, str], now: Mapping[UUID, str]
) -> bool:
    """Whether one is another now that mattered for the approval."""
    return any(each.decisive and before.get(each.id) != now.get(each.id) for each in questions)


def _fault(question: Asked, raw: str) -> str:
    try:
        text = _TEXT.checked(raw)
    except PydanticCustomError:
        return TOO_LONG
    if not text:
        return MISSING if question.required else ""
    return NO_CHOICE if question.choices and text not in question.choices else ""
