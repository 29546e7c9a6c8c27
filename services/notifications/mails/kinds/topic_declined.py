"""A topic that they have supported will not become a gathering, and why."""

from services.notifications.mails.kinds.topic_planned import REASON
from services.notifications.mails.rules import NoteLink
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from shared.contracts.topics import TOPICS


def write(context: NoticeContext) -> MailText:
    told = context.told[-1]
    link = NoteLink("Thema ansehen", context.links.page(f"{TOPICS}/{told.subject_id}"))
    return MailText(
        subject="Antwort auf ein Thema, das Sie unterstützt haben",
        reason=REASON,
        values={
            "said": [
                f"zu „{told.payload['title']}“ wird es vorerst keine Veranstaltung geben. Die"
                " Koordinierungsstelle schreibt dazu:",
                *(line for line in told.payload["why"].splitlines() if line.strip()),
            ],
            "links": [link],
        },
        links=[link.url],
    )


MAIL = MailKind(
    "Antwort auf ein unterstütztes Thema",
    Topic.GATHERINGS,
    priority=2,
    height=700,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    single=True,
    confidential=True,
)
