"""Which conditions a question may have."""

from collections.abc import Sequence

from services.surveys.conditions.forms import NEW, ConditionForm
from services.surveys.conditions.values import clauses_in_words, name_of
from services.surveys.drafts.values import Draft
from services.surveys.questionnaires.values import (
    CONDITIONS_AT_MOST,
    GERMAN,
    WITH_OPTIONS,
    Condition,
    Question,
    QuestionKind,
    Relation,
    said,
)
from shared.web.problem import FieldError, Problem

Choices = dict[str, Sequence[tuple[str, str]]]


def askable(draft: Draft, question: str) -> Sequence[Question]:
    """Those of earlier sections."""
    own = draft.section_of(question).key
    earlier: list[Question] = []
    for section in draft.document.sections:
        if section.key == own:
            return earlier
        earlier += section.questions
    return earlier


def offered(draft: Draft, question: str, asked: Question) -> Choices:
    """What the form offers by its fields; nothing for what a question of its kind has not."""
    options = asked.options if asked.kind in WITH_OPTIONS else ()
    rows = asked.rows if asked.kind is QuestionKind.MATRIX else ()
    clauses = clauses_in_words(draft.document, draft.question(question))
    joined = [(str(n), f"oder statt dessen, dass {each}") for n, each in enumerate(clauses)]
    first = "zusätzlich zu den anderen Bedingungen" if clauses else "als einzige Bedingung"
    return {
        "row": [(each.key, said(each.text, GERMAN)) for each in rows],
        "option": [(each.key, said(each.text, GERMAN)) for each in options],
        "joined": [(NEW, first), *joined],
    }


def added(draft: Draft, question: str, asked: str, form: ConditionForm) -> Draft:
    """Raises ``Problem``."""
    about = next((each for each in askable(draft, question) if each.key == asked), None)
    if about is None:
        raise _refused("not-earlier", "relation")
    condition = _condition(about, form)
    clauses = [*draft.question(question).show_if]
    if any(condition in clause for clause in clauses):
        raise _refused("condition-known", "relation")
    if sum(map(len, clauses)) >= CONDITIONS_AT_MOST:
        raise _refused("too-many-conditions", "relation")
    place = int(form.joined) if form.joined.isdecimal() else len(clauses)
    if place < len(clauses):
        clauses[place] = (*clauses[place], condition)
    else:
        clauses.append((condition,))
    return draft.changed_question(question, show_if=tuple(clauses))


def _condition(about: Question, form: ConditionForm) -> Condition:
    options = {each.key for each in about.options} if about.kind in WITH_OPTIONS else set()
    if form.relation is Relation.ANSWERED:
        return Condition(question=about.key, relation=form.relation)
    if form.option not in options:
        raise _refused("option-missing", "option")
    row = None
    if about.kind is QuestionKind.MATRIX:
        if form.row not in {each.key for each in about.rows}:
            raise _refused("row-missing", "row")
        row = form.row
    return Condition(question=about.key, relation=form.relation, option=form.option, row=row)


def without(draft: Draft, question: str, name: str) -> Draft:
    """Nothing happens where somebody has taken it away before."""
    clauses = draft.question(question).show_if
    left = [tuple(each for each in clause if name_of(each) != name) for clause in clauses]
    return draft.changed_question(question, show_if=tuple(each for each in left if each))


def _refused(code: str, field: str) -> Problem:
    return Problem(422, code, "Not possible", errors=[FieldError(field, "is not possible")])
