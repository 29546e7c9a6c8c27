"""The office has named an appointment, moved it, or ended the consultation: see the page."""

from services.notifications.mails.values import MailKind, MailText, NoticeContext
from shared.contracts.consultations import OWN_CONSULTATIONS


def write(context: NoticeContext) -> MailText:
    links = [f"{context.base_url}{OWN_CONSULTATIONS}/{key}" for key in context.subjects]
    return MailText(
        subject="Neues zu Ihrer Beratung",
        reason="Sie erhalten diese Nachricht, weil Sie eine Beratung angefragt haben.",
        values={"links": links},
        links=links,
    )


MAIL = MailKind(
    "Antwort auf eine Beratungsanfrage", priority=1, height=700, write=write, notice=True
)
