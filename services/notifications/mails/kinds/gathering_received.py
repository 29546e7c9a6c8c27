"""Somebody is registered and has no seat yet: it is full, or the organiser has to agree."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from services.notifications.gatherings.values import RECEIVED
from services.notifications.mails.rules import moment_text, seat_of, seat_text
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
from shared.contracts.gatherings import Approval, RegistrationReceived, WaitingReason
from shared.json import Json
from shared.messaging.router import Received

BY_OTHER = "Jemand hat Sie angemeldet. Wer das war, steht auf der Seite hinter dem Link."
"""The mail names nobody."""
_PENDING = "die Koordinierungsstelle entscheidet noch über Ihre Anmeldung: Freigabe ausstehend."
_WHY: Mapping[str | None, str] = {
    WaitingReason.FULL: "alle Plätze sind vergeben",
    WaitingReason.QUOTA: "das Kontingent Ihres Trägers ist vergeben",
    WaitingReason.SCHOOL_TYPE: "für Ihre Schulform sind alle Plätze vergeben",
    WaitingReason.RESERVED: "die übrigen Plätze sind anderen vorbehalten",
    WaitingReason.OTHERS: "andere warten schon länger",
}
_NO_SEAT = "für Sie ist noch kein Platz frei"
_IN_LINE = "Sie stehen auf der Warteliste; an welcher Stelle, steht auf der Seite hinter dem Link."
_MOVES_UP = (
    "Wird ein Platz frei, bekommt ihn, wer am längsten wartet. Sie bekommen dann eine Mail mit"
    " einer Frist für Ihre Antwort."
)
_LAST_MOMENT = "vier Arbeitsstunden vor dem Beginn"
_CLOSED = (
    "Die Warteliste ist geschlossen: Von selbst rückt niemand mehr nach. Wird noch ein Platz frei,"
    " fragt die Koordinierungsstelle der Reihe nach."
)


def tell_waiting_of_registration(event: Received[RegistrationReceived]) -> Iterable[Draft]:
    """Once for a wait: again when the organiser has agreed and it is full."""
    body = event.body
    until = body.moves_up_until.isoformat() if body.moves_up_until else None
    payload: Json = {"by_other": body.by_other, "why": body.why, "moves_up": body.moves_up}
    payload["moves_up_until"] = until
    to = ToPerson(body.person_id)
    yield Draft(RECEIVED, to, event.message.id, body.registration_id, payload)


def write(context: NoticeContext) -> MailText:
    seat = seat_of(context)
    pending = seat.approval is Approval.PENDING
    said = [_PENDING] if pending else _waiting(context.told[-1].payload)
    if any(each.payload["by_other"] for each in context.told):
        said.append(BY_OTHER)
    what = "Freigabe ausstehend" if pending else "Warteliste"
    return seat_text(context, f"{what}: {seat.title}", said, "Stand ansehen oder abmelden")


def _waiting(told: Json) -> list[str]:
    said = [f"{_WHY.get(told.get('why'), _NO_SEAT)}. {_IN_LINE}"]
    if not told.get("moves_up", True):
        return [*said, _CLOSED]
    until = told.get("moves_up_until")
    ends = moment_text(datetime.fromisoformat(until)) if until else _LAST_MOMENT
    return [*said, _MOVES_UP, f"Nachrücken ist bis {ends} möglich."]


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
