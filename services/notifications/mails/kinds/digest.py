"""Several matters for one person in one mail: gathered as they wish, or during quiet hours."""

from dataclasses import dataclass

from services.notifications.mails.values import DigestContext, MailKind, MailText

CHOICE = "/notifications/benachrichtigungen"
"""Where somebody chooses when and about what they get mails."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A matter as the digest calls it, with a name, which no subject of a mail has."""

    title: str
    text: str
    html: str
    reason: str


def subject(count: int) -> str:
    """Ihre Zusammenfassung: 3 Nachrichten"""
    return f"Ihre Zusammenfassung: {count} Nachrichten"


def write(context: DigestContext) -> MailText:
    parts = [
        ShownPart(
            f"{each.subject} – {name}" if name else each.subject, each.text, each.html, each.reason
        )
        for each, name in zip(context.parts, context.about, strict=True)
    ]
    return MailText(
        subject=subject(len(parts)),
        reason="Sie erhalten diese Nachricht, weil mehreres für Sie zusammengekommen ist: kurz"
        " nacheinander, in einer Zeit, in der keine Mails verschickt werden, oder weil Sie es"
        " gesammelt haben möchten.",
        values={"parts": parts, "choice": context.links.page(CHOICE)},
        links=[link for each in context.parts for link in each.links],
    )


MAIL = MailKind("Zusammenfassung", None, priority=2, height=1200, write=write)
