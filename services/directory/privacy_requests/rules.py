"""When somebody may be erased, and what stays of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.directory.privacy_requests.values import SERVICES, PrivacyState
from shared.clock import local_date
from shared.contracts.kept_words import table_word
from shared.contracts.privacy import RowsEnd
from shared.contracts.words import word
from shared.german import date_and_time, short_date
from shared.privacy.declared import Deletion
from shared.privacy.periods import Start
from shared.web.pdf import Document, Section, table_of
from shared.web.problem import Problem


def refuse_own(me: UUID, person_id: UUID) -> None:
    """Raises ``Problem``."""
    if me == person_id:
        raise Problem(409, "own-erasure", "Somebody else of the office decides")


def refuse_unless(state: PrivacyState, *allowed: PrivacyState) -> None:
    """Raises ``Problem``."""
    if state not in allowed:
        raise Problem(409, "already-further", "The request is further already")


Told = Sequence[tuple[str, str, int, str]]
"""Of each table: what became of how many rows, and what of it stays until when."""


def said(parts: Iterable[Mapping[str, Any]], since: date) -> list[tuple[str, str, int, str]]:
    """Table, what became of it, how many rows, and what of it stays until when."""
    classes = {each.key: each for each in Deletion}
    return [
        (
            table_word(each["table"]),
            word(RowsEnd, RowsEnd(each["end"])),
            each["rows"],
            _stays(RowsEnd(each["end"]), classes.get(each["deletion"]), since),
        )
        for each in parts
    ]


def until(deletion: Deletion, since: date) -> str:
    """The last day on which something of that day is kept, or its rule where there is none."""
    period = deletion.period
    if period.start is Start.RECORDED and period.lasts:
        return f"bis {short_date(since + period.lasts)}"
    return period.text


def _stays(end: RowsEnd, deletion: Deletion | None, since: date) -> str:
    if end is RowsEnd.DELETED:
        return "nichts"
    if end is RowsEnd.EMPTIED:
        return "die Zeile, ohne diese Angaben"
    if end is RowsEnd.REPLACED:
        return "die Zeile für die Zahlen, ohne die Person, ohne Frist"
    return until(deletion, since) if deletion else "nach der Regel ihrer Tabelle"


def staying(since: date) -> list[tuple[str, str, str]]:
    """What of somebody erased on that day stays, why, and until when."""
    return [
        (what, why, until(how, since) if isinstance(how, Deletion) else how)
        for what, why, how in STAYING
    ]


def certificate(
    number: str,
    asked_at: datetime,
    done_at: datetime | None,
    answers: Sequence[tuple[str, Told]],
) -> Document:
    """Whoever holds it knows whom it is about; it does not say."""
    tables = [
        table_of(f"Dienst: {SERVICES.get(name, name)}", COLUMNS, parts)
        for name, parts in answers
        if parts
    ]
    facts = [("Vorgang", number), ("Verlangt", date_and_time(asked_at))]
    facts += [("Erledigt", date_and_time(done_at))] if done_at else []
    day = local_date(done_at or asked_at)
    stays = [f"{what}: {why} (Wie lange: {how})" for what, why, how in staying(day)]
    return Document(
        title="Bescheinigung über eine Löschung",
        facts=facts,
        sections=[Section("Was geschehen ist", [DONE]), Section("Was bleibt", stays)],
        tables=tables,
        upright=True,
    )


DONE = (
    "Alle Daten der Person, die das verlangt hat, sind in allen Diensten gelöscht oder ohne Bezug"
    " zu ihr. Diese Bescheinigung nennt sie nicht; auch wer sie ausgestellt hat, weiß nicht mehr,"
    " um wen es ging."
)
STAYING: Sequence[tuple[str, str, str | Deletion]] = (
    (
        "Was die Person nicht mehr nennt",
        "Anmeldungen zu Veranstaltungen, Aufgaben, Antworten und"
        " Stimmen bleiben für die Zahlen stehen, unter einer zufälligen Kennung, die niemand"
        " aufbewahrt.",
        "ohne Frist",
    ),
    (
        "Protokolle von Sitzungen",
        "Was dort geschrieben steht, ist ein Beschluss und bleibt;"
        " statt der Person steht dort „nicht mehr im Verzeichnis“.",
        "ohne Frist",
    ),
    (
        "Nachweis, wer was getan hat",
        "nur die Kennung, kein Name (Rechenschaft, Art. 5 Abs. 2 DSGVO)",
        Deletion.TWELVE_MONTHS,
    ),
    (
        "Ereignisse auf dem Bus",
        "nur Kennungen, Codes und Tage, kein Name",
        "1 Jahr",
    ),
    (
        "Frühere Stände auf dem Bus",
        "Name und Adresse, bis er sie verdichtet; kein Dienst bekommt sie mehr",
        "höchstens 7 Tage; ohne Kafka eine Stunde",
    ),
    (
        "Gelöschte Zeilen in den Dateien der Datenbank",
        "bis PostgreSQL den Platz wieder verwendet; keine Abfrage findet sie mehr. Ohne PostgreSQL"
        " sind sie sofort überschrieben, in der Datei daneben nach einer Stunde",
        "meist Stunden; der Betrieb kann es sofort tun",
    ),
    (
        "Sicherungen",
        "bis sie überschrieben sind; nach dem Einspielen wiederholt der Betrieb die Löschung",
        "legt der Betrieb fest",
    ),
)
"""What, why, and how long: in words, or by a class of deletion."""
COLUMNS = ("Was", "Was geschehen ist", "Zeilen", "Wie lange es bleibt")
