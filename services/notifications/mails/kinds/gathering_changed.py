"""Dates were moved, added or called off: what they were, what they are, and one button."""

from collections.abc import Iterable
from uuid import UUID

from services.notifications.gatherings.values import CHANGED, Seat
from services.notifications.mails.rules import date_text, seat_of, seat_text, slot_text
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
    Urgency,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.gatherings import Approval, DatesChanged, Place, SlotFact
from shared.json import Json
from shared.messaging.router import Received


def tell_of_changed_dates(event: Received[DatesChanged]) -> Iterable[Draft]:
    """All of some minutes become one mail; what was before the first of them counts."""
    body = event.body
    before = [each.model_dump(mode="json") for each in body.before]
    payload = {"date_id": str(body.date_id), "before": before}
    to = ToPerson(body.person_id)
    yield Draft(CHANGED, to, event.message.id, body.registration_id, payload)


def lines_of(seat: Seat, change: Json) -> list[str]:
    """The old time and the new one of a date, nothing where all is as it was."""
    now = seat.date_of(UUID(change["date_id"]))
    was = [each for each in map(SlotFact.model_validate, change["before"]) if not each.cancelled]
    there = now if now is not None and not now.cancelled else None
    old, new = [slot_text(each) for each in was], date_text(there) if there else ""
    elsewhere = any(each.place_changed for each in was)
    if not (old or new) or (there and old == [slot_text(there)] and not elsewhere):
        return []
    if not old:
        return [f"Neu: {new}"]
    if not new:
        return [f"Entfällt: {each}" for each in old]
    return [*(f"Bisher: {each}" for each in old), f"Jetzt: {new}"]


def write(context: NoticeContext) -> MailText:
    seat = seat_of(context)
    first: dict[str, Json] = {}
    for each in context.told:
        first.setdefault(each.payload["date_id"], each.payload)
    lines = [line for each in first.values() for line in lines_of(seat, each)]
    said = ["ein Termin ist anders, als wir Ihnen gesagt haben.", _stays(seat)]
    subject = f"Neuer Termin: {seat.title}"
    return seat_text(context, subject, said, "Passt nicht? Ansehen oder abmelden", dates=lines)


def _stays(seat: Seat) -> str:
    """Silence changes nothing for anybody; who waits is told that they do."""
    if seat.place is Place.CONFIRMED:
        return "Passt es weiterhin, müssen Sie nichts tun: Ihr Platz bleibt."
    if seat.place is Place.OFFERED:
        return "Ein Platz ist für Sie reserviert. Passt es weiterhin, nehmen Sie ihn bitte an."
    pending = seat.approval is Approval.PENDING
    standing = "Ihre Freigabe steht noch aus." if pending else "Sie stehen auf der Warteliste."
    return f"{standing} Passt es weiterhin, müssen Sie nichts tun: Ihre Anmeldung bleibt."


MAIL = MailKind(
    "Geänderter Termin einer Veranstaltung",
    Topic.GATHERINGS,
    priority=1,
    height=900,
    write=write,
    urgency=Urgency.CRITICAL,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(DatesChanged, tell_of_changed_dates),),
    single=True,
)
"""Critical: somebody would travel to where nothing takes place any more."""
