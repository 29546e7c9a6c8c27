"""How long something is kept, so that a program can read it: from when, how long, and what then.

The words are those of DIN 66398: a class has a start, a period, and a rule for its end.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Start(StrEnum):
    """From when a period runs; the value is for people."""

    ERASURE = "Löschung der Person"
    LAST_NAMED = "letzte Nennung"
    RECORDED = "Entstehung des Eintrags"
    SETTLED = "Erledigung"
    ENDED = "Ende dessen, worum es ging"
    DEADLINE = "Ende der Frist"
    TOPIC_OVER = "Ende der Aufbewahrung im Topic"
    TOMBSTONE = "Löschmarke"
    SUPERSEDED = "25. neuere Fassung"
    BY_HAND = "Entscheidung der zuständigen Stelle"


class End(StrEnum):
    """What happens to a row; the value is for people."""

    DELETED = "gelöscht"
    EMPTIED = "geleert"
    REPLACED = "Kennung durch eine zufällige ersetzt"
    STAYS = "bleibt"


class Keeper(StrEnum):
    """Who sees to it; the value is for people."""

    ERASURE = "Löschung einer Person, in jedem Dienst"
    JOB = "wiederkehrende Aufgabe des Dienstes"
    AT_ONCE = "der Vorgang selbst"
    BUS = "Kafka, nach den Einstellungen des Topics"
    BROWSER = "der Browser"
    OFFICE = "Koordinierungsstelle"
    OPERATOR = "Betrieb"


@dataclass(frozen=True)
class Period:
    """``text`` says it in a sentence. ``longest`` is set where what starts it may never come.

    ``ends`` is for the end of the period, ``when_erased`` for a person who is erased before it:
    the rows are deleted, their columns emptied, the person replaced, or they stay until the end.
    Where a tenant may choose another period, it lies between ``least`` and ``most``.
    """

    text: str
    start: Start
    keeper: Keeper
    lasts: timedelta = timedelta()
    ends: End = End.DELETED
    when_erased: End = End.DELETED
    longest: timedelta | None = None
    least: timedelta | None = None
    most: timedelta | None = None

    @property
    def chosen(self) -> bool:
        """Whether a tenant may choose another period."""
        return self.least is not None and self.most is not None


OF_FACT_COPIES = Period(
    "2 Jahre, dann ohne Bezug zu irgendwem; ebenso, sobald die Person gelöscht ist",
    Start.RECORDED,
    Keeper.JOB,
    timedelta(days=2 * 365 + 1),
    ends=End.REPLACED,
    when_erased=End.REPLACED,
    least=timedelta(days=365),
    most=timedelta(days=3 * 365 + 1),
)
"""Not shorter than a topic keeps the facts themselves."""
OF_DEPARTED = Period(
    "4 Jahre nach dem letzten Tag bei allen Trägern, mit der ganzen Person",
    Start.ENDED,
    Keeper.JOB,
    timedelta(days=4 * 365 + 1),
    least=timedelta(days=4 * 365 + 1),
    most=timedelta(days=6 * 365 + 2),
)
"""Hours prove the use of funds until three years after the end of their year."""
OF_TASKS_OVER = Period(
    "6 Monate nach dem Abschluss; ohne Bezug, sobald die Person gelöscht ist",
    Start.ENDED,
    Keeper.JOB,
    timedelta(days=183),
    when_erased=End.REPLACED,
    least=timedelta(days=90),
    most=timedelta(days=365),
)
OF_LETTERS = Period(
    "90 Tage nach der Zustellung; ohne Bezug, sobald die Person gelöscht ist",
    Start.SETTLED,
    Keeper.JOB,
    timedelta(days=90),
    when_erased=End.REPLACED,
)
OF_GIVEN_UP = Period(
    "bis jemand die Nachricht wieder einreiht, höchstens 90 Tage",
    Start.BY_HAND,
    Keeper.JOB,
    longest=timedelta(days=90),
)
OF_NINETY_DAYS = Period(
    "90 Tage",
    Start.RECORDED,
    Keeper.JOB,
    timedelta(days=90),
    least=timedelta(days=30),
    most=timedelta(days=180),
)
OF_NINETY_DAYS_ALWAYS = Period(
    "90 Tage, in allen Kommunen gleich", Start.RECORDED, Keeper.JOB, timedelta(days=90)
)
"""Of what says nothing of a tenant, or goes with what everybody is shown for so long."""
OF_CONNECTIONS_OVER = Period(
    "drei Jahre nach dem Ende der Verbindung",
    Start.ENDED,
    Keeper.JOB,
    timedelta(days=3 * 365 + 1),
    least=timedelta(days=365),
    most=timedelta(days=6 * 365 + 2),
)
