"""What a coordination office tells many, whole; nobody has to open a page to read it."""

from collections.abc import Callable

from services.notifications.announcements.values import LINK_FOR, PAGE, paragraphs
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)

PRIORITY = 3
"""After everything else: there may be 50,000 of them."""
HEIGHT = 1000


def subject(text: str, edition: int) -> str:
    """A changed text says so."""
    return f"Geändert: {text}" if edition > 1 else text


def write(context: NoticeContext) -> MailText:
    return tell(context, subject)


def tell(context: NoticeContext, called: Callable[[str, int], str]) -> MailText:
    """The announcement with its link, ``called`` by what it was called and its edition."""
    recipient_id = context.told[0].subject_id
    news = context.news[recipient_id]
    link = context.links.url(PAGE, recipient_id, context.today + LINK_FOR)
    place = f" ({context.office})" if context.office else ""
    stays = (
        " Sie kommt, auch wenn Sie Rundmitteilungen abbestellt haben." if news.to_confirm else ""
    )
    return MailText(
        subject=called(news.subject, news.edition),
        reason=f"Sie erhalten diese Nachricht, weil die Koordinierungsstelle{place} sie an einen"
        f" Kreis geschickt hat, zu dem Sie gehören.{stays}",
        values={
            "title": news.subject,
            "paragraphs": paragraphs(news.text),
            "to_confirm": news.to_confirm,
            "edition": news.edition,
            "reminder": False,
            "page": link,
        },
        links=[link],
    )


MAIL = MailKind(
    "Rundmitteilung",
    Topic.ANNOUNCEMENTS,
    priority=PRIORITY,
    height=HEIGHT,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
)
