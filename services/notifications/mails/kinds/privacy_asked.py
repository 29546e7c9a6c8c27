"""Somebody wants to be told what is kept about them, or to be erased; who, the page alone tells."""

from collections.abc import Iterable

from services.notifications.mails.rules import NoteLink
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    PRIVACY_ASKED,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToActing
from shared.contracts.accounts import AccessRole
from shared.contracts.privacy import REQUESTS, PrivacyAsked, PrivacyKind
from shared.messaging.router import Received

OFFICE = ToActing((AccessRole.COORDINATOR,))
_ERASURE = (
    "Die Person hat Anspruch auf eine Antwort innerhalb eines Monats. Auf der Seite steht, was"
    " entgegensteht und was bleibt; dort veranlassen Sie die Löschung."
)
_ACCESS = "Eine Auskunft stellt Knotenpunkt von selbst zusammen: Sie müssen dafür nichts tun."
_OUTSIDE = (
    "Wer als Gast oder mit einer Maßnahme von außerhalb beteiligt ist, kann sich nicht anmelden:"
    " Auch die Auskunft veranlassen Sie auf der Seite und geben sie selbst heraus."
)


def tell_office_of_request(event: Received[PrivacyAsked]) -> Iterable[Draft]:
    request_id = event.body.request_id
    payload = {"kind": event.body.kind, "outside": event.body.outside}
    yield Draft(PRIVACY_ASKED, OFFICE, request_id, subject_id=request_id, payload=payload)


def write(context: NoticeContext) -> MailText:
    kinds = {each.subject_id: each.payload["kind"] for each in context.told}
    erasures = sum(kind == PrivacyKind.ERASURE for kind in kinds.values())
    said = [_how_many(erasures, len(kinds) - erasures)]
    said += [_ERASURE] if erasures else []
    said += [_ACCESS] if erasures < len(kinds) else []
    said += [_OUTSIDE] if any(each.payload.get("outside") for each in context.told) else []
    said.append("Um wen es geht, steht nur auf der Seite.")
    link = NoteLink("Auskunft und Löschung öffnen", context.links.page(REQUESTS))
    return MailText(
        subject="Jemand möchte gelöscht werden" if erasures else "Jemand hat Auskunft verlangt",
        reason="Sie erhalten diese Nachricht, weil Sie in der Koordinierungsstelle arbeiten.",
        values={"said": said, "links": [link]},
        links=[link.url],
    )


def _how_many(erasures: int, accesses: int) -> str:
    wanted = [
        "die Löschung der eigenen Daten" if erasures == 1 else f"{erasures} Löschungen",
        "Auskunft über die eigenen Daten" if accesses == 1 else f"{accesses} Auskünfte",
    ]
    found = [words for words, count in zip(wanted, (erasures, accesses), strict=True) if count]
    if erasures + accesses == 1:
        return f"jemand verlangt {found[0]}."
    return f"verlangt wurden: {' und '.join(found)}."


MAIL = MailKind(
    "Verlangte Auskunft oder Löschung",
    Topic.PRIVACY,
    priority=2,
    height=760,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    audience=OFFICE,
    facts=(Fact(PrivacyAsked, tell_office_of_request),),
)
