"""What was asked for was taken back by a link: only so its owner learns that it was another."""

from collections.abc import Iterable

from services.notifications.mails.rules import consultation_until
from services.notifications.mails.values import (
    AT_ONCE,
    CONSULTATION_CALLED_OFF,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
    Urgency,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.consultations import (
    CONSULTATION_PAGE,
    ConsultationOutcome,
    ConsultationSettled,
)
from shared.messaging.router import Received


def confirm_withdrawal(event: Received[ConsultationSettled]) -> Iterable[Draft]:
    """To whoever has not seen it signed in."""
    taken_back = event.body.outcome is ConsultationOutcome.WITHDRAWN
    if taken_back and event.body.by_link:
        to, consultation = ToPerson(event.body.person_id), event.body.consultation_id
        yield Draft(CONSULTATION_CALLED_OFF, to, event.message.id, subject_id=consultation)


def write(context: NoticeContext) -> MailText:
    until = consultation_until(context.today)
    url = context.links.url(CONSULTATION_PAGE, context.to.person_id, until)
    return MailText(
        subject="Ihre Anfrage ist zurückgenommen",
        reason="Sie erhalten diese Nachricht, weil jemand über den Link aus einer Nachricht an Sie"
        " eine Beratung abgesagt hat.",
        values={"count": len(context.subjects), "url": url, "until": until},
        links=[url],
    )


MAIL = MailKind(
    "Bestätigung einer zurückgenommenen Beratungsanfrage",
    Topic.CONSULTATIONS,
    priority=2,
    height=800,
    write=write,
    urgency=Urgency.CRITICAL,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(ConsultationSettled, confirm_withdrawal),),
)
