"""The classes of deletion in plain words, and what may be chosen for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from shared.privacy.declared import Deletion
from shared.privacy.record import in_words

PERIODS = "/directory/loeschfristen"
CHOSEN = tuple(each for each in Deletion if each.period.chosen)
SOON = "mit dem nächsten Löschlauf, innerhalb einer Stunde"


@dataclass(frozen=True)
class Plain:
    """What is in a class, and why there are limits."""

    title: str
    what: str
    why: str


PLAIN: Mapping[Deletion, Plain] = {
    Deletion.FACT_COPIES: Plain(
        "Ereignisse im Überblick",
        "Wer wann wo angefangen, gewechselt oder etwas erledigt hat, nur mit Kennungen. Danach"
        " bleibt, was in welchem Monat geschah, ohne Bezug zu irgendwem.",
        "Mindestens so lange, wie die Ereignisse zwischen den Diensten liegen; höchstens drei"
        " Jahre, weil die Zahlen danach ohne Kennungen genügen.",
    ),
    Deletion.DEPARTED: Plain(
        "Ausgeschiedene Fachkräfte",
        "Alles über eine Fachkraft, die bei keinem Träger mehr beschäftigt ist.",
        "Mindestens vier Jahre, weil Stunden die Verwendung von Fördermitteln bis drei Jahre nach"
        " dem Schuljahr belegen; höchstens sechs für Nachprüfungen.",
    ),
    Deletion.TASKS_OVER: Plain(
        "Aufgaben abgeschlossener Einarbeitungen",
        "Wer in einer Einarbeitung was zu tun hatte und wann es erledigt war.",
        "Mindestens 90 Tage für Rückfragen; höchstens ein Jahr, weil danach niemand mehr damit"
        " arbeitet.",
    ),
    Deletion.NINETY_DAYS: Plain(
        "Zustellungen und kurze Vermerke",
        "Welche Mail wann an wen ging, was Systeme der Träger abgerufen haben, wer sich um eine"
        " fehlende Verbindung kümmerte, und Zuständige von außen für erledigte Maßnahmen.",
        "Mindestens 30 Tage, damit sich Störungen aufklären lassen; höchstens 180.",
    ),
    Deletion.CONNECTIONS_OVER: Plain(
        "Beendete Verbindungen",
        "Wer für wen zuständig oder Ansprechperson war, nach dem Ende.",
        "Mindestens ein Jahr für die Übergabe; höchstens sechs für Nachprüfungen.",
    ),
    Deletion.WITH_ANNOUNCEMENT: Plain(
        "Beendete Rundmitteilungen",
        "Text, Empfängerinnen und Empfänger, und wer sie geschrieben hat.",
        "Mindestens 90 Tage, damit sich nachlesen lässt, was galt; höchstens zwei Jahre.",
    ),
}


@dataclass(frozen=True)
class Choice:
    """A class as one municipality keeps it; version 0 where that is as usual."""

    deletion: Deletion
    lasts: timedelta
    version: int = 0

    @property
    def key(self) -> str:
        return self.deletion.key

    @property
    def plain(self) -> Plain:
        return PLAIN[self.deletion]

    @property
    def least(self) -> timedelta:
        return self.deletion.period.least or self.usual

    @property
    def most(self) -> timedelta:
        return self.deletion.period.most or self.usual

    @property
    def usual(self) -> timedelta:
        return self.deletion.period.lasts

    @property
    def is_own(self) -> bool:
        return self.lasts != self.usual

    @property
    def limits(self) -> str:
        """1 Jahr (365 Tage) bis 3 Jahre (1096 Tage)"""
        return f"{in_both(self.least)} bis {in_both(self.most)}"


@dataclass(frozen=True)
class Going:
    """What the next run of a service takes; None where only the service itself can say."""

    service: str
    rows: int | None


def in_both(length: timedelta) -> str:
    """2 Jahre (731 Tage)"""
    words, days = in_words(length), f"{length.days} Tage"
    return words if words == days else f"{words} ({days})"
