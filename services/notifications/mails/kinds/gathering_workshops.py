"""In which workshop somebody is; what it is called stands on the page of their registration."""

from collections.abc import Iterable

from services.notifications.gatherings.values import WORKSHOPS
from services.notifications.mails.rules import seat_of, seat_text, slot_text
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.gatherings import SlotFact
from shared.contracts.seats import WorkshopSeatChanged
from shared.json import Json
from shared.messaging.router import Received


def tell_of_workshop(event: Received[WorkshopSeatChanged]) -> Iterable[Draft]:
    """Of several changes of one time only the last is said."""
    body = event.body
    slot = SlotFact(day=body.day, starts=body.starts, ends=body.ends).model_dump(mode="json")
    payload = {"slot": slot, "wish": body.wish}
    to = ToPerson(body.person_id)
    yield Draft(WORKSHOPS, to, event.message.id, body.registration_id, payload)


def write(context: NoticeContext) -> MailText:
    seat = seat_of(context)
    told = _last(context)
    said = ["in Ihren Workshops ist etwas neu:", *map(_line, told)]
    if any(each["wish"] is not None for each in told):
        said.append("Titel und Raum stehen auf der Seite Ihrer Anmeldung.")
    return seat_text(
        context, f"Ihr Workshop: {seat.title}", said, "Anmeldung ansehen", dates=(), entries=False
    )


def _last(context: NoticeContext) -> list[Json]:
    found = {
        (each.payload["slot"]["day"], each.payload["slot"]["starts"]): each.payload
        for each in context.told
    }
    return [found[key] for key in sorted(found)]


def _line(told: Json) -> str:
    when = slot_text(SlotFact.model_validate(told["slot"]))
    if told["wish"] is None:
        return f"{when}: Sie haben keinen Platz mehr in einem Workshop."
    if told["wish"] == 0:
        return f"{when}: Die Koordinierungsstelle hat Ihnen einen Platz gegeben."
    return f"{when}: Sie haben einen Platz in Ihrem {told['wish']}. Wunsch."


MAIL = MailKind(
    "Workshop",
    Topic.GATHERINGS,
    priority=2,
    height=800,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(WorkshopSeatChanged, tell_of_workshop),),
    single=True,
)
