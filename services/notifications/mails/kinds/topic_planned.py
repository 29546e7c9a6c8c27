"""A topic that they have supported has become a gathering, and one may register."""

from services.notifications.mails.rules import NoteLink
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from shared.contracts.gatherings import CATALOGUE

REASON = (
    "Sie erhalten diese Nachricht, weil Sie ein Thema unterstützt haben. Wer das getan hat, sieht"
    " auch die Koordinierungsstelle nicht."
)


def write(context: NoticeContext) -> MailText:
    told = context.told[-1]
    link = NoteLink("Ansehen und anmelden", context.links.page(f"{CATALOGUE}/{told.subject_id}"))
    return MailText(
        subject="Ein Thema, das Sie unterstützt haben, wird angeboten",
        reason=REASON,
        values={
            "said": [
                f"zu „{told.payload['title']}“ gibt es jetzt eine Veranstaltung, und die Anmeldung"
                " ist offen.",
                "Angemeldet sind Sie damit noch nicht.",
            ],
            "links": [link],
        },
        links=[link.url],
    )


MAIL = MailKind(
    "Unterstütztes Thema wird angeboten",
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
