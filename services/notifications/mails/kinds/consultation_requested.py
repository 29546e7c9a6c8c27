"""Somebody asks the office for a consultation; who and about what stands on the page alone."""

from services.notifications.mails.values import MailKind, MailText, NoticeContext
from shared.contracts.consultations import CONSULTATIONS


def subject(count: int) -> str:
    """Eine Beratung wurde angefragt"""
    if count == 1:
        return "Eine Beratung wurde angefragt"
    return f"{count} Beratungen wurden angefragt"


def write(context: NoticeContext) -> MailText:
    links = [f"{context.base_url}{CONSULTATIONS}/{key}" for key in context.subjects]
    return MailText(
        subject=subject(len(links)),
        reason="Sie erhalten diese Nachricht, weil Sie in der Koordinierungsstelle arbeiten.",
        values={"links": links},
        links=links,
    )


MAIL = MailKind("Angefragte Beratung", priority=2, height=700, write=write, notice=True)
