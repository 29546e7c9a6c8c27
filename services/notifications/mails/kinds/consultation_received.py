"""What was asked for by a link has arrived; what it is stands on the page alone."""

from services.notifications.mails.rules import consultation_until
from services.notifications.mails.values import MailKind, MailText, NoticeContext
from shared.contracts.consultations import CONSULTATION_PAGE


def write(context: NoticeContext) -> MailText:
    until = consultation_until(context.today)
    url = context.links.url(CONSULTATION_PAGE, context.to.person_id, until)
    return MailText(
        subject="Ihre Anfrage ist angekommen",
        reason="Sie erhalten diese Nachricht, weil jemand über den Link aus einer Nachricht an Sie"
        " eine Beratung angefragt hat.",
        values={"count": len(context.subjects), "url": url, "until": until},
        links=[url],
    )


MAIL = MailKind(
    "Bestätigung einer Beratungsanfrage", priority=2, height=800, write=write, notice=True
)
