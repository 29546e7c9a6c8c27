"""Minutes can be read, or have been corrected: to all who had a seat, and who gave it up."""

from services.notifications.mails.rules import NoteLink, paper_text, seat_of
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from shared.contracts.gatherings import CATALOGUE


def write(context: NoticeContext) -> MailText:
    seat = seat_of(context)
    corrected = all(each.payload["correction"] for each in context.told)
    subject = f"Protokoll {'berichtigt' if corrected else 'ist da'}: {seat.title}"
    said = ["das Protokoll ist veröffentlicht. Sie können es lesen und als PDF speichern."]
    if corrected:
        said = ["ein Protokoll wurde berichtigt. Der veröffentlichte Text bleibt, wie er war:"]
        said.append("Die Berichtigung steht mit ihrem Grund darunter.")
    if seat.apologised:
        said.append(
            "Sie hatten sich abgemeldet; das Protokoll bekommen alle, die angemeldet waren."
        )
    url = context.links.page(f"{CATALOGUE}/{seat.gathering_id}/protokoll")
    reason = "Sie zu der Veranstaltung angemeldet waren"
    return paper_text(context, subject, reason, said, NoteLink("Protokoll lesen", url))


MAIL = MailKind(
    "Protokoll einer Veranstaltung",
    Topic.GATHERINGS,
    priority=2,
    height=740,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    single=True,
)
