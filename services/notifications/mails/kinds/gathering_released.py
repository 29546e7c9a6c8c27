"""Somebody does not take part: what stands in their calendar is called off."""

from collections.abc import Iterable

from services.notifications.gatherings.values import RELEASED
from services.notifications.mails.rules import seat_of, seat_text
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
    Urgency,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.gatherings import SeatLoss, SeatReleased
from shared.messaging.router import Received

_WHAT = {
    SeatLoss.WITHDRAWN: "Sie sind abgemeldet",
    SeatLoss.LAPSED: "Frist vorbei",
    SeatLoss.REMOVED: "Ihre Anmeldung ist gestrichen",
    SeatLoss.REJECTED: "Keine Freigabe",
    SeatLoss.CALLED_OFF: "Abgesagt",
    SeatLoss.SWAPPED: "Platz getauscht",
}
_SAID = {
    SeatLoss.WITHDRAWN: "Sie sind abgemeldet. Wollen Sie doch teilnehmen, melden Sie sich neu an.",
    SeatLoss.LAPSED: "Sie haben auf das Angebot nicht geantwortet. Die Frist ist vorbei, der Platz"
    " ist weitergegeben. Wollen Sie wieder warten, melden Sie sich neu an.",
    SeatLoss.REMOVED: "die Koordinierungsstelle hat Ihre Anmeldung gestrichen. Bei Fragen wenden"
    " Sie sich an sie.",
    SeatLoss.REJECTED: "die Koordinierungsstelle hat Ihre Anmeldung nicht freigegeben. Bei Fragen"
    " wenden Sie sich an sie.",
    SeatLoss.CALLED_OFF: "die Veranstaltung findet nicht statt.",
    SeatLoss.SWAPPED: "Sie haben jetzt einen Platz bei einem Ersatztermin; dazu kommt eine eigene"
    " Mail. Dieser Platz ist damit frei, der Eintrag in Ihrem Kalender entfällt.",
}
_OTHERWISE = "Sie sind nicht mehr angemeldet."


def tell_of_lost_seat(event: Received[SeatReleased]) -> Iterable[Draft]:
    """Also to who only waited; not to who keeps another registration, being one with somebody."""
    body = event.body
    if body.reason is SeatLoss.UNITED:
        return
    payload = {"reason": body.reason.value}
    to = ToPerson(body.person_id)
    yield Draft(RELEASED, to, event.message.id, body.registration_id, payload)


def write(context: NoticeContext) -> MailText:
    reason = SeatLoss(context.told[-1].payload["reason"])
    what = _WHAT.get(reason, "Nicht mehr angemeldet")
    subject = f"{what}: {seat_of(context).title}"
    said = [_SAID.get(reason, _OTHERWISE)]
    return seat_text(context, subject, said, "Anmeldung ansehen", dates=[])


MAIL = MailKind(
    "Ende einer Anmeldung",
    Topic.GATHERINGS,
    priority=1,
    height=800,
    write=write,
    urgency=Urgency.CRITICAL,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(SeatReleased, tell_of_lost_seat),),
    single=True,
)
"""Critical as a calendar entry: somebody would travel to what does not take place."""
