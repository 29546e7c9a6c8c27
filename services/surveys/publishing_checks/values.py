"""What is wrong with a questionnaire, in words, and where; empty if nothing is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from services.surveys.paths.values import classes_of, largest_sheet
from services.surveys.questionnaires.values import (
    CONDITIONS_AT_MOST,
    GERMAN,
    LANGUAGES,
    OPTIONS_AT_MOST,
    QUESTIONS_AT_MOST,
    ROWS_AT_MOST,
    SECTIONS_AT_MOST,
    WITH_OPTIONS,
    WITH_ROWS,
    Condition,
    Document,
    Option,
    Question,
    QuestionKind,
    Relation,
    Row,
    Words,
)
from services.surveys.slips.values import slip_size
from shared.contracts.words import word


@dataclass(frozen=True)
class Fault:
    """What to mend; ``key`` is the question's or section's, empty for the whole."""

    key: str
    text: str


def faults(document: Document) -> Sequence[Fault]:
    """Everything at once, in the order of the pages."""
    return [*_of_whole(document), *_of_sections(document), *_of_conditions(document)]


def _of_whole(document: Document) -> Iterator[Fault]:
    questions = [each for section in document.sections for each in section.questions]
    if not questions:
        yield Fault("", "Es gibt noch keine Frage.")
    if GERMAN not in document.languages:
        yield Fault("", "Deutsch fehlt unter den Sprachen.")
    if unknown := [each for each in document.languages if each not in LANGUAGES]:
        yield Fault("", f"Diese Sprachen sind nicht bekannt: {', '.join(unknown)}.")
    yield from (Fault("", each) for each in _too_long(document))
    keys = Counter([each.key for each in document.sections] + [each.key for each in questions])
    for key in (key for key, n in keys.items() if n > 1):
        yield Fault(key, "Diese Kennung gibt es zweimal.")
    try:
        slip_size(largest_sheet(document))
    except ValueError:
        yield Fault("", "Alle Texte zusammen sind zu lang: Bitte kürzere Antworten erlauben.")


def counted_too_much(document: Document) -> Iterator[str]:
    """What is beyond every measure, of the whole and of each question."""
    yield from _too_long(document)
    for section in document.sections:
        for question in section.questions:
            yield from _too_many_parts(question)


def _too_long(document: Document) -> Iterator[str]:
    if len(document.sections) > SECTIONS_AT_MOST:
        yield f"Mehr als {SECTIONS_AT_MOST} Abschnitte beantwortet niemand."
    if sum(len(each.questions) for each in document.sections) > QUESTIONS_AT_MOST:
        yield f"Mehr als {QUESTIONS_AT_MOST} Fragen beantwortet niemand."


def _too_many_parts(question: Question) -> Iterator[str]:
    if len(question.options) > OPTIONS_AT_MOST:
        yield f"Mehr als {OPTIONS_AT_MOST} Antworten liest niemand."
    if len(question.rows) > ROWS_AT_MOST:
        yield f"Mehr als {ROWS_AT_MOST} Zeilen sind auf einem Telefon zu viel."


def parts_of_another_kind(question: Question) -> Iterator[str]:
    """What its kind does not read: answers would be lost by it."""
    kind = word(QuestionKind, question.kind)
    if question.options and question.kind not in WITH_OPTIONS:
        yield f"Zu „{kind}“ gibt es keine Antworten zum Ankreuzen."
    if question.rows and question.kind not in WITH_ROWS:
        yield f"Zu „{kind}“ gibt es keine Zeilen."


def _of_sections(document: Document) -> Iterator[Fault]:
    for section in document.sections:
        yield from _untold(section.key, section.title, document.languages, "Die Überschrift")
        for question in section.questions:
            yield from _of_question(question, document.languages)


def _untold(key: str, text: Words, languages: Sequence[str], what: str) -> Iterator[Fault]:
    for language in languages:
        if not text.get(language):
            yield Fault(key, f"{what} fehlt auf {LANGUAGES.get(language, language)}.")


def _of_question(question: Question, languages: Sequence[str]) -> Iterator[Fault]:
    key = question.key
    yield from _untold(key, question.text, languages, "Der Wortlaut")
    parts: Sequence[Option | Row] = (*question.options, *question.rows)
    for part in parts:
        yield from _untold(key, part.text, languages, f"„{part.text.get(GERMAN, part.key)}“")
    if question.kind in WITH_OPTIONS and len(question.options) < 2:
        yield Fault(key, "Es braucht mindestens zwei Antworten.")
    yield from (Fault(key, each) for each in _too_many_parts(question))
    yield from (Fault(key, each) for each in parts_of_another_kind(question))
    if question.kind in WITH_ROWS and len(question.rows) < 2:
        yield Fault(key, "Es braucht mindestens zwei Zeilen.")
    for keys in ([each.key for each in question.options], [each.key for each in question.rows]):
        if len(set(keys)) < len(keys):
            yield Fault(key, "Eine Kennung gibt es unter den Antworten zweimal.")
    if question.kind is QuestionKind.NUMBER:
        yield from _of_number(question)


def _of_number(question: Question) -> Iterator[Fault]:
    least, most = question.least, question.most
    if least is not None and most is not None and least >= most:
        yield Fault(question.key, "Die kleinste Zahl ist nicht kleiner als die größte.")
    elif list(question.classes) != sorted(set(question.classes)):
        yield Fault(question.key, "Die Klassen stehen nicht aufsteigend.")
    elif least is not None and classes_of(question)[0] != least:
        yield Fault(question.key, "Die erste Klasse beginnt nicht mit der kleinsten Zahl.")


def _of_conditions(document: Document) -> Iterator[Fault]:
    before: dict[str, Question] = {}
    broken = False
    for section in document.sections:
        for question in section.questions:
            wrong = [*_too_many(question), *_unanswerable(question, before, document)]
            yield from wrong
            broken = bool(wrong) or broken
            if not broken and never_shown(question, before):
                yield Fault(
                    question.key, "Diese Frage sieht niemand: Ihre Bedingungen schließen sich aus."
                )
        before |= {each.key: each for each in section.questions}


def _too_many(question: Question) -> Iterator[Fault]:
    if sum(len(clause) for clause in question.show_if) > CONDITIONS_AT_MOST:
        yield Fault(question.key, f"Mehr als {CONDITIONS_AT_MOST} Bedingungen versteht niemand.")


def _unanswerable(
    question: Question, before: Mapping[str, Question], document: Document
) -> Iterator[Fault]:
    for condition in (each for clause in question.show_if for each in clause):
        asked = before.get(condition.question)
        if asked is None:
            known = condition.question in document.questions
            place = "nicht in einem früheren Abschnitt" if known else "nicht im Fragebogen"
            yield Fault(question.key, f"Die Frage einer Bedingung steht {place}.")
        elif not _fits(condition, asked):
            yield Fault(question.key, "Eine Bedingung nennt eine Antwort, die es nicht gibt.")


def _fits(condition: Condition, asked: Question) -> bool:
    if condition.relation is Relation.ANSWERED:
        return condition.option is None
    rows = {each.key for each in asked.rows} if asked.kind is QuestionKind.MATRIX else {None}
    options = {each.key for each in asked.options}
    return asked.kind in WITH_OPTIONS and condition.option in options and condition.row in rows


def never_shown(question: Question, before: Mapping[str, Question]) -> bool:
    """Whether no answers at all make it visible; what takes too long to find out is not refused."""
    return not _can_hold(question.show_if, before, {}, frozenset(), count(1))


_Place = tuple[str, str | None]
_STEPS_AT_MOST = 20_000


def _can_hold(
    clauses: Sequence[Sequence[Condition]],
    before: Mapping[str, Question],
    allowed: Mapping[_Place, frozenset[str | None]],
    asked_for: frozenset[str],
    steps: Iterator[int],
) -> bool:
    """Try one condition of each clause, and what its question must fulfil to be seen itself.

    ``allowed`` is what may still be answered at each place, ``asked_for`` whose own conditions
    are among the clauses.
    """
    if not clauses or next(steps) > _STEPS_AT_MOST:
        return True
    for each in clauses[0]:
        left = _narrowed(each, before[each.question], allowed)
        own = () if each.question in asked_for else before[each.question].show_if
        rest = [*clauses[1:], *own]
        if left is not None and _can_hold(rest, before, left, asked_for | {each.question}, steps):
            return True
    return False


def _narrowed(
    condition: Condition, asked: Question, allowed: Mapping[_Place, frozenset[str | None]]
) -> Mapping[_Place, frozenset[str | None]] | None:
    if not asked.options:
        return allowed
    place, options = _place(condition, asked)
    left = allowed.get(place, options | {None})
    if condition.relation is Relation.IS:
        left &= {condition.option}
    elif condition.relation is Relation.IS_NOT:
        left -= {condition.option}
    elif asked.kind is not QuestionKind.MATRIX:
        left &= options
    return {**allowed, place: left} if left else None


def _place(condition: Condition, asked: Question) -> tuple[_Place, frozenset[str | None]]:
    """Each of several answers is given or not, whatever becomes of the others."""
    if asked.kind is QuestionKind.MULTIPLE and condition.option:
        return (asked.key, condition.option), frozenset([condition.option])
    return (asked.key, condition.row), frozenset(each.key for each in asked.options)
