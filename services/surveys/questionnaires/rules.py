"""What is said of a questionnaire and its questions beside their texts."""

import re
from collections.abc import Sequence
from decimal import Decimal

from services.surveys.paths.values import classes_of
from services.surveys.questionnaires.forms import QuestionnaireForm
from services.surveys.questionnaires.values import (
    GERMAN,
    LANGUAGES,
    Document,
    Question,
    QuestionKind,
)


def languages(given: QuestionnaireForm) -> tuple[str, ...]:
    """German, and what was ticked, in our order."""
    return tuple(each for each in LANGUAGES if each == GERMAN or each in given.languages)


def next_key(document: Document) -> int:
    """Above every number that a key of a document from elsewhere ends with."""
    every = [
        *(each.key for each in document.sections),
        *document.questions,
        *(part.key for each in document.questions.values() for part in each.options),
        *(part.key for each in document.questions.values() for part in each.rows),
    ]
    numbers = [int(found[0]) for each in every if (found := re.search(r"\d+$", each))]
    return max(numbers, default=0) + 1


def translations(question: Question, languages: Sequence[str]) -> Sequence[tuple[str, str]]:
    """The wording in every language but German."""
    others = [each for each in languages if each != GERMAN]
    return [(LANGUAGES.get(each, each), question.text.get(each, "fehlt")) for each in others]


def facts(question: Question) -> Sequence[tuple[str, str]]:
    """What else is said of it, in words."""
    found = [("Pflicht", "ja, mit „keine Angabe“" if question.required else "nein")]
    if question.scored:
        found.append(("Mittelwert", "ja, die Stufen sind gleich weit auseinander"))
    if question.topics:
        found.append(("Themen", "wer Fortbildungen plant, erfährt, was gewünscht wird"))
    if question.kind is QuestionKind.NUMBER:
        found.append(
            ("Gezählt wird ab", "; ".join(in_german(each) for each in classes_of(question)))
        )
    if question.kind is QuestionKind.TEXT:
        found.append(("Zeichen höchstens", str(question.longest)))
    return found


def in_german(number: Decimal) -> str:
    """Without noughts at the end."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
