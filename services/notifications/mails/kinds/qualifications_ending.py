"""Qualifications end in 90 days or in 30, for the office: how many, and never whose."""

from collections.abc import Iterable
from datetime import date

from services.notifications.mails.rules import NoteLink, full_date
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.matters.values import ENDINGS
from services.notifications.messages.values import Draft, Fact, ToActing
from shared.contracts.accounts import AccessRole
from shared.contracts.certificates import QUALIFICATIONS, QualificationEnding
from shared.messaging.router import Received

OFFICE = ToActing((AccessRole.COORDINATOR,))


def tell_office_of_ending(event: Received[QualificationEnding]) -> Iterable[Draft]:
    """Those of a day become one mail."""
    body = event.body
    payload = {"until": body.until.isoformat(), "gatherings": []}
    yield Draft(ENDINGS, OFFICE, event.message.id, body.qualification_id, payload)


def write(context: NoticeContext) -> MailText:
    ends = {each.subject_id: date.fromisoformat(each.payload["until"]) for each in context.told}
    first = full_date(min(ends.values()))
    said = [f"eine Qualifikation läuft ab, sie gilt noch bis {first}."]
    if len(ends) > 1:
        said = [f"{len(ends)} Qualifikationen laufen ab, die erste gilt bis {first}."]
    said.append("Wer sie hat, ist benachrichtigt. Namen stehen nur auf der Seite.")
    link = NoteLink(
        "Qualifikationen ansehen", context.links.page(f"{QUALIFICATIONS}?standing=soon")
    )
    return MailText(
        subject="Eine Qualifikation läuft ab"
        if len(ends) == 1
        else f"{len(ends)} Qualifikationen laufen ab",
        reason="Sie erhalten diese Nachricht, weil Sie in der Koordinierungsstelle arbeiten.",
        values={"said": said, "links": [link]},
        links=[link.url],
    )


MAIL = MailKind(
    "Qualifikationen, die ablaufen",
    Topic.GATHERINGS,
    priority=2,
    height=740,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    audience=OFFICE,
    facts=(Fact(QualificationEnding, tell_office_of_ending),),
)
