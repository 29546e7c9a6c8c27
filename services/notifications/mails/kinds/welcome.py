"""The welcome, for the worker whose hire a carrier has posted."""

from collections.abc import Iterable

from services.notifications.mails.rules import Start, consultation_until, start_facts
from services.notifications.mails.values import AT_ONCE, MailContext, MailKind, MailText, Topic
from services.notifications.messages.values import About, Draft, Fact, ToRole
from shared.contracts.consultations import CONSULTATION_PAGE
from shared.contracts.directory import Role, WorkerHired
from shared.contracts.notifications import LetterKind
from shared.messaging.router import Received


def welcome_worker(event: Received[WorkerHired]) -> Iterable[Draft]:
    """Once for each employment."""
    about = About(event.body.worker_id, event.body.employment_id)
    yield Draft(LetterKind.WELCOME, ToRole(Role.WORKER, about), event.body.employment_id)


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


MAIL = MailKind(
    "Willkommen",
    Topic.ONBOARDING,
    priority=0,
    height=1360,
    write=write,
    gathered=AT_ONCE,
    facts=(Fact(WorkerHired, welcome_worker),),
)
