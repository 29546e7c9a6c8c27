"""Somebody has nothing to answer any more: the invitation is over, or the gathering is."""

from collections.abc import Iterable

from services.notifications.gatherings.values import UNINVITED
from services.notifications.mails.rules import invited_to
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.invitations import InvitationEnd, InvitationEnded
from shared.messaging.router import Received

_OVER = "Sie brauchen nicht mehr zu antworten."
_SAID = {
    InvitationEnd.CALLED_OFF: "die Veranstaltung, zu der wir Sie eingeladen haben, findet nicht"
    " statt:",
}
_OTHERWISE = "die Koordinierungsstelle hat ihre Einladung zurückgenommen:"


def tell_of_ended_invitation(event: Received[InvitationEnded]) -> Iterable[Draft]:
    """Whether they had the invitation at all is looked at before it is sent."""
    body = event.body
    payload = {"gathering_id": str(body.gathering_id), "why": body.why.value}
    yield Draft(UNINVITED, ToPerson(body.person_id), event.message.id, body.invitation_id, payload)


def write(context: NoticeContext) -> MailText:
    """Raises ``NotYet``."""
    seat, why = invited_to(context), InvitationEnd(context.told[-1].payload["why"])
    called_off = why is InvitationEnd.CALLED_OFF
    return MailText(
        subject=f"{'Abgesagt' if called_off else 'Einladung zurückgenommen'}: {seat.title}",
        reason="Sie erhalten diese Nachricht, weil die Koordinierungsstelle Sie eingeladen hatte.",
        values={"said": [_SAID.get(why, _OTHERWISE), seat.title, _OVER], "links": []},
        links=[],
    )


MAIL = MailKind(
    "Ende einer Einladung",
    Topic.GATHERINGS,
    priority=2,
    height=760,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(InvitationEnded, tell_of_ended_invitation),),
    single=True,
)
