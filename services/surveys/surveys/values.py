"""Surveys as their neighbours see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from services.surveys.urns.values import Invited, UrnState
from shared.clock import BERLIN
from shared.codes import OpenCode
from shared.contracts.words import words

CHANNEL = "planned_surveys"
"""Notified when a survey may be due."""
CARRIER, SCHOOL_TYPE = "carrier", "school_type"
SEEN_BY = "die Koordinierungsstelle"
"""Who sees names in a survey that is not sealed."""


class Secrecy(OpenCode):
    """Fixed when a survey is made; neither ever becomes the other."""

    SEALED = "sealed"
    NAMED = "named"


class State(OpenCode):
    """What the office has done; what lies between follows from the time."""

    DRAFT = "draft"
    PLANNED = "planned"
    """Checked and started; nothing of it may be changed any more."""
    OPEN = "open"
    """People are invited."""
    CANCELLED = "cancelled"


class Breakdown(OpenCode):
    """By what results are shown apart."""

    CARRIER = CARRIER
    SCHOOL_TYPE = SCHOOL_TYPE


class OpeningNote(OpenCode):
    """What became otherwise on the first day, when it was known whom the rule means."""

    TOO_FEW = "too_few"
    NOT_BROKEN_DOWN = "not_broken_down"


words(
    OpeningNote,
    too_few="Am ersten Tag hätte die Regel weniger als fünf gemeint: Die Befragung wurde abgesagt.",
    not_broken_down="Am ersten Tag wären in einer Gruppe weniger als fünf gefragt worden: Es wird"
    " nicht aufgeschlüsselt.",
)
words(
    Secrecy,
    sealed="versiegelte Urne: niemand sieht, wer was antwortet",
    named="mit Namen: die Koordinierungsstelle sieht, wer was antwortet",
)
words(State, draft="Entwurf", planned="geplant", open="läuft", cancelled="abgesagt")
words(Breakdown, carrier="Träger", school_type="Schulform")

REFUSED: Mapping[str, str] = {
    "questionnaire-not-ready": "Der Fragebogen lässt sich so nicht stellen. Bitte prüfen Sie ihn.",
    "survey-not-draft": "Diese Befragung ist schon gestartet; geändert wird daran nichts mehr.",
    "survey-has-begun": "Diese Befragung hat begonnen: Sie endet an ihrem letzten Tag, nicht eher.",
    "survey-not-planned": "Pausieren und fortsetzen lässt sich nur, was geplant ist.",
    "survey-not-ready": "So kann die Befragung nicht starten. Bitte sehen Sie nach, was fehlt.",
    "nobody-meant": "Bitte wählen Sie, wer gefragt wird, oder eine Gruppe.",
    "yearly-with-groups": "Jedes Schuljahr wieder geht nur ohne Gruppe: Wer darin ist, wird beim"
    " Starten festgehalten.",
    "wrong-order": "Der letzte Tag liegt vor dem ersten.",
    "reminder-outside": "Die Erinnerung liegt nicht zwischen dem ersten und dem letzten Tag.",
}


class Planned(Protocol):
    """A survey as its office planned it, for neighbours."""

    id: UUID
    tenant: str
    title: str
    questionnaire_id: UUID
    version_id: UUID
    secrecy: Secrecy
    state: State
    breakdowns: list[str]
    closes_at: datetime | None
    invited: int | None


@dataclass(frozen=True)
class Rule:
    """Whom a survey is addressed to; empty means no limit, where roles or groups are named."""

    roles: Sequence[str]
    carriers: Sequence[str] = ()
    school_types: Sequence[str] = ()
    groups: Sequence[str] = ()


@dataclass(frozen=True)
class Somebody:
    """Somebody of the network, with what an audience is chosen and broken down by."""

    person_id: UUID
    roles: frozenset[str]
    carriers: frozenset[str] = frozenset()
    school_types: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Audience:
    """Who would be asked, each with the codes of their groups, and how large groups are."""

    people: Sequence[Invited]
    sizes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return len(self.people)


@dataclass(frozen=True)
class Asked:
    """A survey as its link shows it."""

    id: UUID
    tenant: str
    title: str
    secrecy: Secrecy
    version_id: UUID
    invited: int
    closes_at: datetime

    @property
    def closes_on(self) -> date:
        """The last day on which it is answered; it ends with it."""
        return last_day_of(self.closes_at)


def last_day_of(closes_at: datetime) -> date:
    """The calendar day in Berlin that ends then."""
    return (closes_at.astimezone(BERLIN) - timedelta(seconds=1)).date()


def standing(state: State, closes_at: datetime | None, now: datetime, urn: UrnState | None) -> str:
    """How it stands, in words."""
    if state is not State.OPEN:
        return _BEFORE[state]
    if closes_at is not None and now < closes_at:
        return "läuft"
    return _AFTER.get(urn, "vorbei")


STOPPED = (
    "Die Urne wurde angehalten",
    "Sie ist nicht mehr so, wie sie versiegelt wurde: Antworten, Einladungen oder der Schlüssel"
    " sind andere, oder es fehlen welche. Darum bleibt sie ungeöffnet, und es gibt keine"
    " Ergebnisse. Bitte sagen Sie das Ihrer Betriebsstelle. Ist geklärt, woran es lag, kopieren"
    " Sie die Befragung und fragen Sie noch einmal.",
)
"""What its office reads where an urn is not opened."""
_BEFORE = {State.DRAFT: "Entwurf", State.PLANNED: "geplant", State.CANCELLED: "abgesagt"}
_AFTER: Mapping[UrnState | None, str] = {
    UrnState.PLANNED: "vorbei",
    UrnState.OPEN: "wird geöffnet",
    UrnState.CLOSING: "wird geöffnet",
    UrnState.OPENED: "Ergebnisse sind da",
    UrnState.DESTROYED: "zu wenige Antworten: ungelesen gelöscht",
    UrnState.STOPPED: "angehalten",
}
