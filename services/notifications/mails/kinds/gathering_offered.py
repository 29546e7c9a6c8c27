"""A seat is kept for somebody who waited, until they have answered."""

from collections.abc import Iterable

from services.notifications.gatherings.values import OFFERED
from services.notifications.mails.rules import moment_text, seat_of, seat_text
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
from shared.contracts.gatherings import SeatOffered
from shared.messaging.router import Received


def offer_seat(event: Received[SeatOffered]) -> Iterable[Draft]:
    """Each time one is kept for them."""
    to, registration = ToPerson(event.body.person_id), event.body.registration_id
    yield Draft(OFFERED, to, event.message.id, subject_id=registration)


def write(context: NoticeContext) -> MailText:
    seat = seat_of(context)
    until = f" bis {moment_text(seat.answer_until)}" if seat.answer_until else ""
    said = [
        "ein Platz ist frei geworden, und Sie sind an der Reihe.",
        f"Er bleibt{until} für Sie reserviert. Danach bekommt ihn die nächste Person.",
    ]
    subject = f"Platz angeboten: {seat.title}"
    return seat_text(context, subject, said, "Annehmen oder ablehnen")


MAIL = MailKind(
    "Angebotener Platz",
    Topic.GATHERINGS,
    priority=0,
    height=900,
    write=write,
    urgency=Urgency.CRITICAL,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(SeatOffered, offer_seat),),
    single=True,
)
"""Critical: the seat is lost to who learns of it in a digest, or after their own quiet hours."""
