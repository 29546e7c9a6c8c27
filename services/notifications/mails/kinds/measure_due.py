"""A measure is due soon, or was."""

from collections.abc import Iterable

from services.notifications.mails.rules import measure_text
from services.notifications.mails.values import (
    GATHERED,
    MEASURE_DUE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.measures import MeasureDue
from shared.messaging.router import Received


def remind_owner_of_measure(event: Received[MeasureDue]) -> Iterable[Draft]:
    """Whatever is settled or moved before it goes out is taken back."""
    body = event.body
    payload = {
        "assignment_id": str(body.assignment_id),
        "due_on": body.due_on.isoformat(),
        "outside": body.outside,
    }
    yield Draft(MEASURE_DUE, ToPerson(body.person_id), event.message.id, body.measure_id, payload)


def write(context: NoticeContext) -> MailText:
    said = "wir erinnern Sie an eine Maßnahme, die noch offen ist."
    if len(context.subjects) > 1:
        said = f"wir erinnern Sie an {len(context.subjects)} Maßnahmen, die noch offen sind."
    return measure_text(context, "Erinnerung an eine Maßnahme", said)


MAIL = MailKind(
    "Erinnerung an eine Maßnahme",
    Topic.SURVEYS,
    priority=2,
    height=820,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(MeasureDue, remind_owner_of_measure),),
)
