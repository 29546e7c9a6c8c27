"""Somebody is to carry out a measure: until when, and by which link they say how it stands."""

from collections.abc import Iterable

from services.notifications.mails.rules import measure_text
from services.notifications.mails.values import (
    GATHERED,
    MEASURE_ASSIGNED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.measures import MeasureAssigned
from shared.messaging.router import Received


def tell_owner_of_measure(event: Received[MeasureAssigned]) -> Iterable[Draft]:
    """Also of another day."""
    body = event.body
    payload = {
        "assignment_id": str(body.assignment_id),
        "due_on": body.due_on.isoformat(),
        "outside": body.outside,
    }
    to = ToPerson(body.person_id)
    yield Draft(MEASURE_ASSIGNED, to, event.message.id, body.measure_id, payload)


def write(context: NoticeContext) -> MailText:
    one = len(context.subjects) == 1
    first = "eine Maßnahme ist" if one else f"{len(context.subjects)} Maßnahmen sind"
    return measure_text(context, "Maßnahme für Sie", f"{first} für Sie eingetragen worden.")


MAIL = MailKind(
    "Maßnahme übernommen",
    Topic.SURVEYS,
    priority=2,
    height=820,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(MeasureAssigned, tell_owner_of_measure),),
)
