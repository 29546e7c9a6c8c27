"""What an office says of sections, questions, and what there is to choose from.

Texts stand side by side in all languages that a questionnaire has.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from services.surveys.questionnaires.values import (
    LONGEST_TEXT,
    OPTIONS_AT_MOST,
    QUESTIONS_AT_MOST,
    ROWS_AT_MOST,
    SECTIONS_AT_MOST,
    QuestionKind,
)
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText

REFUSED = {
    "too-many-sections": f"Mehr als {SECTIONS_AT_MOST} Abschnitte beantwortet niemand.",
    "too-many-questions": f"Mehr als {QUESTIONS_AT_MOST} Fragen beantwortet niemand.",
    "too-many-options": f"Mehr als {OPTIONS_AT_MOST} Antworten liest niemand.",
    "too-many-rows": f"Mehr als {ROWS_AT_MOST} Zeilen sind auf einem Telefon zu viel.",
    "line-too-long": "Eine Zeile hat mehr als 300 Zeichen.",
    "not-a-number": "Bitte Zahlen aufsteigend und mit Semikolon dazwischen, zum Beispiel 0; 5; 10.",
    "nothing-new": "Jede Zeile steht schon da.",
}
CHANGED = "Jemand hat den Fragebogen inzwischen geändert. Soll es trotzdem entfernt werden?"
LINES = FreeText(10_000, min=0)
WORDING = ("de", "leicht", "en", "tr", "ar", "uk", "ru")
FURTHER = tuple(f"more_{each}" for each in WORDING)
_BOUND = Field(ge=-(10**9), le=10**9, decimal_places=3)
_Text = Annotated[str, FreeText(300, min=0)]
_More = Annotated[str, FreeText(2000, min=0)]


def _short(language: str) -> Label:
    return Label(language, widget="textarea", rows=2, needed="nötig, bevor gefragt wird")


def _long(language: str) -> Label:
    return Label(f"Erläuterung, {language}", rows=3)


class WordingForm(Form):
    """A text in each language; those that the questionnaire has not are left out."""

    refusals: ClassVar = REFUSED
    parts: ClassVar[Mapping[str, tuple[str, ...]]] = {"Wortlaut": WORDING}

    de: Annotated[str, FreeText(300), Label("Deutsch", widget="textarea", rows=2)]
    leicht: Annotated[_Text, _short("Leichte Sprache")] = ""
    en: Annotated[_Text, _short("English")] = ""
    tr: Annotated[_Text, _short("Türkçe")] = ""
    ar: Annotated[_Text, _short("العربية")] = ""
    uk: Annotated[_Text, _short("Українська")] = ""
    ru: Annotated[_Text, _short("Русский")] = ""


class ExplainedForm(WordingForm):
    """The same with what explains it."""

    parts: ClassVar = {"Wortlaut": WORDING, "Erläuterung dazu": FURTHER}

    more_de: Annotated[_More, _long("Deutsch")] = ""
    more_leicht: Annotated[_More, _long("Leichte Sprache")] = ""
    more_en: Annotated[_More, _long("English")] = ""
    more_tr: Annotated[_More, _long("Türkçe")] = ""
    more_ar: Annotated[_More, _long("العربية")] = ""
    more_uk: Annotated[_More, _long("Українська")] = ""
    more_ru: Annotated[_More, _long("Русский")] = ""


class NewSectionForm(ExplainedForm):
    """A page of the questionnaire."""


class SectionForm(ExplainedForm):
    """The same, changed."""

    version: Annotated[int, Hidden]


class NewQuestionForm(Form):
    """What is asked; the rest is said on the question's own page."""

    refusals: ClassVar = REFUSED

    kind: Annotated[QuestionKind, Label("Art der Frage")]
    de: Annotated[str, FreeText(300), Label("Frage oder Aussage", widget="textarea", rows=2)]
    required: Annotated[
        bool, Label("Muss beantwortet werden", hint="„keine Angabe“ ist immer möglich")
    ] = False
    options: Annotated[
        str, LINES, Label("Antworten", hint="je Zeile eine", needed="für Auswahl und Skala")
    ] = ""
    rows: Annotated[
        str,
        LINES,
        Label("Aussagen, oder was zu reihen ist", hint="je Zeile eine", needed="wo es sie gibt"),
    ] = ""


class QuestionForm(ExplainedForm):
    """All of a question but its answers, rows and conditions; what its kind has not is left out."""

    parts: ClassVar = {"Wortlaut": WORDING, "Hinweis dazu": FURTHER}

    required: Annotated[
        bool, Label("Muss beantwortet werden", hint="„keine Angabe“ ist immer möglich")
    ] = False
    scored: Annotated[
        bool, Label("Die Stufen sind gleich weit auseinander", hint="dann gibt es ein Mittel")
    ] = False
    topics: Annotated[
        bool,
        Label(
            "Die Antworten sind Themen für Fortbildungen",
            hint="wie oft sich eines jemand wünscht, erfährt, wer Fortbildungen plant",
        ),
    ] = False
    least: Annotated[Decimal | None, Label("Kleinste Zahl"), _BOUND] = None
    most: Annotated[Decimal | None, Label("Größte Zahl"), _BOUND] = None
    classes: Annotated[
        str,
        FreeText(200, min=0),
        Label(
            "Wo die Klassen beginnen",
            widget="text",
            hint="gezählt wird in Klassen, zum Beispiel 0; 5; 10; leer: fünf gleich breite",
        ),
    ] = ""
    longest: Annotated[int, Field(ge=50, le=LONGEST_TEXT), Label("Zeichen höchstens")] = (
        LONGEST_TEXT
    )
    version: Annotated[int, Hidden]


class OptionsForm(Form):
    """Several at once, in German; other languages are added to each."""

    refusals: ClassVar = REFUSED

    lines: Annotated[
        str, FreeText(10_000), Label("Antworten", hint="je Zeile eine; die vorhandenen bleiben")
    ]


class RowsForm(Form):
    """The same of statements, or of what is to be ranked."""

    refusals: ClassVar = REFUSED

    lines: Annotated[
        str, FreeText(10_000), Label("Zeilen", hint="je Zeile eine; die vorhandenen bleiben")
    ]


class PartForm(WordingForm):
    """An answer or a row."""

    exclusive: Annotated[
        bool, Label("Schließt alle anderen aus", hint="zum Beispiel „nichts davon“")
    ] = False
    own_words: Annotated[bool, Label("Mit eigenen Worten", hint="zum Beispiel „Sonstiges“")] = False
    outside: Annotated[
        bool,
        Label("Steht nicht auf der Skala", hint="zum Beispiel „kann ich nicht beurteilen“"),
    ] = False
    version: Annotated[int, Hidden]


class RemoveForm(Form):
    """That it was meant, and of which state."""

    version: Annotated[int, Hidden]
