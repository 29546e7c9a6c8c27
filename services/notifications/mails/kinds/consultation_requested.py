"""Somebody asks the office for a consultation; who and about what stands on the page alone."""

from collections.abc import Iterable

from services.notifications.mails.values import (
    CONSULTATION_REQUESTED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToActing
from services.notifications.texts.values import TO_ANYBODY, Wording, part
from shared.contracts.accounts import AccessRole
from shared.contracts.consultations import CONSULTATIONS, ConsultationRequested
from shared.messaging.router import Received

OFFICE = ToActing((AccessRole.COORDINATOR,))


def tell_office_of_consultation(event: Received[ConsultationRequested]) -> Iterable[Draft]:
    consultation = event.body.consultation_id
    yield Draft(CONSULTATION_REQUESTED, OFFICE, consultation, subject_id=consultation)


def subject(count: int) -> str:
    """Eine Beratung wurde angefragt"""
    if count == 1:
        return "Eine Beratung wurde angefragt"
    return f"{count} Beratungen wurden angefragt"


def write(context: NoticeContext) -> MailText:
    links = [context.links.page(f"{CONSULTATIONS}/{key}") for key in context.subjects]
    return MailText(
        subject=subject(len(links)),
        reason="Sie erhalten diese Nachricht, weil Sie in der Koordinierungsstelle arbeiten.",
        values={"links": links},
        links=links,
    )


WORDING = Wording(
    "Guten Tag {name},\n\n{anlass}\n\nWer angefragt hat und zu welchem Thema, steht nicht in dieser"
    " Nachricht, nur auf der Seite. Um es zu lesen, melden Sie sich an.\n\n{anfragen}\n\nBitte"
    " nennen"
    " Sie dort einen Termin, oder schließen Sie die Anfrage ab. Wer angefragt hat, erfährt davon.",
    (
        *TO_ANYBODY,
        part("anlass", "dass jemand anfragt, oder wie viele", "jemand bittet um eine Beratung."),
        part("anfragen", "die Links zu den Anfragen", "Anfrage lesen", required=True),
    ),
)


MAIL = MailKind(
    "Angefragte Beratung",
    Topic.CONSULTATIONS,
    priority=2,
    height=700,
    write=write,
    notice=True,
    kept=MONTH,
    audience=OFFICE,
    facts=(Fact(ConsultationRequested, tell_office_of_consultation),),
    wording=WORDING,
)
