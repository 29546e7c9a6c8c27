"""From what was typed to what is asked, and back."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import NoResultFound

from services.surveys.drafts.forms import (
    FURTHER,
    ExplainedForm,
    NewQuestionForm,
    PartForm,
    QuestionForm,
    WordingForm,
)
from services.surveys.drafts.values import FIELDS, Draft, Keys, found, replaced
from services.surveys.questionnaires.values import (
    GERMAN,
    LANGUAGES,
    OPTIONS_AT_MOST,
    QUESTIONS_AT_MOST,
    ROWS_AT_MOST,
    SECTIONS_AT_MOST,
    WITH_OPTIONS,
    WITH_ROWS,
    Document,
    Option,
    Question,
    QuestionKind,
    Row,
    Words,
    said,
)
from shared.web.problem import FieldError, Problem

_NUMBER = re.compile(r"-?\d{1,9}([.,]\d{1,3})?")
OPTIONS, ROWS = "antworten", "zeilen"
_OF_KIND: Mapping[str, Sequence[QuestionKind]] = {
    "scored": (QuestionKind.SCALE, QuestionKind.MATRIX),
    "topics": (QuestionKind.SINGLE, QuestionKind.MULTIPLE),
    "least": (QuestionKind.NUMBER,),
    "most": (QuestionKind.NUMBER,),
    "classes": (QuestionKind.NUMBER,),
    "longest": (QuestionKind.TEXT,),
}
_OF_OPTION: Mapping[str, Sequence[QuestionKind]] = {
    "exclusive": (QuestionKind.MULTIPLE,),
    "own_words": (QuestionKind.SINGLE, QuestionKind.MULTIPLE),
    "outside": (QuestionKind.SCALE, QuestionKind.MATRIX),
}


def unasked(document: Document) -> Sequence[str]:
    """The fields of languages that the questionnaire has not."""
    names = [name for name, each in FIELDS.items() if each not in document.languages]
    return [*names, *(f"more_{each}" for each in names)]


def not_of(question: Question) -> Sequence[str]:
    """The fields that a question of its kind has not."""
    return [name for name, kinds in _OF_KIND.items() if question.kind not in kinds]


def not_of_part(question: Question, which: str) -> Sequence[str]:
    """The same of its answers and rows."""
    named = _OF_OPTION.items()
    return [name for name, kinds in named if which == ROWS or question.kind not in kinds]


def wording(form: WordingForm) -> dict[str, str]:
    """On one line in each language in which something was said."""
    said = {language: getattr(form, name) for name, language in FIELDS.items()}
    return {language: " ".join(text.split()) for language, text in said.items() if text.strip()}


def further(form: ExplainedForm, *, lines: bool) -> dict[str, str]:
    """What explains it; ``lines`` are kept."""
    said = {FIELDS[name.removeprefix("more_")]: getattr(form, name) for name in FURTHER}
    return {
        language: text if lines else " ".join(text.split())[:300]
        for language, text in said.items()
        if text.strip()
    }


def in_fields(text: Words, more: Words | None = None) -> dict[str, str]:
    """Texts by the names of the fields in which they are typed."""
    fields = {name: text.get(language, "") for name, language in FIELDS.items()}
    if more is None:
        return fields
    return fields | {f"more_{name}": more.get(each, "") for name, each in FIELDS.items()}


def of_section(draft: Draft, key: str) -> Mapping[str, Any]:
    section = draft.section(key)
    return in_fields(section.title, section.intro)


def of_question(draft: Draft, key: str) -> Mapping[str, Any]:
    question = draft.question(key)
    same = ("required", "scored", "topics", "least", "most", "longest")
    classes = "; ".join(f"{each:f}".replace(".", ",") for each in question.classes)
    return {
        **in_fields(question.text, question.hint),
        **{name: getattr(question, name) for name in same},
        "classes": classes,
    }


def of_part(draft: Draft, keys: Keys) -> Mapping[str, Any]:
    row = found(_parts(draft.question(keys.question), keys.which), keys.part)
    flags = {name: getattr(row, name, False) for name in _OF_OPTION}
    return {**in_fields(row.text), **flags}


def _parts(question: Question, which: str) -> Sequence[Any]:
    return question.options if which == OPTIONS else question.rows


def parts_of(question: Question, which: str) -> Sequence[Option] | Sequence[Row]:
    """Its answers, or its rows."""
    return question.options if which == OPTIONS else question.rows


def new_section(draft: Draft, form: ExplainedForm) -> Draft:
    if len(draft.document.sections) >= SECTIONS_AT_MOST:
        raise refused("too-many-sections", "de")
    return draft.with_section(wording(form), further(form, lines=True))


def new_question(draft: Draft, section: str, form: NewQuestionForm) -> Draft:
    """What its kind has not is not kept."""
    if len(draft.document.questions) >= QUESTIONS_AT_MOST:
        raise refused("too-many-questions", "de")
    draft, key = draft.keyed("q")
    question = Question(
        key=key,
        kind=form.kind,
        text={GERMAN: " ".join(form.de.split())},
        required=form.required,
    )
    draft = draft.with_question(section, question)
    if form.kind in WITH_OPTIONS:
        draft = with_lines(draft, key, OPTIONS, form.options, "options")
    if form.kind in WITH_ROWS:
        draft = with_lines(draft, key, ROWS, form.rows, "rows")
    return draft


def with_lines(draft: Draft, key: str, which: str, text: str, field: str = "lines") -> Draft:
    """Each line that is not there yet as an answer, or as a row.

    Raises ``Problem``, and ``NoResultFound`` where its kind has none.
    """
    question = draft.question(key)
    if question.kind not in (WITH_OPTIONS if which == OPTIONS else WITH_ROWS):
        raise NoResultFound
    present = [*parts_of(question, which)]
    known = {each.text.get(GERMAN, "").casefold() for each in present}
    lines = list(dict.fromkeys(" ".join(one.split()) for one in text.splitlines()))
    fresh = [each for each in lines if each and each.casefold() not in known]
    if not fresh and any(lines):
        raise refused("nothing-new", field)
    if any(len(each) > 300 for each in fresh):
        raise refused("line-too-long", field)
    most = OPTIONS_AT_MOST if which == OPTIONS else ROWS_AT_MOST
    if len(present) + len(fresh) > most:
        raise refused("too-many-options" if which == OPTIONS else "too-many-rows", field)
    kind: type[Option] | type[Row] = Option if which == OPTIONS else Row
    for each in fresh:
        draft, part = draft.keyed("a" if which == OPTIONS else "z")
        present.append(kind(key=part, text={GERMAN: each}))
    return draft.changed_question(key, **{_name(which): tuple(present)})


def _name(which: str) -> str:
    return "options" if which == OPTIONS else "rows"


def with_parts(draft: Draft, key: str, which: str, parts: Sequence[Any]) -> Draft:
    """With other answers, or other rows."""
    return draft.changed_question(key, **{_name(which): tuple(parts)})


def changed_part(draft: Draft, keys: Keys, form: PartForm) -> Draft:
    """Flags that its kind has not stay as they are."""
    question, which = draft.question(keys.question), keys.which
    present = found(_parts(question, which), keys.part)
    left = not_of_part(question, which)
    flags = {name: getattr(form, name) for name in _OF_OPTION if name not in left}
    said = _kept(present.text, draft.document) | wording(form)
    changed = present.model_copy(update={"text": said, **flags})
    return with_parts(draft, question.key, which, replaced(_parts(question, which), changed))


def changed_section(draft: Draft, key: str, form: ExplainedForm) -> Draft:
    section = draft.section(key)
    return draft.changed_section(
        key,
        title=_kept(section.title, draft.document) | wording(form),
        intro=_kept(section.intro, draft.document) | further(form, lines=True),
    )


def changed_question(draft: Draft, key: str, form: QuestionForm) -> Draft:
    """Raises ``Problem``."""
    question = draft.question(key)
    given = {
        "scored": form.scored,
        "topics": form.topics,
        "least": form.least,
        "most": form.most,
        "classes": _numbers(form.classes),
        "longest": form.longest,
    }
    left = not_of(question)
    return draft.changed_question(
        key,
        text=_kept(question.text, draft.document) | wording(form),
        hint=_kept(question.hint, draft.document) | further(form, lines=False),
        required=form.required,
        **{name: value for name, value in given.items() if name not in left},
    )


def _kept(text: Words, document: Document) -> dict[str, str]:
    """What was said in languages that the form does not show."""
    return {each: text[each] for each in LANGUAGES if each in text.keys() - {*document.languages}}


def _numbers(text: str) -> tuple[Decimal, ...]:
    parts = [each.strip() for each in text.split(";") if each.strip()]
    if not all(_NUMBER.fullmatch(each) for each in parts):
        raise refused("not-a-number", "classes")
    numbers = tuple(Decimal(each.replace(",", ".")) for each in parts)
    if list(numbers) != sorted(set(numbers)) or len(numbers) > OPTIONS_AT_MOST:
        raise refused("not-a-number", "classes")
    return numbers


def refused(code: str, field: str) -> Problem:
    """What the form says at one of its fields."""
    return Problem(422, code, "Not possible", errors=[FieldError(field, "is not possible")])


def newest_in(draft: Draft, _: Keys) -> str:
    """Where the question is that was added last."""
    keys = [each for each in draft.document.questions if each[1:].isdigit()]
    return f"/fragen/{max(keys, key=lambda each: int(each[1:]))}" if keys else ""


def named(draft: Draft, key: str) -> tuple[str, Sequence[str]]:
    """What a section or a question is called, and the questions that go with it."""
    for section in draft.document.sections:
        if section.key == key:
            return said(section.title, GERMAN), [each.key for each in section.questions]
    return said(draft.question(key).text, GERMAN), [key]
