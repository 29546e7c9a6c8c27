"""Somebody has a seat: with an entry for their calendar."""

from collections.abc import Iterable

from services.notifications.gatherings.values import CONFIRMED
from services.notifications.mails.kinds.gathering_received import BY_OTHER
from services.notifications.mails.rules import seat_of, seat_text
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
    Urgency,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.gatherings import SeatConfirmed
from shared.messaging.router import Received

AGAIN = "die Veranstaltung war abgesagt und findet doch statt."


def tell_of_seat(event: Received[SeatConfirmed]) -> Iterable[Draft]:
    """Also after waiting, and whoever gave it."""
    body = event.body
    payload = {"by_other": body.by_other, "again": body.again}
    to = ToPerson(body.person_id)
    yield Draft(CONFIRMED, to, event.message.id, body.registration_id, payload)


def write(context: NoticeContext) -> MailText:
    said = ["Sie sind angemeldet und haben einen Platz."]
    if any(each.payload.get("again") for each in context.told):
        said = [AGAIN, *said]
    if any(each.payload["by_other"] for each in context.told):
        said.append(BY_OTHER)
    said.append("Können Sie doch nicht kommen, melden Sie sich bitte ab: Andere warten vielleicht.")
    subject = f"Sie sind angemeldet: {seat_of(context).title}"
    return seat_text(context, subject, said, "Anmeldung ansehen oder abmelden")


MAIL = MailKind(
    "Platz in einer Veranstaltung",
    Topic.GATHERINGS,
    priority=1,
    height=900,
    write=write,
    urgency=Urgency.CRITICAL,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(SeatConfirmed, tell_of_seat),),
    single=True,
)
"""At once: they have just said so, or it stands in a calendar, which is never gathered."""
