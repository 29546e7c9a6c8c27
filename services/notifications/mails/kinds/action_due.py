"""What somebody has taken upon themselves is due soon, or was."""

from collections.abc import Iterable

from services.notifications.gatherings.values import ACTION_DUE
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
from shared.contracts.meetings import ActionItemDue
from shared.messaging.router import Received


def remind_owner_of_action(event: Received[ActionItemDue]) -> Iterable[Draft]:
    """Whatever is done, dropped or moved before it goes out is taken back."""
    body = event.body
    payload = {"assignment_id": str(body.assignment_id), "due_on": body.due_on.isoformat()}
    yield Draft(ACTION_DUE, ToPerson(body.person_id), event.message.id, body.action_id, payload)


def write(context: NoticeContext) -> MailText:
    said = "wir erinnern Sie an ein Vorhaben, das noch offen ist."
    if len(context.subjects) > 1:
        said = f"wir erinnern Sie an {len(context.subjects)} Vorhaben, die noch offen sind."
    return action_text(context, "Erinnerung an ein Vorhaben", said)


MAIL = MailKind(
    "Erinnerung an ein Vorhaben",
    Topic.GATHERINGS,
    priority=2,
    height=820,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(ActionItemDue, remind_owner_of_action),),
)
