"""A questionnaire as a document: sections of questions, each with a key that no language touches.

After the survey schemas of the British Office for National Statistics: the document never changes
once a survey uses it, and what somebody sees is worked out from their answers each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.surveys.urns.values import Sheet
from shared.codes import OpenCode
from shared.contracts.words import words
from shared.web.text import FreeText, PlainText

PLAIN_GERMAN = "de-x-leicht"
GERMAN = "de"
LANGUAGES: Mapping[str, str] = {
    GERMAN: "Deutsch",
    PLAIN_GERMAN: "Leichte Sprache",
    "en": "English",
    "tr": "Türkçe",
    "ar": "العربية",
    "uk": "Українська",
    "ru": "Русский",
}
"""What a questionnaire may be written in; German always is."""
SECTIONS_AT_MOST = 20
QUESTIONS_AT_MOST = 60
OPTIONS_AT_MOST = 30
CONDITIONS_AT_MOST = 8
ROWS_AT_MOST = 15
"""Rows of a matrix, or things to rank."""
LONGEST_TEXT = 2000
"""Characters of an answer in words."""
OWN_WORDS = 120
"""Characters of what stands beside an option such as `Sonstiges`."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,15}$")]
"""Made here, never used again for something else."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-x-leicht)?$")]
Line = Annotated[str, PlainText(300)]
Bound = Annotated[Decimal, Field(ge=-(10**9), le=10**9, decimal_places=6)]
"""Neither so large nor so fine that writing it out takes a page."""
Words = Mapping[Language, Line]
"""The same in each language."""


class QuestionKind(OpenCode):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    MATRIX = "matrix"
    RANKING = "ranking"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


words(
    QuestionKind,
    single="Auswahl (eine Antwort)",
    multiple="Auswahl (mehrere Antworten)",
    scale="Skala",
    matrix="Mehrere Aussagen auf einer Skala",
    ranking="Reihenfolge",
    number="Zahl",
    date="Datum",
    text="Freier Text",
)
WITH_OPTIONS = (
    QuestionKind.SINGLE,
    QuestionKind.MULTIPLE,
    QuestionKind.SCALE,
    QuestionKind.MATRIX,
)
WITH_ROWS = (QuestionKind.MATRIX, QuestionKind.RANKING)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Part):
    """One of the answers to choose from."""

    key: Key
    text: Words
    exclusive: bool = False
    """Of several answers: it excludes every other, such as `nichts davon`."""
    own_words: bool = False
    """Whoever takes it may say what they mean, such as `Sonstiges`."""
    outside: bool = False
    """It has no place on the scale, such as `kann ich nicht beurteilen`; no mean counts it."""


class Row(_Part):
    """A statement of a matrix, or one of the things to rank."""

    key: Key
    text: Words


class Relation(StrEnum):
    """What an answer is compared by."""

    IS = "is"
    IS_NOT = "is_not"
    """Something else, or nothing at all."""
    ANSWERED = "answered"


class Condition(_Part):
    """True of what is seen only: whatever somebody does not see fulfils none."""

    question: Key
    relation: Relation = Relation.IS
    option: Key | None = None
    """None for `answered`."""
    row: Key | None = None
    """Of a matrix."""


class Question(_Part):
    """One question; which of its parts it has follows from its kind."""

    key: Key
    kind: QuestionKind
    text: Words
    hint: Words = Field(default_factory=dict)
    required: bool = False
    """Whoever does not want to answer says so (`keine Angabe`); nobody is held up."""
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    scored: bool = False
    """A scale whose steps are equally far apart, so that a mean says something."""
    least: Bound | None = None
    most: Bound | None = None
    classes: Annotated[tuple[Bound, ...], Field(max_length=OPTIONS_AT_MOST)] = ()
    """Where the classes begin in which numbers are counted, ascending; the first is `least`."""
    longest: Annotated[int, Field(ge=1, le=LONGEST_TEXT)] = LONGEST_TEXT
    show_if: tuple[tuple[Condition, ...], ...] = ()
    """Each must hold, by at least one of its conditions; they are about earlier sections."""
    follows: Key | None = None
    """The question, worded otherwise, that this one replaced; results are not compared."""
    topics: bool = False
    """Its options are topics for trainings; what is wished is announced to those who plan them."""


class Section(_Part):
    """What stands on one page."""

    key: Key
    title: Words
    intro: Mapping[Language, Annotated[str, FreeText(2000)]] = Field(default_factory=dict)
    questions: tuple[Question, ...] = ()


class Document(_Part):
    """A questionnaire; it says nothing of when, by whom or how often it is answered."""

    languages: tuple[Language, ...] = (GERMAN,)
    sections: tuple[Section, ...] = ()

    @property
    def questions(self) -> Mapping[str, Question]:
        """By key, in the order of the pages."""
        return {each.key: each for section in self.sections for each in section.questions}

    @classmethod
    def read(cls, kept: bytes | str) -> Self:
        """Raises ``ValidationError``."""
        return cls.model_validate_json(kept)


def said(text: Words, language: str) -> str:
    """In a language, else in German."""
    return text.get(language) or text.get(GERMAN, "")


SHOWN = "shown"
"""The row of a sheet's `SEEN` in which stand the keys of all questions that were seen."""
SEEN = "_seen"
"""No question's key: what is counted to tell `not shown` from `no answer`."""

Answers = Sheet
"""`choices[question][row]` are keys of options; a place for a ranked row, `3.5`, `2026-11-27`.

A question without rows has the row `""`. Words stand in `texts`, by the question's key, or by
`own_words_key` for what was said to an option.
"""


def own_words_key(question: str, option: str) -> str:
    """Under which stands what somebody meant by an option such as `Sonstiges`."""
    return f"{question}.{option}"


@dataclass(frozen=True)
class Version:
    """What is asked; ``title`` is what the office calls the questionnaire now."""

    id: UUID
    number: int
    title: str
    document: Document
    sha256: str
