"""Somebody wants to come as a guest, and has to say that the address is theirs.

Strangers can have it sent to anybody: it bears nothing of what they wrote but a name.
"""

from collections.abc import Iterable
from datetime import timedelta

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
from shared.contracts.gatherings import GUEST_PAGE, GuestAsked
from shared.contracts.notifications import LetterKind
from shared.messaging.router import Received

GUEST_ASKED = LetterKind("guest_asked")
"""Not listed: it is about no worker."""
OPEN_FOR = timedelta(days=3)
_BY_OTHER = (
    "Jemand aus dem Netzwerk der Schulsozialarbeit möchte Sie zu einer Veranstaltung anmelden. Wer"
    " das ist, steht auf der Seite."
)
_BY_THEMSELVES = "Sie möchten als Gast zu einer Veranstaltung kommen."


def ask_guest_to_confirm(event: Received[GuestAsked]) -> Iterable[Draft]:
    body = event.body
    to = ToPerson(body.person_id)
    payload = {"by_other": body.by_other}
    yield Draft(GUEST_ASKED, to, event.message.id, body.person_id, payload)


def write(context: NoticeContext) -> MailText:
    until = context.today + OPEN_FOR
    url = context.links.url(GUEST_PAGE, context.to.person_id, until)
    by_other = any(each.payload.get("by_other") for each in context.told)
    return MailText(
        subject="Bitte bestätigen Sie Ihre Anmeldung",
        reason="Sie erhalten diese Nachricht, weil jemand diese Adresse für die Anmeldung zu einer"
        " Veranstaltung der Koordinierungsstelle Schulsozialarbeit angegeben hat.",
        values={
            "said": _BY_OTHER if by_other else _BY_THEMSELVES,
            "url": url,
            "until": until,
        },
        links=[url],
    )


MAIL = MailKind(
    "Anmeldung eines Gastes",
    Topic.GATHERINGS,
    priority=1,
    height=800,
    write=write,
    urgency=Urgency.CRITICAL,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(GuestAsked, ask_guest_to_confirm),),
)
