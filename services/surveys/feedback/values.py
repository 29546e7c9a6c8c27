"""The questions, and what feedback is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.surveys.urns.values import Promise, promises
from shared.clock import BERLIN

PURPOSE = "feedback"
"""Of the key that makes the secret of a link from a right."""
CHANNEL = "feedback"
"""Notified when rights wait for their urn."""
LONGEST_TEXT = 1000
"""Characters."""
NO_ANSWER = "none"
SCALE = {
    "1": "trifft gar nicht zu",
    "2": "trifft eher nicht zu",
    "3": "teils, teils",
    "4": "trifft eher zu",
    "5": "trifft voll zu",
}


@dataclass(frozen=True)
class Question:
    """A statement on the scale, or one that asks for words."""

    key: str
    text: str


STATEMENTS = (
    Question("useful", "Der Inhalt hilft mir bei meiner Arbeit."),
    Question("understandable", "Es war verständlich aufbereitet."),
    Question("time", "Die Zeit reichte."),
    Question("recommend", "Ich würde es weiterempfehlen."),
)
TEXTS = (Question("good", "Was war gut?"), Question("better", "Was soll anders werden?"))


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

    @property
    def closes_on(self) -> date:
        """The last day on which it is answered; the urn ends with it."""
        return (self.closes_at.astimezone(BERLIN) - timedelta(seconds=1)).date()


def promised(last_day: date) -> Sequence[Promise]:
    """What the urn keeps and what it cannot; nobody is reminded."""
    once, _, limits = promises(last_day)
    return (once, Promise("Ihr Link.", _LINK), limits)


_LINK = (
    "Bis zum Ende merkt sich das Programm, ob Ihr Link benutzt wurde, damit er nur einmal gilt. Das"
    " wird niemandem angezeigt und am Ende gelöscht. Erinnert wird niemand."
)
