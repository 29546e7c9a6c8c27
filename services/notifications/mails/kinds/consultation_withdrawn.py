"""Whoever had asked for a consultation needs it no more; an appointment is called off."""

from collections.abc import Iterable

from services.notifications.mails.values import (
    CONSULTATION_WITHDRAWN,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToActing
from services.notifications.texts.values import TO_ANYBODY, Wording, part
from shared.contracts.accounts import AccessRole
from shared.contracts.consultations import (
    CONSULTATIONS,
    ConsultationOutcome,
    ConsultationSettled,
)
from shared.messaging.router import Received

OFFICE = ToActing((AccessRole.COORDINATOR,))


def tell_of_end_of_consultation(event: Received[ConsultationSettled]) -> Iterable[Draft]:
    """Nobody of one that was held, or that ended as a later version knows."""
    if event.body.outcome is ConsultationOutcome.WITHDRAWN:
        consultation = event.body.consultation_id
        yield Draft(CONSULTATION_WITHDRAWN, OFFICE, consultation, subject_id=consultation)


def subject(count: int) -> str:
    """Eine Beratung wurde abgesagt"""
    if count == 1:
        return "Eine Beratung wurde abgesagt"
    return f"{count} Beratungen wurden abgesagt"


def write(context: NoticeContext) -> MailText:
    links = [context.links.page(f"{CONSULTATIONS}/{key}") for key in context.subjects]
    return MailText(
        subject=subject(len(links)),
        reason="Sie erhalten diese Nachricht, weil Sie in der Koordinierungsstelle arbeiten.",
        values={"links": links},
        links=links,
    )


WORDING = Wording(
    "Guten Tag {name},\n\n{anlass}\n\nStand ein Termin, so findet er nicht statt. Um welchen es"
    " geht,"
    " steht nicht in dieser Nachricht, nur auf der Seite.\n\n{anfragen}\n\nDort gibt es auch die"
    " Absage für Ihren Kalender. Sonst ist nichts zu tun.",
    (
        *TO_ANYBODY,
        part(
            "anlass",
            "dass eine Anfrage zurückgenommen ist, oder wie viele",
            "jemand hat eine Anfrage nach einer Beratung zurückgenommen.",
        ),
        part("anfragen", "die Links zu den Anfragen", "Anfrage ansehen", required=True),
    ),
)


MAIL = MailKind(
    "Abgesagte Beratung",
    Topic.CONSULTATIONS,
    priority=1,
    height=700,
    write=write,
    notice=True,
    kept=MONTH,
    audience=OFFICE,
    facts=(Fact(ConsultationSettled, tell_of_end_of_consultation),),
    wording=WORDING,
)
