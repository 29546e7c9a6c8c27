"""The office has named an appointment, moved it, or ended the consultation: see the page."""

from collections.abc import Iterable

from services.notifications.mails.rules import consultation_until
from services.notifications.mails.values import (
    CONSULTATION_ANSWERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.consultations import (
    CONSULTATION_PAGE,
    OWN_CONSULTATIONS,
    ConsultationOutcome,
    ConsultationScheduled,
    ConsultationSettled,
)
from shared.messaging.router import Received


def tell_asker_of_appointment(event: Received[ConsultationScheduled]) -> Iterable[Draft]:
    """Each time one is named or moved."""
    yield _to_asker(event)


def tell_asker_of_end(event: Received[ConsultationSettled]) -> Iterable[Draft]:
    """Whoever called it off knows."""
    if event.body.outcome is ConsultationOutcome.CLOSED:
        yield _to_asker(event)


def _to_asker(event: Received[ConsultationScheduled] | Received[ConsultationSettled]) -> Draft:
    to, consultation = ToPerson(event.body.person_id), event.body.consultation_id
    return Draft(CONSULTATION_ANSWERED, to, event.message.id, subject_id=consultation)


def write(context: NoticeContext) -> MailText:
    links = [context.links.page(f"{OWN_CONSULTATIONS}/{key}") for key in context.subjects]
    until = consultation_until(context.today)
    by_link = context.links.url(CONSULTATION_PAGE, context.to.person_id, until)
    return MailText(
        subject="Neues zu Ihrer Beratung",
        reason="Sie erhalten diese Nachricht, weil Sie eine Beratung angefragt haben.",
        values={"links": links, "by_link": by_link, "until": until},
        links=links,
    )


MAIL = MailKind(
    "Antwort auf eine Beratungsanfrage",
    Topic.CONSULTATIONS,
    priority=1,
    height=840,
    write=write,
    notice=True,
    kept=MONTH,
    facts=(
        Fact(ConsultationScheduled, tell_asker_of_appointment),
        Fact(ConsultationSettled, tell_asker_of_end),
    ),
)
