"""Questions as they stand on a page, what was sent as answers, and answers in words."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from services.surveys.questionnaires.values import GERMAN, Question, QuestionKind, said
from services.surveys.sheets import rules
from services.surveys.sheets.values import (
    DATE_PARTS,
    DECLINED,
    Fault,
    Raw,
    Read,
    around,
    declined_name,
    has_tick,
    hint,
    name_of,
    own_words_name,
    part_name,
    places,
    words_of,
)
from shared.web.kit.layout import rendered, templates_in

_ASKED: Mapping[str, object] = {
    "name_of": name_of,
    "own_words_name": own_words_name,
    "part_name": part_name,
    "declined_name": declined_name,
    "has_tick": has_tick,
    "parts": DATE_PARTS,
}


def read(questions: Iterable[Question], raw: Raw, language: str = GERMAN) -> Read:
    """Answers, and everything that is wrong."""
    return rules.Reader(raw, language).read(questions)


def drawn(
    questions: Sequence[Question],
    raw: Raw,
    faults: Sequence[Fault] = (),
    language: str = GERMAN,
) -> Markup:
    """The fields of a page, with what was sent and what is wrong; the first fault has the focus."""
    wrong = {each.name: each.text for each in reversed(faults)}
    values = {
        **_ASKED,
        "questions": questions,
        "said": partial(said, language=language),
        "sent": lambda name: (raw.get(name) or [""])[-1],
        "every": lambda name: raw.get(name) or [],
        "fault": wrong.get,
        "focus": faults[0].name if faults else None,
        "hint": partial(hint, language=language),
        "choices": partial(_choices, language=language),
        "places": partial(places, language=language),
        "words": around(language),
    }
    return Markup(rendered(_template(), values))  # noqa: S704 (made by templates that escape)


def in_words(question: Question, raw: Raw, language: str = GERMAN) -> Sequence[str]:
    """What was answered, a line for each; `keine Angabe` where nothing was."""
    return words_of(question, read([question], raw, language).answers, language)


def _choices(question: Question, language: str) -> list[tuple[str, str]]:
    found = [(each.key, said(each.text, language)) for each in question.options]
    if question.kind is QuestionKind.MULTIPLE and not question.required:
        return found
    return [*found, (DECLINED, around(language)["nothing"])]


@cache
def _template() -> Template:
    return templates_in(Path(__file__).parent / "templates").get_template("questions.html")
