"""Somebody has taken something upon themselves: until when, and by which link it is done."""

from collections.abc import Iterable

from services.notifications.gatherings.values import ACTION_ASSIGNED
from services.notifications.mails.rules import action_text
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.meetings import ActionItemAssigned, StepAssigned
from shared.messaging.router import Received


def tell_owner_of_action(
    event: Received[ActionItemAssigned] | Received[StepAssigned],
) -> Iterable[Draft]:
    """Also of another day."""
    body = event.body
    due_on = body.due_on.isoformat() if body.due_on else ""
    payload = {"assignment_id": str(body.assignment_id), "due_on": due_on}
    yield Draft(
        ACTION_ASSIGNED, ToPerson(body.person_id), event.message.id, body.action_id, payload
    )


def tell_owner_of_step(event: Received[StepAssigned]) -> Iterable[Draft]:
    """Of a project, in the same words."""
    return tell_owner_of_action(event)


def write(context: NoticeContext) -> MailText:
    one = len(context.subjects) == 1
    first = "ein Vorhaben ist" if one else f"{len(context.subjects)} Vorhaben sind"
    said = f"{first} vereinbart worden und für Sie eingetragen."
    return action_text(context, "Vorhaben für Sie", said)


MAIL = MailKind(
    "Vorhaben übernommen",
    Topic.GATHERINGS,
    priority=2,
    height=820,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(ActionItemAssigned, tell_owner_of_action), Fact(StepAssigned, tell_owner_of_step)),
)
