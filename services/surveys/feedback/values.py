"""The questions, and what feedback is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.surveys.promised.values import Promise, promises
from services.surveys.urns.values import UrnState
from shared.clock import BERLIN
from shared.codes import OpenCode
from shared.contracts.words import words
from shared.small_numbers.sizes import TOO_FEW

PURPOSE = "feedback"
"""Of the key that makes the secret of a link from a right."""
CHANNEL = "feedback"
"""Notified when rights wait for their urn."""
LONGEST_TEXT = 1000
"""Characters."""
NO_ANSWER = "none"
NOTHING_SAID = "keine Angabe"
MISSING = "Bitte wählen Sie eine Antwort aus, oder „keine Angabe“."
SCALE = {
    "1": "trifft gar nicht zu",
    "2": "trifft eher nicht zu",
    "3": "teils, teils",
    "4": "trifft eher zu",
    "5": "trifft voll zu",
}


class AnswerKind(OpenCode):
    """How a question is answered."""

    SCALE = "scale"
    CHOICE = "choice"
    TEXT = "text"


words(
    AnswerKind,
    scale="Aussage (trifft gar nicht zu bis trifft voll zu)",
    choice="Auswahl (eine Antwort)",
    text="Freier Text",
)


@dataclass(frozen=True)
class Question:
    """A statement on the scale, a choice among ``options``, or one that asks for words."""

    key: str
    text: str
    kind: AnswerKind = AnswerKind.SCALE
    options: tuple[str, ...] = ()

    @property
    def answers(self) -> Mapping[str, str]:
        """What may be answered, by the code that is counted."""
        if self.kind is AnswerKind.SCALE:
            return SCALE
        return {str(number): each for number, each in enumerate(self.options, 1)}


STATEMENTS = (
    Question("useful", "Der Inhalt hilft mir bei meiner Arbeit."),
    Question("understandable", "Es war verständlich aufbereitet."),
    Question("time", "Die Zeit reichte."),
    Question("recommend", "Ich würde es weiterempfehlen."),
)
TEXTS = (
    Question("good", "Was war gut?", AnswerKind.TEXT),
    Question("better", "Was soll anders werden?", AnswerKind.TEXT),
)
OWN = ("own1", "own2", "own3")
"""Keys of the questions that an office adds about one gathering."""


def questionnaire(own: Sequence[Question]) -> Sequence[Question]:
    """All that is asked about a gathering, in the order of the form."""
    return (*STATEMENTS, *own, *TEXTS)


@dataclass(frozen=True)
class Asked:
    """One gathering that is asked about."""

    id: UUID
    tenant: str
    title: str
    last_day: date
    closes_at: datetime
    invited: int
    waits: bool
    """Its urn is being made."""
    own: Sequence[Question] = ()
    """What the office added, as it was when the first right was given."""
    state: UrnState | None = None
    """Of its urn; None where that was not looked up."""

    @property
    def standing(self) -> str:
        """How it stands, in words."""
        return _STANDING.get(self.state, "wird vorbereitet")

    @property
    def questions(self) -> Sequence[Question]:
        """In the order of the form."""
        return questionnaire(self.own)

    @property
    def closes_on(self) -> date:
        """The last day on which it is answered; the urn ends with it."""
        return (self.closes_at.astimezone(BERLIN) - timedelta(seconds=1)).date()


def promised(last_day: date) -> Sequence[Promise]:
    """What the urn keeps and what it cannot; there is one reminder."""
    once, _, limits = promises(last_day)
    return (once, Promise("Ihr Link.", _LINK), limits)


_STANDING: Mapping[UrnState | None, str] = {
    UrnState.OPEN: "Antworten laufen ein",
    UrnState.CLOSING: "wird geöffnet",
    UrnState.OPENED: "Ergebnisse sind da",
    UrnState.DESTROYED: TOO_FEW,
    UrnState.STOPPED: "angehalten",
}
_LINK = (
    "Bis zum Ende merkt sich das Programm, ob Ihr Link benutzt wurde, damit er nur einmal gilt. Das"
    " wird niemandem angezeigt und am Ende gelöscht. Am dritten Werktag wird einmal erinnert, wer"
    " noch nicht geantwortet hat; gespeichert wird dabei nur, wie viele Mails es waren."
)
