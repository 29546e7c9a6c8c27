"""Somebody is registered and has no seat yet: it is full, or the organiser has to agree."""

from collections.abc import Iterable

from services.notifications.gatherings.values import RECEIVED
from services.notifications.mails.rules import full_date, seat_of, seat_text
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
from shared.contracts.gatherings import Approval, RegistrationReceived
from shared.messaging.router import Received

BY_OTHER = "Jemand hat Sie angemeldet. Wer das war, steht auf der Seite hinter dem Link."
"""The mail names nobody."""
_PENDING = "die Koordinierungsstelle entscheidet noch über Ihre Anmeldung: Freigabe ausstehend."
_WAITING = (
    "alle Plätze sind vergeben. Sie stehen auf der Warteliste; an welcher Stelle, steht auf der"
    " Seite hinter dem Link.",
    "Wird ein Platz frei, bekommt ihn, wer am längsten wartet. Sie bekommen dann eine Mail mit"
    " einer Frist für Ihre Antwort.",
)


def tell_waiting_of_registration(event: Received[RegistrationReceived]) -> Iterable[Draft]:
    """Once for a wait: again when the organiser has agreed and it is full."""
    body = event.body
    payload = {"by_other": body.by_other}
    to = ToPerson(body.person_id)
    yield Draft(RECEIVED, to, event.message.id, body.registration_id, payload)


def write(context: NoticeContext) -> MailText:
    seat = seat_of(context)
    pending = seat.approval is Approval.PENDING
    said = [_PENDING] if pending else [*_WAITING]
    if any(each.payload["by_other"] for each in context.told):
        said.append(BY_OTHER)
    if seat.move_up_until and not pending:
        said.append(f"Nachrücken ist bis {full_date(seat.move_up_until)} möglich.")
    what = "Freigabe ausstehend" if pending else "Warteliste"
    return seat_text(context, f"{what}: {seat.title}", said, "Stand ansehen oder abmelden")


MAIL = MailKind(
    "Anmeldung ohne Platz",
    Topic.GATHERINGS,
    priority=1,
    height=900,
    write=write,
    urgency=Urgency.CRITICAL,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(RegistrationReceived, tell_waiting_of_registration),),
    single=True,
)
