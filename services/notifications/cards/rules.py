"""What is said about delivery, and about what waits for somebody."""

from services.notifications.addresses.values import ADDRESSES
from services.notifications.inbox.values import INBOX
from services.notifications.outages.values import Pause
from shared.contracts.cards import Card, Urgency, told_of
from shared.contracts.notifications import OWN_ANNOUNCEMENTS
from shared.contracts.phrases import counted
from shared.german import date_and_time

DELIVERY, MAILBOX = "/notifications/versand", "/notifications/postfach"
HOURS = "/notifications/ruhezeiten"


def delivery(pause: Pause | None, waiting: int) -> list[Card]:
    """Whether mail goes out, while it does not."""
    if pause is None:
        return []
    waits = "wartet" if waiting == 1 else "warten"
    return [
        Card(
            code="delivery_paused",
            title="Versand steht still",
            number=waiting,
            sentence=f"Seit {date_and_time(pause.since)};"
            f" {counted(waiting, 'Nachricht', 'Nachrichten')} {waits}. Es geht nichts verloren.",
            urgency=Urgency.NOW,
            link=DELIVERY,
            order=3,
        )
    ]


def given_up(count: int) -> list[Card]:
    """What reached nobody."""
    return told_of(
        count,
        code="given_up",
        title="Nicht zugestellt",
        sentence=f"{counted(count, 'Nachricht hat', 'Nachrichten haben')} niemanden erreicht.",
        urgency=Urgency.NOW,
        link=DELIVERY,
        order=4,
    )


def mailbox(count: int) -> list[Card]:
    """Where mails are kept instead of sent."""
    return [
        Card(
            code="mailbox",
            title="Postfach",
            number=count,
            sentence="Kein Mailserver ist eingerichtet: Alle Nachrichten liegen hier.",
            link=MAILBOX,
            order=5,
        )
    ]


def against_us(count: int) -> list[Card]:
    """What other mail servers have against this installation."""
    return told_of(
        count,
        code="mail_against_policy",
        title="Von Mailservern abgewiesen",
        sentence=f"{counted(count, 'Mail wurde', 'Mails wurden')} in sieben Tagen abgewiesen,"
        " nicht wegen der Adresse: SPF, DKIM und den Ruf des Mailservers prüfen.",
        urgency=Urgency.NOW,
        link=DELIVERY,
        order=4,
    )


def unreachable(count: int) -> list[Card]:
    """Whose address takes no mail."""
    return told_of(
        count,
        code="addresses_dead",
        title="Nicht erreichbar",
        sentence=f"{counted(count, 'Person hat', 'Personen haben')} eine Adresse,"
        " die keine Post annimmt.",
        urgency=Urgency.NOW,
        link=ADDRESSES,
        order=6,
    )


def hours(chosen: int) -> list[Card]:
    """Where an office has never said when mails go out."""
    if chosen:
        return []
    return [
        Card(
            code="no_quiet_hours",
            title="Ruhezeiten",
            sentence="Ihre Kommune hat noch keine festgelegt: Mails gehen auch nachts und am"
            " Sonntag hinaus.",
            link=HOURS,
            order=7,
        )
    ]


def unread(count: int) -> list[Card]:
    """What somebody was told and has not read."""
    return told_of(
        count,
        code="unread",
        title="Mitteilungen",
        sentence=f"{counted(count, 'ungelesene Mitteilung', 'ungelesene Mitteilungen')}.",
        link=INBOX,
        order=6,
    )


def to_confirm(count: int) -> list[Card]:
    """What the office has told them and they have not confirmed."""
    waits = "Rundmitteilung wartet" if count == 1 else "Rundmitteilungen warten"
    return told_of(
        count,
        code="announcements_to_confirm",
        title="Bitte bestätigen",
        sentence=f"{'Eine' if count == 1 else count} {waits} auf Ihre Bestätigung, dass Sie"
        " sie gelesen haben.",
        urgency=Urgency.SOON,
        link=OWN_ANNOUNCEMENTS,
        order=5,
    )
