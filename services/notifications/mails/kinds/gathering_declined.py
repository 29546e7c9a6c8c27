"""A calendar has said that its owner does not come to a date; the seat is theirs until they do."""

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
        "Ihr Kalender hat einen Termin abgesagt, zu dem Sie angemeldet sind. Ihren Platz haben Sie"
        " noch: Ein Kalender meldet niemanden ab.",
        "Möchten Sie sich abmelden? Dann sagen Sie es bitte auf der Seite; so kann jemand anders"
        " kommen. Kommen Sie doch, brauchen Sie nichts zu tun.",
        "Was Sie zur Absage geschrieben haben, liest niemand. Antworten Sie dafür auf diese Mail.",
    ]
    return seat_text(
        context,
        f"Abmelden? {seat_of(context).title}",
        said,
        "Anmeldung ansehen oder abmelden",
        dates=dates_of(context),
        reason="Sie zu einer Veranstaltung angemeldet sind",
        entries=False,
    )


MAIL = MailKind(
    "Nachfrage nach der Absage eines Kalenders",
    Topic.GATHERINGS,
    priority=1,
    height=940,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    single=True,
)
