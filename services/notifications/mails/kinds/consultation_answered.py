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
from services.notifications.texts.values import TO_ANYBODY, Wording, part
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


WORDING = Wording(
    "Guten Tag {name},\n\n{anlass}\n\nDie Koordinierungsstelle hat einen Termin genannt oder"
    " verlegt,"
    " oder sie hat die Anfrage ohne Gespräch abgeschlossen. Was es ist, steht nicht in dieser"
    " Nachricht, nur auf der Seite.\n\n{anfragen}\n\nEinen Termin können Sie von dort in Ihren"
    " Kalender übernehmen. Passt er nicht, nehmen Sie die Anfrage zurück, oder melden Sie sich bei"
    " der Koordinierungsstelle.\n\n{ohne_anmeldung}",
    (
        *TO_ANYBODY,
        part(
            "anlass",
            "dass es etwas Neues gibt",
            "zu Ihrer Anfrage nach einer Beratung gibt es etwas Neues.",
        ),
        part("anfragen", "die Links zu den Anfragen", "Anfrage ansehen", required=True),
        part(
            "ohne_anmeldung",
            "der persönliche Link für alle, die sich hier nicht anmelden",
            "Stand und Termin ohne Anmeldung ansehen",
            required=True,
        ),
    ),
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
    wording=WORDING,
)
