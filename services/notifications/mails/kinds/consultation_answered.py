"""The office has named an appointment, moved it, or ended the consultation: see the page."""

from services.notifications.mails.rules import consultation_until
from services.notifications.mails.values import MailKind, MailText, NoticeContext
from shared.contracts.consultations import CONSULTATION_PAGE, OWN_CONSULTATIONS


def write(context: NoticeContext) -> MailText:
    links = [f"{context.base_url}{OWN_CONSULTATIONS}/{key}" for key in context.subjects]
    until = consultation_until(context.today)
    by_link = context.links.url(CONSULTATION_PAGE, context.to.person_id, until)
    return MailText(
        subject="Neues zu Ihrer Beratung",
        reason="Sie erhalten diese Nachricht, weil Sie eine Beratung angefragt haben.",
        values={"links": links, "by_link": by_link, "until": until},
        links=links,
    )


MAIL = MailKind(
    "Antwort auf eine Beratungsanfrage", priority=1, height=840, write=write, notice=True
)
