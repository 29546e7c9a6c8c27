"""Answers with names as one table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.surveys.named.queries import Answered
from services.surveys.questionnaires.values import GERMAN, Document, said
from services.surveys.sheets.values import words_of
from shared.database.paging import Shown, attribute


@dataclass(frozen=True)
class Line:
    """What one person said, by the question's key."""

    name: str
    at: datetime
    answers: Mapping[str, str]


def columns(document: Document) -> Sequence[Shown]:
    """Every question in the order of the questionnaire, whether anybody saw it or not."""
    asked = [
        Shown(key, said(each.text, GERMAN), _answer(key))
        for key, each in document.questions.items()
    ]
    return (attribute("name", "Name"), attribute("at", "Geantwortet am"), *asked)


def _answer(key: str) -> Callable[[Line], str]:
    return lambda line: line.answers.get(key, "")


def lines(document: Document, answers: Sequence[Answered]) -> list[Line]:
    """Empty is what somebody did not see, or did not say."""
    return [
        Line(
            each.name,
            each.at,
            {
                key: "; ".join(words_of(question, each.sheet, GERMAN))
                for key, question in document.questions.items()
                if key in {*each.sheet.choices, *each.sheet.texts}
            },
        )
        for each in answers
    ]
