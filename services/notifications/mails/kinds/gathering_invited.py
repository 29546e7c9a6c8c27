"""The office asks somebody to come. Their calendar is told of a seat, and not of a question."""

from collections.abc import Iterable

from services.notifications.gatherings.values import INVITED
from services.notifications.mails.rules import date_text, invitation_links, invited_to
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.invitations import GatheringInvited
from shared.messaging.router import Received


def invite(event: Received[GatheringInvited]) -> Iterable[Draft]:
    """Each time they are asked."""
    body = event.body
    payload = {"gathering_id": str(body.gathering_id), "again": body.again}
    to = ToPerson(body.person_id)
    yield Draft(INVITED, to, event.message.id, body.invitation_id, payload)


def write(context: NoticeContext) -> MailText:
    """Whoever signs in answers on the page of the gathering; raises ``NotYet``."""
    seat = invited_to(context)
    said = ["die Koordinierungsstelle lädt Sie ein:"]
    if any(each.payload["again"] for each in context.told):
        said = ["die Koordinierungsstelle fragt noch einmal, ob Sie kommen:"]
    said += [seat.title, *map(date_text, seat.coming)]
    said.append("Angemeldet sind Sie erst, wenn Sie zusagen. Sie können auch ablehnen.")
    links, until = invitation_links(context)
    return MailText(
        subject=f"Einladung: {seat.title}",
        reason="Sie erhalten diese Nachricht, weil die Koordinierungsstelle Sie eingeladen hat.",
        values={"said": said, "links": links, **until},
        links=[each.url for each in links],
    )


MAIL = MailKind(
    "Einladung zu einer Veranstaltung",
    Topic.GATHERINGS,
    priority=2,
    height=840,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(GatheringInvited, invite),),
    single=True,
)
