"""The office asks somebody to come. Their calendar is told of a seat, and not of a question."""

from collections.abc import Iterable
from uuid import UUID

from services.notifications.gatherings.values import INVITED, LINK_AFTER
from services.notifications.mails.rules import NoteLink, date_text, seat_of
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from services.notifications.values import NotYet
from shared.contracts.gatherings import CATALOGUE
from shared.contracts.invitations import INVITATION_PAGE, GatheringInvited
from shared.messaging.router import Received


def invite(event: Received[GatheringInvited]) -> Iterable[Draft]:
    """Each time they are asked."""
    body = event.body
    payload = {"gathering_id": str(body.gathering_id), "again": body.again}
    to = ToPerson(body.person_id)
    yield Draft(INVITED, to, event.message.id, body.invitation_id, payload)


def write(context: NoticeContext) -> MailText:
    """Whoever signs in answers on the page of the gathering; raises ``NotYet``."""
    told = context.told[0]
    if told.subject_id not in context.seats:
        raise NotYet(UUID(told.payload["gathering_id"]), absent="gatherings")
    seat = seat_of(context)
    said = ["die Koordinierungsstelle lädt Sie ein:"]
    if any(each.payload["again"] for each in context.told):
        said = ["die Koordinierungsstelle fragt noch einmal, ob Sie kommen:"]
    said += [seat.title, *map(date_text, seat.coming)]
    said.append("Angemeldet sind Sie erst, wenn Sie zusagen. Sie können auch ablehnen.")
    link, until = _answer(context)
    return MailText(
        subject=f"Einladung: {seat.title}",
        reason="Sie erhalten diese Nachricht, weil die Koordinierungsstelle Sie eingeladen hat.",
        values={"said": said, "links": [link], **until},
        links=[link.url],
    )


def _answer(context: NoticeContext) -> tuple[NoteLink, dict[str, object]]:
    seat, title = seat_of(context), "Ansehen und antworten"
    if seat.signs_in:
        return NoteLink(title, context.links.page(f"{CATALOGUE}/{seat.gathering_id}")), {}
    last_day = max(seat.last_day or context.today, context.today) + LINK_AFTER
    url = context.links.url(INVITATION_PAGE, seat.registration_id, last_day)
    return NoteLink(title, url), {"until": last_day}


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
