"""The words in which a column, a topic, a file or a log field says what it holds.

A column says it in its ``info``: ``mapped_column(info=NOT_PERSONAL)`` or ``info=personal(...)``.
A table whose every row is about a person may say it once, in its own ``info``; then a column
says only what differs. There is no such default for what is not personal.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, StrEnum
from typing import Any

from shared.privacy.periods import (
    OF_CONNECTIONS_OVER,
    OF_DEPARTED,
    OF_FACT_COPIES,
    OF_GIVEN_UP,
    OF_LETTERS,
    OF_NINETY_DAYS,
    OF_NINETY_DAYS_ALWAYS,
    OF_TASKS_OVER,
    End,
    Keeper,
    Period,
    Start,
)

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
    """The classes of deletion; how long each is kept, and what then, is in its ``period``."""

    period: Period

    WITH_PERSON = Period("bis die Person gelöscht wird", Start.ERASURE, Keeper.ERASURE)
    LOSES_ITS_PERSON = Period(
        "bleibt, ohne Bezug, sobald die Person gelöscht ist",
        Start.ERASURE,
        Keeper.ERASURE,
        ends=End.REPLACED,
        when_erased=End.REPLACED,
    )
    NO_LONGER_NAMED = Period("bis niemand die Person mehr nennt", Start.LAST_NAMED, Keeper.AT_ONCE)
    ACKNOWLEDGED = Period("bis der Bus die Nachricht bestätigt hat", Start.SETTLED, Keeper.AT_ONCE)
    PARKING_SETTLED = Period(
        "bis die angehaltene Nachricht freigegeben oder verworfen ist",
        Start.SETTLED,
        Keeper.OPERATOR,
    )
    THIRTY_DAYS = Period(
        "30 Tage nach der Bearbeitung", Start.SETTLED, Keeper.JOB, timedelta(days=30)
    )
    WITH_TOPIC = Period(
        "1 Jahr; ohne Bezug, sobald die Person gelöscht ist",
        Start.RECORDED,
        Keeper.BUS,
        timedelta(days=365),
        when_erased=End.STAYS,
    )
    FACT_COPIES = OF_FACT_COPIES
    DEPARTED = OF_DEPARTED
    TASKS_OVER = OF_TASKS_OVER
    LETTERS = OF_LETTERS
    SIGNED_OUT = Period(
        "bis zur Abmeldung, höchstens 10 Stunden; auf dem Bus einen Tag länger",
        Start.SETTLED,
        Keeper.JOB,
        longest=timedelta(hours=10),
    )
    CODE_USED = Period(
        "bis der Code benutzt ist, höchstens 2 Tage; auf dem Bus einen Tag länger",
        Start.SETTLED,
        Keeper.JOB,
        longest=timedelta(days=2),
    )
    TOMBSTONE = Period(
        "bis höchstens eine Woche nach der Löschmarke",
        Start.TOMBSTONE,
        Keeper.BUS,
        timedelta(days=7),
    )
    INBOX = Period(
        "so lange das Topic die Nachricht behält, und 30 Tage",
        Start.TOPIC_OVER,
        Keeper.JOB,
        timedelta(days=30),
        when_erased=End.STAYS,
    )
    REPLAY = Period("24 Stunden", Start.RECORDED, Keeper.JOB, timedelta(hours=24))
    NINETY_DAYS = OF_NINETY_DAYS
    NINETY_DAYS_ALWAYS = OF_NINETY_DAYS_ALWAYS
    CONNECTIONS_OVER = OF_CONNECTIONS_OVER
    THREE_YEARS_AFTER = Period(
        "drei Jahre nach dem Ende", Start.ENDED, Keeper.JOB, timedelta(days=3 * 365 + 1)
    )
    GUEST = Period(
        "90 Tage nach der Veranstaltung, mit Bescheinigung drei Jahre; unbestätigt drei Tage",
        Start.ENDED,
        Keeper.JOB,
        timedelta(days=90),
        longest=timedelta(days=3 * 365 + 1),
    )
    FORTNIGHT_AFTER = Period(
        "14 Tage nach der Veranstaltung; ohne die Person, sobald sie gelöscht ist",
        Start.ENDED,
        Keeper.JOB,
        timedelta(days=14),
    )
    INVITED = Period(
        "14 Tage nach der Veranstaltung, mit Protokoll 90; nicht länger als die Person",
        Start.ENDED,
        Keeper.JOB,
        timedelta(days=14),
        longest=timedelta(days=90),
    )
    TWELVE_MONTHS = Period(
        "12 Monate", Start.RECORDED, Keeper.JOB, timedelta(days=365), when_erased=End.STAYS
    )
    SEVEN_DAYS = Period("7 Tage", Start.RECORDED, Keeper.JOB, timedelta(days=7))
    TWO_DAYS = Period("2 Tage", Start.RECORDED, Keeper.JOB, timedelta(days=2))
    DEADLINE = Period("bis zum Ende der Frist", Start.DEADLINE, Keeper.JOB)
    PUT_BACK = OF_GIVEN_UP
    WITHOUT_LIMIT = Period(
        "ohne Frist",
        Start.BY_HAND,
        Keeper.OPERATOR,
        ends=End.STAYS,
        when_erased=End.STAYS,
    )
    SIGN_IN_OVER = Period(
        "bis die Anmeldung vorbei ist, höchstens zwei Stunden",
        Start.SETTLED,
        Keeper.JOB,
        longest=timedelta(hours=2),
    )
    UNMATCHED = Period(
        "bis das Dienstkonto zugeordnet oder verworfen ist, höchstens 30 Tage",
        Start.SETTLED,
        Keeper.JOB,
        longest=timedelta(days=30),
    )
    NEXT_PAGE = Period(
        "bis zur nächsten Seite, höchstens 60 Sekunden",
        Start.SETTLED,
        Keeper.BROWSER,
        longest=timedelta(seconds=60),
    )
    BROWSER = Period(
        "20 Minuten; dass ein Browser bekannt ist, 180 Tage",
        Start.RECORDED,
        Keeper.BROWSER,
        timedelta(minutes=20),
        longest=timedelta(days=180),
    )
    WITH_REQUEST = Period("bis zum Ende der Anfrage", Start.SETTLED, Keeper.AT_ONCE)
    OFFICE_DELETES = Period("bis die Koordinierungsstelle es löscht", Start.BY_HAND, Keeper.OFFICE)
    WITH_ANNOUNCEMENT = Period(
        "mit der Rundmitteilung, spätestens ein Jahr nach ihrem Ende, oder der Person",
        Start.ENDED,
        Keeper.JOB,
        timedelta(days=365),
        least=timedelta(days=90),
        most=timedelta(days=2 * 365 + 1),
    )
    NEWER_EDITIONS = Period(
        "bis 25 neuere Fassungen da sind; ohne Bezug, sobald die Person gelöscht ist",
        Start.SUPERSEDED,
        Keeper.AT_ONCE,
        when_erased=End.REPLACED,
    )
    TOPIC_ANSWERED = Period(
        "bis das Thema beantwortet ist; dann bleibt nur die Zahl",
        Start.SETTLED,
        Keeper.AT_ONCE,
        when_erased=End.STAYS,
    )
    QUEUED = Period(
        "bis die Nachrichten eingereiht sind",
        Start.SETTLED,
        Keeper.AT_ONCE,
        when_erased=End.STAYS,
    )
    OPERATOR_DECIDES = Period(
        "legt der Betrieb fest",
        Start.BY_HAND,
        Keeper.OPERATOR,
        when_erased=End.STAYS,
    )

    def __init__(self, period: Period) -> None:
        self.period = period

    @property
    def key(self) -> str:
        """Its name in settings and in records of runs."""
        return self.name.lower().replace("_", "-")

    @property
    def text(self) -> str:
        """The period in German."""
        return self.period.text


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
    person's employment. There ``prefix`` stands before the id, where text may name a program, too.
    Raises ``ValueError`` for what is incomplete.
    """

    kinds: tuple[Kind, ...]
    about: str | Unlinked
    purpose: str
    deletion: Deletion
    identifies: str = ""
    prefix: str = ""

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


def identifying(info: Info, what: str = "person", prefix: str = "") -> Info:
    """The same for the column at which the paths of ``info`` end."""
    return {DATA: replace(info[DATA], identifies=what, prefix=prefix)}
