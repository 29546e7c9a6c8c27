"""What is said about the directory."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from services.directory.duplicates.values import DUPLICATES
from services.directory.refusals.values import Proof
from services.directory.scim.values import QUESTIONS
from shared.clock import A_DAY, local_date
from shared.contracts.cards import Card, Urgency, told_of
from shared.contracts.consultations import CONSULTATIONS, OWN_CONSULTATIONS
from shared.contracts.directory import BARRIERS
from shared.contracts.funding import FINDINGS, POSTS
from shared.contracts.phrases import counted
from shared.german import date_and_time

SCHOOLS = "/directory/organisationen?kind=school"
PROGRAMS = "/directory/zugaenge"
GAPS = "/directory/netzwerk/fehlend"
UNMATCHED = "/directory/offene-anmeldungen"
REFUSALS = "/directory/fehlgeschlagene-anmeldungen"
MANY_REFUSED = 50
"""In a day; below it, people have mistyped."""
_REFUSED = {
    Proof.CODE: ("falscher Code", "falsche Codes"),
    Proof.SECOND_FACTOR: ("falscher zweiter Schritt", "falsche zweite Schritte"),
    Proof.CLIENT: ("falsches Geheimnis eines Programms", "falsche Geheimnisse von Programmen"),
    Proof.PROVIDER: (
        "ungültige oder ausgebliebene Antwort des Anmeldedienstes",
        "ungültige oder ausgebliebene Antworten des Anmeldedienstes",
    ),
}


def barriers(count: int) -> list[Card]:
    """Reports that nobody has settled."""
    return told_of(
        count,
        code="barriers",
        title="Gemeldete Barrieren",
        sentence=f"{counted(count, 'Meldung ist', 'Meldungen sind')} noch nicht erledigt.",
        urgency=Urgency.SOON,
        link=BARRIERS,
        order=4,
    )


def schools_without_head(count: int) -> list[Card]:
    """Nobody is written to there when somebody starts."""
    return told_of(
        count,
        code="schools_without_head",
        title="Schulen ohne Leitung",
        sentence=f"{counted(count, 'Schule hat', 'Schulen haben')} im Verzeichnis keine"
        " Leitung; ihre Aufgaben erreichen niemanden.",
        urgency=Urgency.SOON,
        link=SCHOOLS,
        order=7,
    )


def gaps_in_network(count: int) -> list[Card]:
    """Nobody is named there whom a worker could turn to."""
    return told_of(
        count,
        code="gaps_in_network",
        title="Fehlende Verbindungen",
        sentence="Schulen ohne ASD-Kontakt, ohne OGS-Leitung oder ohne abgebende Kita.",
        link=GAPS,
        order=11,
    )


def duplicates(count: int) -> list[Card]:
    """People who may have been entered twice."""
    people = counted(count, "Paar könnte", "Paare könnten")
    return told_of(
        count,
        code="duplicates",
        title="Vielleicht doppelt",
        sentence=f"{people} dieselbe Person sein. Entscheiden Sie, ob es eine ist.",
        link=DUPLICATES,
        order=10,
    )


def unmatched(count: int) -> list[Card]:
    """Somebody signed in whom nobody knows, and cannot begin before the office says who it is."""
    said = "Ein Dienstkonto wartet darauf, dass Sie es einer Person zuordnen."
    if count > 1:
        said = f"{count} Dienstkonten warten darauf, dass Sie sie Personen zuordnen."
    return told_of(
        count,
        code="unmatched",
        title="Offene Anmeldungen",
        sentence=said,
        urgency=Urgency.NOW,
        link=UNMATCHED,
        order=3,
    )


def locked_at_carrier(count: int) -> list[Card]:
    """What carriers' identity systems have said, and only the office can settle."""
    return told_of(
        count,
        code="scim_questions",
        title="Meldungen der IT von Trägern",
        sentence=f"{counted(count, 'Konto wurde', 'Konten wurden')} beim Träger gesperrt oder"
        " wieder freigegeben. Klären Sie, was daraus folgt.",
        urgency=Urgency.SOON,
        link=QUESTIONS,
        order=6,
    )


def asked_nobody(count: int) -> list[Card]:
    """The same, but no office has been asked: operators alone see them."""
    accounts = counted(count, "Dienstkonto hat", "Dienstkonten haben")
    return told_of(
        count,
        code="asked_nobody",
        title="Dienstkonten ohne Zuordnung",
        sentence=f"{accounts} sich angemeldet und noch keine Koordinierungsstelle gewählt.",
        link=UNMATCHED,
        order=8,
    )


