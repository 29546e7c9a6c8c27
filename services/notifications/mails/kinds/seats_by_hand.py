"""Free seats for which an offer would come too late: the office calls, in the order of the line."""

from collections.abc import Iterable
from uuid import UUID

from services.notifications.mails.rules import NoteLink, slot_text
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.matters.values import BY_HAND, Offer
from services.notifications.messages.values import Draft, Fact, ToActing
from services.notifications.values import NotYet
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import GATHERINGS
from shared.contracts.seats import SeatsByHand
from shared.messaging.router import Received

OFFICE = ToActing((AccessRole.COORDINATOR,))


def tell_office_of_seats(event: Received[SeatsByHand]) -> Iterable[Draft]:
    """Taken back if nobody waits any more when it would go out."""
    body = event.body
    payload = {"gatherings": [str(body.gathering_id)], "seats": body.seats}
    yield Draft(BY_HAND, OFFICE, event.message.id, body.gathering_id, payload)


def write(context: NoticeContext) -> MailText:
    """Raises ``NotYet``."""
    seats = {each.subject_id: each.payload["seats"] for each in context.told}
    found = {key: _offer(context, key) for key in seats}
    said = ["für ein Angebot mit Frist ist es zu spät. Bitte rufen Sie an, der Reihe nach:"]
    said += [_line(each, seats[key]) for key, each in found.items()]
    links = [
        NoteLink(each.title, context.links.page(f"{GATHERINGS}/{key}"))
        for key, each in found.items()
    ]
    return MailText(
        subject=_subject(found, seats),
        reason="Sie erhalten diese Nachricht, weil Sie in der Koordinierungsstelle arbeiten.",
        values={"said": said, "links": links},
        links=[each.url for each in links],
    )


def _offer(context: NoticeContext, key: UUID) -> Offer:
    if key not in context.matters.offers:
        raise NotYet(key, absent="gatherings")
    return context.matters.offers[key]


def _line(offer: Offer, seats: int) -> str:
    when = f", {slot_text(offer.first)}" if offer.first else ""
    people = "eine Person wartet" if offer.waiting == 1 else f"{offer.waiting} Personen warten"
    return f"{offer.title}{when}: {_count(seats)} frei, {people}."


def _count(seats: int) -> str:
    return "ein Platz" if seats == 1 else f"{seats} Plätze"


def _subject(found: dict[UUID, Offer], seats: dict[UUID, int]) -> str:
    if len(found) > 1:
        return f"Plätze von Hand zu vergeben in {len(found)} Veranstaltungen"
    [(key, offer)] = found.items()
    count = _count(seats[key])
    return f"{count[0].upper()}{count[1:]} von Hand zu vergeben: {offer.title}"


MAIL = MailKind(
    "Plätze von Hand zu vergeben",
    Topic.GATHERINGS,
    priority=1,
    height=840,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    audience=OFFICE,
    facts=(Fact(SeatsByHand, tell_office_of_seats),),
)
