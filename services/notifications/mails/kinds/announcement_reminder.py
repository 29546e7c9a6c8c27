"""Once or twice to whoever has not confirmed; whole, as the first mail may be lost."""

from dataclasses import replace

from services.notifications.mails.kinds.announcement import HEIGHT, PRIORITY, tell
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)


def subject(text: str, _: int) -> str:
    """Whatever was changed, they have been told."""
    return f"Erinnerung: {text}"


def write(context: NoticeContext) -> MailText:
    text = tell(context, subject)
    return replace(text, values={**text.values, "reminder": True})


MAIL = MailKind(
    "Erinnerung an eine Rundmitteilung",
    Topic.ANNOUNCEMENTS,
    priority=PRIORITY,
    height=HEIGHT,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    certain=True,
)
