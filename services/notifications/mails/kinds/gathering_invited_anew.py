"""What somebody is invited to, and has not answered, takes place at another time."""

from collections.abc import Iterable

from services.notifications.gatherings.values import INVITED_ANEW
from services.notifications.mails.kinds.gathering_changed import lines_of
from services.notifications.mails.rules import invitation_links, invited_to
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from services.notifications.values import NotYet
from shared.contracts.invitations import InvitationMoved
from shared.json import Json
from shared.messaging.router import Received


def tell_of_moved_invitation(event: Received[InvitationMoved]) -> Iterable[Draft]:
    """All of some minutes become one mail; what was before the first of them counts."""
    body = event.body
    before = [each.model_dump(mode="json") for each in body.before]
    payload: Json = {"date_id": str(body.date_id), "before": before}
    payload |= {"gathering_id": str(body.gathering_id)}
    yield Draft(
        INVITED_ANEW, ToPerson(body.person_id), event.message.id, body.invitation_id, payload
    )


def write(context: NoticeContext) -> MailText:
    """Raises ``NotYet`` while the copy of the gathering says what was."""
    seat = invited_to(context)
    first: dict[str, Json] = {}
    for each in context.told:
        first.setdefault(each.payload["date_id"], each.payload)
    lines = [line for each in first.values() for line in lines_of(seat, each)]
    if not lines:
        raise NotYet(seat.gathering_id)
    said = ["zu einer Veranstaltung, zu der wir Sie eingeladen haben, ist ein Termin anders:"]
    said += [seat.title, *lines, "Ihre Einladung gilt weiter. Bitte antworten Sie, ob Sie kommen."]
    links, until = invitation_links(context)
    return MailText(
        subject=f"Neuer Termin: {seat.title}",
        reason="Sie erhalten diese Nachricht, weil die Koordinierungsstelle Sie eingeladen hat.",
        values={"said": said, "links": links, **until},
        links=[each.url for each in links],
    )


MAIL = MailKind(
    "Geänderter Termin einer Einladung",
    Topic.GATHERINGS,
    priority=2,
    height=900,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(InvitationMoved, tell_of_moved_invitation),),
    single=True,
)
