"""Whether what came can be a draft."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from services.surveys.publishing_checks.values import counted_too_much, parts_of_another_kind
from services.surveys.questionnaire_files.schemas import QuestionnaireFile
from services.surveys.questionnaires.values import GERMAN, LANGUAGES, Document
from shared.web.kit.errors import german

MOST_FAULTS = 5
_COUNTED_FAR = re.compile(r"\d{9}$")
"""Behind it there would be no key left for what is added."""


def read(content: bytes) -> QuestionnaireFile | str:
    """The file, or what is wrong with it, in German."""
    try:
        found = QuestionnaireFile.model_validate_json(content)
    except ValidationError as refusal:
        return " ".join(_told(refusal))
    if faults := [*_unusable(found.document)]:
        return " ".join(faults[:MOST_FAULTS])
    return found


def _told(refusal: ValidationError) -> Iterator[str]:
    errors = refusal.errors(include_url=False, include_input=False)
    for error in errors[:MOST_FAULTS]:
        place = ".".join(str(each)[:40] for each in error["loc"])
        if error["type"] == "json_invalid":
            yield "Die Datei ist kein lesbares JSON; vielleicht ist sie abgeschnitten."
        elif error["type"] == "extra_forbidden":
            yield f"„{place}“ gehört nicht in einen Fragebogen."
        elif error["type"] == "model_type" and not place:
            yield "Die Datei enthält keinen Fragebogen."
        else:
            yield f"„{place}“: {german(error)}"
    if len(errors) > MOST_FAULTS:
        yield f"Dazu {len(errors) - MOST_FAULTS} weitere Fehler."


def _unusable(document: Document) -> Iterator[str]:
    """What no editor could put right, part by part; all else a draft may have, and shows."""
    yield from counted_too_much(document)
    sections, questions = document.sections, [q for s in document.sections for q in s.questions]
    for question in questions:
        yield from parts_of_another_kind(question)
    lists = [
        [each.key for each in sections] + [each.key for each in questions],
        *([each.key for each in question.options] for question in questions),
        *([each.key for each in question.rows] for question in questions),
    ]
    for key in _twice(lists):
        yield f"Die Kennung „{key}“ gibt es zweimal."
    for key in (each for keys in lists for each in keys if _COUNTED_FAR.search(each)):
        yield f"Die Kennung „{key}“ endet auf eine zu große Zahl."
    if GERMAN not in document.languages or not set(document.languages) <= set(LANGUAGES):
        yield "Deutsch fehlt unter den Sprachen, oder eine ist nicht bekannt."


def _twice(lists: Sequence[Sequence[str]]) -> Iterator[str]:
    for keys in lists:
        yield from (key for key, n in Counter(keys).items() if n > 1)
