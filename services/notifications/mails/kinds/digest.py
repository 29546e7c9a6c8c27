"""Several matters for one person in one mail: gathered as they wish, or during quiet hours."""

from services.notifications.mails.values import DigestContext, MailKind, MailText

CHOICE = "/notifications/benachrichtigungen"
"""Where somebody chooses when and about what they get mails."""


def subject(count: int) -> str:
    """Ihre Zusammenfassung: 3 Nachrichten"""
    return f"Ihre Zusammenfassung: {count} Nachrichten"


def write(context: DigestContext) -> MailText:
    return MailText(
        subject=subject(len(context.parts)),
        reason="Sie erhalten diese Nachricht, weil mehreres für Sie zusammengekommen ist: in einer"
        " Zeit, in der keine Mails verschickt werden, oder weil Sie es gesammelt haben möchten.",
        values={"parts": context.parts, "choice": context.links.page(CHOICE)},
        links=[link for each in context.parts for link in each.links],
    )


MAIL = MailKind("Zusammenfassung", None, priority=2, height=1200, write=write)
