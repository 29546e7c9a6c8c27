"""Minutes can be read, or have been corrected: to all who had a seat, and who gave it up."""

from services.notifications.mails.rules import NoteLink, day_of_month, paper_text, seat_of
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
    held = f" vom {day_of_month(seat.last_held)}" if seat.last_held else ""
    said = [f"das Protokoll{held} ist veröffentlicht. Sie können es lesen und als PDF speichern."]
    if corrected:
        said = [f"das Protokoll{held} wurde berichtigt. Der Text bleibt, wie er war."]
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
