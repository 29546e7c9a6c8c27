"""Whoever had asked for a consultation needs it no more; an appointment is called off."""

from services.notifications.mails.values import MailKind, MailText, NoticeContext
from shared.contracts.consultations import CONSULTATIONS


def subject(count: int) -> str:
    """Eine Beratung wurde abgesagt"""
    if count == 1:
        return "Eine Beratung wurde abgesagt"
    return f"{count} Beratungen wurden abgesagt"


def write(context: NoticeContext) -> MailText:
    links = [f"{context.base_url}{CONSULTATIONS}/{key}" for key in context.subjects]
    return MailText(
        subject=subject(len(links)),
        reason="Sie erhalten diese Nachricht, weil Sie in der Koordinierungsstelle arbeiten.",
        values={"links": links},
        links=links,
    )


MAIL = MailKind("Abgesagte Beratung", priority=1, height=700, write=write, notice=True)
