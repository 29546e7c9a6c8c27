"""The same, where the office asks everybody to confirm that they have read it."""

from services.notifications.mails.kinds.announcement import HEIGHT, PRIORITY, tell
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)


def subject(text: str, edition: int) -> str:
    """Bitte bestätigen: Neue Regeln"""
    return f"{'Geändert, bitte' if edition > 1 else 'Bitte'} bestätigen: {text}"


def write(context: NoticeContext) -> MailText:
    return tell(context, subject)


MAIL = MailKind(
    "Rundmitteilung, um Bestätigung gebeten",
    Topic.ANNOUNCEMENTS,
    priority=PRIORITY,
    height=HEIGHT,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    certain=True,
)
