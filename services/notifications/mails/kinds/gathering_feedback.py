"""Who was there is asked what they think; the link says nothing of them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.notifications.gatherings.values import FEEDBACK
from services.notifications.mails.rules import NoteLink, seat_of
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.feedback import FEEDBACK_PAGE, FeedbackAsked
from shared.german import long_date
from shared.messaging.router import Received


def ask_attendant_for_feedback(event: Received[FeedbackAsked]) -> Iterable[Draft]:
    """Once."""
    body = event.body
    payload = {"right_id": str(body.right_id), "closes_on": body.closes_on.isoformat()}
    yield Draft(
        FEEDBACK,
        ToPerson(body.person_id),
        event.message.id,
        body.registration_id,
        payload,
        expires_on=body.closes_on,
    )


def write(context: NoticeContext) -> MailText:
    return ask(
        context,
        subject="Ihre Rückmeldung",
        begins=f"Was nehmen Sie von „{seat_of(context).title}“ mit, und was soll anders werden?"
        " Ein paar Aussagen und, wenn Sie mögen, ein paar Sätze: Das dauert zwei Minuten.",
        ends="Am dritten Werktag erinnern wir einmal, wer noch nicht geantwortet hat. Gespeichert"
        " wird dabei nicht, wer das ist.",
    )


def ask(context: NoticeContext, *, subject: str, begins: str, ends: str) -> MailText:
    """With the link of their right, and what the urn promises."""
    payload = context.told[-1].payload
    closes_on = date.fromisoformat(payload["closes_on"])
    url = context.links.url(FEEDBACK_PAGE, UUID(payload["right_id"]), closes_on)
    said = [
        begins,
        f"Sie können bis {long_date(closes_on)} einmal antworten, ohne Kennwort und Konto. Bitte"
        " geben Sie den Link nicht weiter.",
        "Ihre Antwort liegt bis dahin verschlossen in einer Urne, ohne Ihren Namen. Vor den Fragen"
        " steht, was das verspricht und was nicht. Die Teilnahme ist freiwillig.",
        ends,
    ]
    links = [NoteLink("Rückmeldung geben", url)]
    return MailText(
        subject=f"{subject}: {seat_of(context).title}",
        reason="Sie erhalten diese Nachricht, weil Sie an der Veranstaltung teilgenommen haben.",
        values={"said": said, "links": links},
        links=[each.url for each in links],
    )


MAIL = MailKind(
    "Bitte um Rückmeldung",
    Topic.SURVEYS,
    priority=2,
    height=800,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(FeedbackAsked, ask_attendant_for_feedback),),
    single=True,
)
