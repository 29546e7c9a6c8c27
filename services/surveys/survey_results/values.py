"""Results of a survey as they are shown, saved and frozen: only what may be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from services.surveys.questionnaires.values import QuestionKind

MEDIAN = "Mittlere Antwort (Median)"
MEAN = "Mittelwert"
METHOD = (
    "Alle Antworten wurden zusammen und gemischt geöffnet. Unter fünf Antworten auf eine Frage wird"
    " nichts gezeigt, unter zehn nur Worte, unter zwanzig Prozente in Fünferschritten. Prozente"
    " beziehen sich auf die Personen, die diese Frage beantwortet haben; bei mehreren möglichen"
    " Antworten ergeben sie zusammen mehr als 100. „Keine Angabe“ und „nicht angezeigt“ zählen"
    " nicht mit. Freie Texte gibt es ab zehn Bögen, gemischt und jede Frage für sich."
)
NAMED_METHOD = (
    "Diese Befragung hatte keine versiegelte Urne: Die Koordinierungsstelle sieht Namen bei den"
    " Antworten. Gezeigt wird hier wie sonst: unter fünf Antworten nichts, unter zehn nur Worte."
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Bar(_Part):
    """One answer; ``percent`` from ten people on, ``number`` from twenty."""

    text: str
    said: str
    percent: int | None = None
    number: int | None = None


class Series(_Part):
    """What those who ``answered`` said: to a question, to one of its rows, or of a group.

    ``answered`` is None where they are fewer than five.
    """

    text: str = ""
    answered: int | None = None
    silent: int | None = None
    bars: tuple[Bar, ...] = ()
    median: str = ""
    mean: str = ""


class Breakdown(_Part):
    """The same by groups of those who answered; ``row`` is one of a matrix, or empty."""

    by: str
    row: str = ""
    groups: tuple[Series, ...]


class Finding(_Part):
    """Of one question; ``shown`` and ``silent`` are None where they would say too much.

    What has rows has numbers of its own for each of them.
    """

    key: str
    kind: QuestionKind
    text: str
    wording: str
    follows: str = ""
    """The key of the question that this one replaced."""
    shown: int | None = None
    answered: int | None = None
    silent: int | None = None
    series: tuple[Series, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    texts: tuple[str, ...] | None = None
    """None below ten sheets."""
    wordless: int | None = None
    """How many took an option such as `Sonstiges` without saying what they mean."""

    @property
    def is_text(self) -> bool:
        return self.kind is QuestionKind.TEXT


class Report(_Part):
    """Of a survey, in the order of its questionnaire; columns never depend on the answers."""

    asked: int
    answered: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Line:
    """One line of the table that is saved: of a question and one of its figures."""

    number: int
    question: str
    kind: str
    shown: int | None
    answered: int | None
    silent: int | None
    row: str
    group: str
    base: int | None
    figure: str
    value: int | float | None
    percent: int | None
    in_words: str


@dataclass(frozen=True)
class Trend:
    """A question beside the same one of an earlier survey, or beside what was asked then."""

    text: str
    on: date
    old: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()

    @property
    def broken(self) -> bool:
        return bool(self.old)


@dataclass(frozen=True)
class Groups:
    """What an attribute is called, and its codes with their names."""

    attribute: str
    called: str
    names: Sequence[tuple[str, str]]
