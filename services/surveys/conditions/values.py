"""Conditions in words, as editors, prints and previews say them."""

from collections.abc import Sequence

from services.surveys.questionnaires.values import (
    GERMAN,
    Condition,
    Document,
    Question,
    Relation,
    said,
)

GONE = "eine Frage, die es nicht mehr gibt"


def clauses_in_words(document: Document, question: Question) -> Sequence[str]:
    """One for each of its conditions that must hold; what may hold instead is in the same one."""
    return [
        " oder ".join(condition_in_words(document, each) for each in clause)
        for clause in question.show_if
    ]


def names_of(document: Document, question: Question) -> Sequence[Sequence[tuple[str, str]]]:
    """Of each clause its conditions, by their names, in words."""
    return [
        [(name_of(each), condition_in_words(document, each)) for each in clause]
        for clause in question.show_if
    ]


def name_of(condition: Condition) -> str:
    """As it stands in an address."""
    parts = (condition.question, condition.relation, condition.option or "", condition.row or "")
    return ".".join(parts)


def in_words(document: Document, question: Question) -> str:
    """All of them as one sentence; empty where it is asked of everybody."""
    said_so = clauses_in_words(document, question)
    if len(said_so) > 1:
        said_so = [f"({each})" if " oder " in each else each for each in said_so]
    return f"Nur wenn {' und '.join(said_so)}." if said_so else ""


def condition_in_words(document: Document, condition: Condition) -> str:
    """Without `wenn`."""
    asked = document.questions.get(condition.question)
    if asked is None:
        return GONE
    called = f"„{said(asked.text, GERMAN)}“"
    if condition.relation is Relation.ANSWERED:
        return f"{called} beantwortet ist"
    rows = {each.key: said(each.text, GERMAN) for each in asked.rows}
    options = {each.key: said(each.text, GERMAN) for each in asked.options}
    row = f", Zeile „{rows.get(condition.row, '?')}“," if condition.row else ""
    chosen = f"„{options.get(condition.option or '', '?')}“"
    nothing = "nicht " if condition.relation is Relation.IS_NOT else ""
    return f"bei {called}{row} {nothing}{chosen} gewählt ist"
