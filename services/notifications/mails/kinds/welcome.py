"""The welcome, for the worker whose hire a carrier has posted."""

from services.notifications.mails.rules import Start, consultation_until, start_facts
from services.notifications.mails.values import MailContext, MailKind, MailText
from shared.contracts.consultations import CONSULTATION_PAGE


def subject(start: Start, *, again: bool) -> str:
    """Nobody is welcomed who has been there for long, nor as new who was there before."""
    if start is Start.LONG_AGO:
        return "Schön, dass Sie in der Schulsozialarbeit dabei sind"
    return f"Willkommen {'zurück ' if again else ''}in der Schulsozialarbeit"


def write(context: MailContext) -> MailText:
    facts = start_facts(context)
    until = consultation_until(context.today, facts["start_date"])
    url = context.links.url(CONSULTATION_PAGE, context.to.person_id, until)
    return MailText(
        subject=subject(facts["start"], again=facts["again"]),
        reason="Sie erhalten diese Nachricht, weil Ihr Anstellungsträger Ihre Einstellung"
        " gemeldet hat.",
        values={**facts, "consultation_url": url, "consultation_until": until},
    )


MAIL = MailKind("Willkommen", priority=0, height=1360, write=write)
