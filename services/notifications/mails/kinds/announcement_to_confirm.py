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


def write(context: NoticeContext) -> MailText:
    return tell(context, "Bitte bestätigen: ")


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
