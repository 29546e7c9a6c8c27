"""A week before a symposium: do they really come? Silence keeps the seat."""

from services.notifications.mails.kinds.gathering_reminder import dates_of
from services.notifications.mails.rules import seat_of, seat_text
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)


def write(context: NoticeContext) -> MailText:
    said = [
        "kommen Sie wirklich? Sie sind angemeldet. Sagen Sie uns mit einem Klick auf der Seite, ob"
        " Sie kommen.",
        "Einen Platz, den Sie nicht brauchen, bekommt sofort, wer darauf wartet. Antworten Sie"
        " nicht, bleibt er Ihrer.",
    ]
    return seat_text(
        context,
        f"Kommen Sie wirklich? {seat_of(context).title}",
        said,
        "Kommen oder abmelden",
        dates=dates_of(context),
        reason="Sie zu einer Veranstaltung angemeldet sind",
        entries=False,
    )


MAIL = MailKind(
    "Nachfrage vor einer Veranstaltung",
    Topic.GATHERINGS,
    priority=2,
    height=900,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    single=True,
)
