"""Figures of opened feedback, as much of them as its number of answers allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.surveys.feedback.values import AnswerKind, Question
from services.surveys.urns.values import UrnState

FRESH = timedelta(days=21)
"""So long after its end the start page says that there are results."""
KINDS = {AnswerKind.SCALE: "Aussage", AnswerKind.CHOICE: "Auswahl", AnswerKind.TEXT: "Text"}
MEDIAN = "Mittlere Antwort (Median)"
AGREE = "Stimmen zu"
MEAN = "Mittelwert (1 bis 5)"
TEXT = "Text"
NOTE = (
    "Alle Antworten wurden zusammen und gemischt geöffnet. Unter fünf Antworten auf eine Frage wird"
    " nichts gezeigt, unter zehn nur Worte. „Keine Angabe“ zählt in keiner Frage mit. Freie Texte"
    " stehen in zufälliger Reihenfolge, jede Frage für sich."
)


@dataclass(frozen=True)
class Share:
    """How often one answer was given; ``number`` only from ten answers on."""

    answer: str
    in_words: str
    number: int | None = None


@dataclass(frozen=True)
class Figures:
    """Of one question; ``answered`` is None where fewer than five have.

    ``silent`` are those to whom it was shown and who gave no answer.
    """

    question: Question
    answered: int | None
    silent: int | None = None
    median: str = ""
    agreeing: str = ""
    shares: Sequence[Share] = ()
    mean: float | None = None
    texts: Sequence[str] | None = None

    @property
    def is_scale(self) -> bool:
        return self.question.kind is AnswerKind.SCALE

    @property
    def is_choice(self) -> bool:
        return self.question.kind is AnswerKind.CHOICE

    @property
    def in_numbers(self) -> bool:
        """Whether there are enough answers for a distribution."""
        return any(each.number is not None for each in self.shares)


@dataclass(frozen=True)
class Results:
    """``answered`` is known once it was opened; figures in the order of the form."""

    state: UrnState | None
    answered: int | None
    progress: int
    figures: Sequence[Figures] = ()


@dataclass(frozen=True)
class Line:
    """One line of the table that is saved: of a question and one of its figures."""

    number: int
    question: str
    kind: str
    shown: int | None
    answered: int | None
    silent: int | None
    figure: str
    value: int | float | None
    in_words: str
