"""The words in which a column, a topic, a file or a log field says what it holds.

A column says it in its ``info``: ``mapped_column(info=NOT_PERSONAL)`` or ``info=personal(...)``.
A table whose every row is about a person may say it once, in its own ``info``; then a column
says only what differs. There is no such default for what is not personal.
"""

from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

DATA = "data"
"""The key in ``info``."""


class Kind(StrEnum):
    """What personal data is about; the value is for people."""

    IDENTITY = "Identität"
    CONTACT = "Kontakt"
    EMPLOYMENT = "Beschäftigung"
    PARTICIPATION = "Mitwirkung"
    FREE_TEXT = "Freitext"
    PICTURE = "Bild"
    TECHNICAL = "Technik"


class Deletion(Enum):
    """How long something is kept; the value is for people."""

    WITH_PERSON = "bis die Person gelöscht wird"
    LOSES_ITS_PERSON = "bleibt, ohne Bezug, sobald die Person gelöscht ist"
    NO_LONGER_NAMED = "bis niemand die Person mehr nennt"
    ACKNOWLEDGED = "bis der Bus die Nachricht bestätigt hat"
    PARKING_SETTLED = "bis die angehaltene Nachricht freigegeben oder verworfen ist"
    THIRTY_DAYS = "30 Tage nach der Bearbeitung"
    WITH_TOPIC = "10 Jahre; ohne Bezug, sobald die Person gelöscht ist"
    SIGNED_OUT = "bis zur Abmeldung, höchstens 10 Stunden; auf dem Bus einen Tag länger"
    CODE_USED = "bis der Code benutzt ist, höchstens 2 Tage; auf dem Bus einen Tag länger"
    TOMBSTONE = "bis höchstens eine Woche nach der Löschmarke"
    INBOX = "so lange das Topic die Nachricht behält, und 30 Tage"
    REPLAY = "24 Stunden"
    NINETY_DAYS = "90 Tage"
    THREE_YEARS_AFTER = "drei Jahre nach dem Ende"
    GUEST = "90 Tage nach der Veranstaltung, mit Bescheinigung drei Jahre; unbestätigt drei Tage"
    FORTNIGHT_AFTER = "14 Tage nach der Veranstaltung; ohne die Person, sobald sie gelöscht ist"
    TWO_DAYS = "2 Tage"
    DEADLINE = "bis zum Ende der Frist"
    PUT_BACK = "bis jemand die Nachricht wieder einreiht"
    WITHOUT_LIMIT = "ohne Frist"
    SIGN_IN_OVER = "bis die Anmeldung vorbei ist, höchstens zwei Stunden"
    UNMATCHED = "bis das Dienstkonto zugeordnet oder verworfen ist, höchstens 30 Tage"
    NEXT_PAGE = "bis zur nächsten Seite, höchstens 60 Sekunden"
    BROWSER = "20 Minuten; dass ein Browser bekannt ist, 180 Tage"
    WITH_REQUEST = "bis zum Ende der Anfrage"
    OFFICE_DELETES = "bis die Koordinierungsstelle es löscht"
    WITH_ANNOUNCEMENT = (
        "mit der Rundmitteilung, spätestens ein Jahr nach ihrem Ende, oder der Person"
    )
    NEWER_EDITIONS = "bis 25 neuere Fassungen da sind; ohne Bezug, sobald die Person gelöscht ist"
    TOPIC_ANSWERED = "bis das Thema beantwortet ist; dann bleibt nur die Zahl"
    QUEUED = "bis die Nachrichten eingereiht sind"
    OPERATOR_DECIDES = "legt der Betrieb fest"


@dataclass(frozen=True)
class Unlinked:
    """No path leads to the person, and this is why."""

    reason: str


@dataclass(frozen=True)
class NotPersonal:
    """It says nothing about anybody."""


@dataclass(frozen=True)
class Personal:
    """``about`` is the path to the person's id (``shared.privacy.columns``).

    ``identifies`` is set where a path may end: on a column that holds the id of a person, or of a
    person's employment. Raises ``ValueError`` for what is incomplete.
    """

    kinds: tuple[Kind, ...]
    about: str | Unlinked
    purpose: str
    deletion: Deletion
    identifies: str = ""

    def __post_init__(self) -> None:
        if not self.kinds or not all(isinstance(kind, Kind) for kind in self.kinds):
            raise ValueError("personal data is of a known kind")
        if not self.purpose.strip():
            raise ValueError("personal data has a purpose")
        if not isinstance(self.deletion, Deletion):
            raise ValueError("personal data has a known deletion class")
        if not (self.about.reason if isinstance(self.about, Unlinked) else self.about).strip():
            raise ValueError("personal data is about somebody")
        if self.identifies not in ("", "person", "employment"):
            raise ValueError("a path ends at a person or at an employment")


@dataclass(frozen=True)
class ByTopic:
    """A message in transit: it is what the contract says whose topic stands in column ``topic``."""

    topic: str
    purpose: str
    deletion: Deletion


Declared = NotPersonal | Personal | ByTopic

Info = dict[str, Any]
"""What SQLAlchemy carries beside a column or table, under any key."""

NOT_PERSONAL: Info = {DATA: NotPersonal()}


def personal(
    *kinds: Kind, about: str | Unlinked, purpose: str, deletion: Deletion, identifies: str = ""
) -> Info:
    """The ``info`` of a column or table that holds personal data."""
    return {DATA: Personal(kinds, about, purpose, deletion, identifies)}


def by_topic(topic: str, *, purpose: str, deletion: Deletion) -> Info:
    """The ``info`` of a column or table that holds messages of many topics."""
    return {DATA: ByTopic(topic, purpose, deletion)}


def identifying(info: Info, what: str = "person") -> Info:
    """The same for the column at which the paths of ``info`` end."""
    return {DATA: replace(info[DATA], identifies=what)}
