"""What somebody sees of a questionnaire, given their answers: one function for everything.

Showing, requiring and keeping all ask `path`; nothing else decides what is on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from services.surveys.questionnaires.values import (
    SEEN,
    SHOWN,
    Answers,
    Condition,
    Document,
    Question,
    QuestionKind,
    Relation,
    Section,
    own_words_key,
)


@dataclass(frozen=True)
class Page:
    """A section and what of it is seen, which is at least one question."""

    section: Section
    questions: Sequence[Question]


def path(document: Document, answers: Answers) -> Sequence[Page]:
    """The pages in order; a section of which nothing is seen is none."""
    seen: dict[str, Question] = {}
    pages: list[Page] = []
    for section in document.sections:
        shown = [each for each in section.questions if is_shown(each, answers, seen)]
        if shown:
            pages.append(Page(section, shown))
        seen |= {each.key: each for each in shown}
    return pages


def is_shown(question: Question, answers: Answers, seen: Mapping[str, Question]) -> bool:
    """Whether it is, given what is seen of earlier sections."""
    return all(any(_holds(each, answers, seen) for each in clause) for clause in question.show_if)


def _holds(condition: Condition, answers: Answers, seen: Mapping[str, Question]) -> bool:
    if condition.question not in seen:
        return False
    rows = _kept_rows(seen[condition.question], answers.choices.get(condition.question, {}))
    if condition.relation is Relation.ANSWERED:
        return any(rows.values()) or bool(answers.texts.get(condition.question, "").strip())
    chosen = condition.option in rows.get(condition.row or "", ())
    return chosen if condition.relation is Relation.IS else not chosen


def pruned(document: Document, answers: Answers) -> Answers:
    """Without what was answered on another way; twice is the same as once."""
    seen = {each.key: each for page in path(document, answers) for each in page.questions}
    choices = {
        key: kept
        for key, question in seen.items()
        if (kept := _kept_rows(question, answers.choices.get(key, {})))
    }
    texts = {
        key: text.strip()
        for question in seen.values()
        for key in _text_keys(question, choices.get(question.key, {}))
        if (text := answers.texts.get(key, "")).strip()
    }
    return Answers(choices, texts)


def _kept_rows(
    question: Question, given: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """What could have been answered; the order is the questionnaire's."""
    if question.kind is QuestionKind.TEXT:
        return {}
    rows = [each.key for each in question.rows] or [""]
    known = {each.key for each in question.options}
    return {
        row: values
        for row in rows
        if (values := [each for each in given.get(row, ()) if not known or each in known])
    }


def _text_keys(question: Question, chosen: Mapping[str, Sequence[str]]) -> Iterable[str]:
    if question.kind is QuestionKind.TEXT:
        yield question.key
    for option in question.options:
        if option.own_words and any(option.key in values for values in chosen.values()):
            yield own_words_key(question.key, option.key)


def counted(document: Document, answers: Answers) -> Answers:
    """What is sealed: what was seen and answered, numbers as classes, days as months.

    A number or a day of its own could be one person's.
    """
    kept = pruned(document, answers)
    questions = document.questions
    choices = {
        key: {
            row: [_class_of(questions[key], each) for each in values]
            for row, values in rows.items()
        }
        for key, rows in kept.choices.items()
    }
    seen = [each.key for page in path(document, kept) for each in page.questions]
    return replace(kept, choices={**choices, SEEN: {SHOWN: seen}})


def _class_of(question: Question, value: str) -> str:
    if question.kind is QuestionKind.DATE:
        return value[:7]
    if question.kind is not QuestionKind.NUMBER:
        return value
    number = Decimal(value)
    below = [each for each in classes_of(question) if each <= number]
    return str(below[-1]) if below else str(classes_of(question)[0])


def classes_of(question: Question) -> Sequence[Decimal]:
    """Where the classes of a number begin; five of the same width where none are named."""
    if question.classes:
        return question.classes
    least, most = question.least, question.most
    if least is None:
        least = Decimal(0) if most is None or most > 0 else most - 100
    if most is None:
        most = least + 100 if least >= 100 else Decimal(100)
    return [least + (most - least) * step / 5 for step in range(5)]


def largest_sheet(document: Document) -> int:
    """Bytes of the largest sheet: no character takes more than six in JSON."""
    return 200 + sum(_largest_answer(each) for each in document.questions.values())


def _largest_answer(question: Question) -> int:
    around = 60
    words = question.longest * 6 if question.kind is QuestionKind.TEXT else 0
    own = sum(120 * 6 + around for each in question.options if each.own_words)
    several = len(question.options) if question.kind is QuestionKind.MULTIPLE else 1
    rows = max(1, len(question.rows))
    return around + words + own + rows * (around + several * 20)


def hash_of(document: Document) -> str:
    """What is sealed of a version, and tells it from every other."""
    return sha256(document.model_dump_json().encode()).hexdigest()


def wording_hash(question: Question) -> str:
    """Two questions may be compared over time where their keys and this are equal."""
    asked = question.model_dump_json(include={"kind", "text", "options", "rows", "least", "most"})
    return sha256(asked.encode()).hexdigest()