def secrets_ending(count: int, first: datetime | None, now: datetime) -> list[Card]:
    """Replaced secrets: a program that still uses one is locked out when it ends."""
    if first is None:
        return []
    programs = "Ein Programm hat" if count == 1 else f"{count} Programme haben"
    return [
        Card(
            code="secrets_ending",
            title="Geheimnisse laufen ab",
            number=count,
            sentence=f"{programs} noch ein altes Geheimnis; das erste gilt bis"
            f" {date_and_time(first)}. Danach geht nur das neue.",
            urgency=Urgency.NOW if first <= now + A_DAY else Urgency.SOON,
            link=PROGRAMS,
            order=5,
        )
    ]


def unused_programs(count: int) -> list[Card]:
    """Perhaps nobody has set them up; an open door that nobody uses is better closed."""
    return told_of(
        count,
        code="unused_programs",
        title="Zugänge, die niemand benutzt",
        sentence=f"{counted(count, 'Programm hat', 'Programme haben')} sich noch nie gemeldet."
        " Einrichten oder widerrufen.",
        link=PROGRAMS,
        order=9,
    )


def consultations(requested: int, unmarked: int) -> list[Card]:
    """Who waits for an appointment, and appointments that are over."""
    found = []
    if requested:
        said = counted(requested, "Anfrage wartet", "Anfragen warten")
        found.append(
            Card(
                code="consultations",
                title="Beratung angefragt",
                number=requested,
                sentence=f"{said} auf einen Termin von Ihnen.",
                urgency=Urgency.SOON,
                link=f"{CONSULTATIONS}?state=requested",
                order=5,
            )
        )
    if unmarked:
        said = counted(unmarked, "Termin ist", "Termine sind")
        found.append(
            Card(
                code="consultations_unmarked",
                title="Beratung durchgeführt?",
                number=unmarked,
                sentence=f"{said} vorbei; vermerken Sie, was daraus wurde.",
                link=f"{CONSULTATIONS}?state=scheduled",
                order=6,
            )
        )
    return found


def own_consultation(found: tuple[UUID, datetime] | None) -> list[Card]:
    """The next appointment with the office."""
    if found is None:
        return []
    key, starts_at = found
    return [
        Card(
            code="own_consultation",
            title="Ihr Beratungstermin",
            sentence=f"{date_and_time(starts_at)} mit der Koordinierungsstelle.",
            due=local_date(starts_at),
            link=f"{OWN_CONSULTATIONS}/{key}",
            order=5,
        )
    ]


def refused(counts: Mapping[Proof, int]) -> list[Card]:
    """Who could not prove who they are, in the last day."""
    total = sum(counts.values())
    said = [counted(counts[kind], *words) for kind, words in _REFUSED.items() if kind in counts]
    many = total >= MANY_REFUSED
    advice = " So viele sind kein Versehen: Das Protokoll sagt mehr (credentials refused)."
    return told_of(
        total,
        code="refused",
        title="Fehlgeschlagene Anmeldungen",
        sentence=f"In den letzten 24 Stunden: {', '.join(said)}.{advice if many else ''}",
        urgency=Urgency.SOON if many else Urgency.CALM,
        link=REFUSALS,
        order=10,
    )


def findings(count: int, *, office: bool) -> list[Card]:
    """Rules that are not kept, and about which nobody has said anything; the office may accept."""
    said = counted(count, "Hinweis ist", "Hinweise sind")
    advice = "ändern lassen oder mit einer Notiz hinnehmen" if office else "prüfen und ändern"
    return told_of(
        count,
        code="findings",
        title="Prüfhinweise",
        sentence=f"{said} offen, wo Einsätze von der Förderrichtlinie abweichen: {advice}.",
        urgency=Urgency.CALM,
        link=f"{FINDINGS}?standing=open",
        order=11,
    )


def vacant_posts(count: int) -> list[Card]:
    """Posts at which somebody is missing."""
    return told_of(
        count,
        code="vacant_posts",
        title="Unbesetzte Stellen",
        sentence=f"{counted(count, 'Stelle ist', 'Stellen sind')} ganz oder teilweise unbesetzt.",
        urgency=Urgency.SOON,
        link=f"{POSTS}?standing=vacant",
        order=12,
    )
