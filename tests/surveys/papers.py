"""A questionnaire with every kind of question, and what somebody sends of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from services.surveys.questionnaires.values import (
    Condition,
    Document,
    Option,
    Question,
    QuestionKind,
    Relation,
    Row,
    Section,
)


def options(*keys: str) -> tuple[Option, ...]:
    return tuple(Option(key=each, text={"de": f"Antwort {each}"}) for each in keys)


def rows(*keys: str) -> tuple[Row, ...]:
    return tuple(Row(key=each, text={"de": f"Zeile {each}"}) for each in keys)


NONE = Option(key="none", text={"de": "nichts davon"}, exclusive=True)
OTHER = Option(key="other", text={"de": "Sonstiges"}, own_words=True)
SINGLE = Question(
    key="single",
    kind=QuestionKind.SINGLE,
    text={"de": "Wo arbeiten Sie?"},
    options=(*options("a", "b"), OTHER),
    required=True,
)
MULTIPLE = Question(
    key="multiple",
    kind=QuestionKind.MULTIPLE,
    text={"de": "Was hilft Ihnen?"},
    options=(*options("a", "b"), NONE),
    required=True,
)
SCALE = Question(
    key="scale", kind=QuestionKind.SCALE, text={"de": "Wie zufrieden?"}, options=options("a", "b")
)
MATRIX = Question(
    key="matrix",
    kind=QuestionKind.MATRIX,
    text={"de": "Wie sehr stimmen Sie zu?"},
    options=options("a", "b"),
    rows=rows("x", "y"),
    required=True,
)
RANKING = Question(
    key="ranking", kind=QuestionKind.RANKING, text={"de": "Was zuerst?"}, rows=rows("x", "y", "z")
)
NUMBER = Question(
    key="number",
    kind=QuestionKind.NUMBER,
    text={"de": "Wie viele Stunden?"},
    least=Decimal(-10),
    most=Decimal(40),
)
DATE = Question(key="date", kind=QuestionKind.DATE, text={"de": "Seit wann?"})
TEXT = Question(
    key="text", kind=QuestionKind.TEXT, text={"de": "Was fehlt?"}, longest=50, required=True
)
EVERY = (SINGLE, MULTIPLE, SCALE, MATRIX, RANKING, NUMBER, DATE, TEXT)
WELL: Mapping[str, Sequence[str]] = {
    "q_single": ["other"],
    "q_single__other": ["Verein"],
    "q_multiple": ["b", "a"],
    "q_scale": ["-"],
    "q_matrix_x": ["a"],
    "q_matrix_y": ["-"],
    "q_ranking_x": ["2"],
    "q_ranking_y": [""],
    "q_ranking_z": ["1"],
    "q_number": ["3,5"],
    "q_date__tag": ["1"],
    "q_date__monat": ["9"],
    "q_date__jahr": ["2026"],
    "q_text": [" Räume\r\nund Zeit "],
}


def only_if(question: Question, asked: Question, option: str) -> Question:
    holds = Condition(question=asked.key, relation=Relation.IS, option=option)
    return question.model_copy(update={"show_if": ((holds,),)})


DOCUMENT = Document(
    sections=(
        Section(key="s1", title={"de": "Zuerst"}, questions=(SINGLE,)),
        Section(key="s2", title={"de": "Dann"}, questions=(only_if(TEXT, SINGLE, "a"),)),
        Section(key="s3", title={"de": "Zuletzt"}, questions=(SCALE,)),
    ),
)
"""A question of which the next page depends, one that is required there, and one that is not."""
