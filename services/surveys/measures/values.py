"""Measures as pages and neighbours see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import word, words
from shared.database.paging import attribute


class OriginKind(OpenCode):
    """What a measure follows from."""

    SURVEY = "survey"
    PLANNED_SURVEY = "planned_survey"
    FEEDBACK = "feedback"
    MINUTES = "minutes"
    TOPIC = "topic"
    ASSESSMENT = "assessment"
    STANDARD = "standard"


words(
    OriginKind,
    survey="Kurzbefragung",
    planned_survey="Befragung",
    feedback="Rückmeldung",
    minutes="Protokoll",
    topic="Schwerpunkt",
    assessment="Selbsteinschätzung",
    standard="Standard",
)


class MeasureState(OpenCode):
    """Whether somebody still has to do it."""

    OPEN = "open"
    DONE = "done"
    IMPOSSIBLE = "impossible"
    DROPPED = "dropped"


words(
    MeasureState,
    open="offen",
    done="erledigt",
    impossible="nicht möglich",
    dropped="entfallen",
)


REFUSED: Mapping[str, str] = {
    "nobody-called": "So heißt im Verzeichnis niemand. Bitte prüfen Sie die Schreibweise.",
    "several-called": "So heißen mehrere. Bitte tragen Sie jemand anderen ein.",
    "owner-missing": "Bitte tragen Sie ein, wer es macht.",
    "two-owners": "Bitte tragen Sie nur eine Person ein: aus dem Verzeichnis oder von außerhalb.",
    "address-missing": "Wer von außerhalb kommt, braucht Vor- und Nachname und eine Mail-Adresse.",
    "due-past": "Die Frist liegt in der Vergangenheit.",
    "measure-settled": "Die Maßnahme ist nicht mehr offen.",
}


@dataclass(frozen=True)
class Source:
    """What a measure follows from, with its page."""

    id: UUID
    title: str


@dataclass(frozen=True)
class Shown:
    """``overdue`` if it is open and its day is over; ``note`` is what its owner said last."""

    id: UUID
    kind: OriginKind
    origin_id: UUID
    origin: str
    title: str
    reason: str
    owner: str
    due_on: date
    state: MeasureState
    overdue: bool
    asked_until: date | None
    note: str
    settled_at: datetime | None
    outside: bool

    @property
    def standing(self) -> str:
        """überfällig, mehr Zeit erbeten, offen, erledigt"""
        if self.state is MeasureState.OPEN and self.asked_until:
            return "mehr Zeit erbeten"
        return "überfällig" if self.overdue else word(MeasureState, self.state)

    @property
    def called(self) -> str:
        """Befragung: Nach 30 Tagen, 2026/27"""
        return f"{word(OriginKind, self.kind)}: {self.origin}"

    @property
    def origin_page(self) -> str:
        """For its office."""
        return PAGES[self.kind].format(self.origin_id)


PAGES: Mapping[OriginKind, str] = {
    OriginKind.SURVEY: "/surveys/ergebnisse/{}",
    OriginKind.PLANNED_SURVEY: "/surveys/umfragen/{}/ergebnisse",
    OriginKind.FEEDBACK: "/surveys/rueckmeldungen/{}",
    OriginKind.MINUTES: "/trainings/veranstaltungen/{}/protokoll",
    OriginKind.TOPIC: "/surveys/schwerpunkte/{}",
    OriginKind.ASSESSMENT: "/surveys/selbsteinschaetzungen/{}",
    OriginKind.STANDARD: "/surveys/rahmenkonzept",
}


@dataclass(frozen=True)
class Linked:
    """What the holder of a link sees, and whose municipality's it is."""

    tenant: str
    measure: Shown


MEASURE = tuple(
    attribute(*each)
    for each in (
        ("title", "Was"),
        ("owner", "Wer"),
        ("due_on", "Bis"),
        ("standing", "Stand"),
        ("called", "Folgt aus"),
        ("note", "Zuletzt gesagt"),
    )
)
