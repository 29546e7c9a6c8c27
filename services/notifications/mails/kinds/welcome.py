"""The welcome, for the worker whose hire a carrier has posted."""

from collections.abc import Iterable

from services.notifications.mails.rules import (
    Start,
    consultation_until,
    full_date,
    joined,
    start_facts,
)
from services.notifications.mails.values import AT_ONCE, MailContext, MailKind, MailText, Topic
from services.notifications.messages.values import About, Draft, Fact, ToRole
from services.notifications.texts.values import ABOUT_A_WORKER, Placeholder, Wording, part
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


WORDING = Wording(
    "Guten Tag {name},\n\n{einstieg}\n\n{stelle}\n\n{schritte}\n\n{kontakt}\n\n{beratung}\n\n"
    "{schluss}",
    (
        *(each for each in ABOUT_A_WORKER if each.name != "fachkraft"),
        Placeholder(
            "erster_tag",
            "erster Arbeitstag",
            "Montag, 1. Februar 2027",
            lambda said: full_date(said["start_date"]),
        ),
        Placeholder(
            "traeger",
            "Name des Anstellungsträgers",
            "AWO Bildung und Lernen",
            lambda said: said["carrier"],
        ),
        Placeholder(
            "schulen",
            "Name der Schule oder der Schulen",
            "Overberger Schule",
            lambda said: joined(said["schools"]) if said["schools"] else "",
            neutral="Ihre Schule",
        ),
        part(
            "einstieg",
            "ein Satz zum Start, je nachdem, wann der erste Tag ist",
            "Herzlich willkommen in der Schulsozialarbeit! Schön, dass Sie bald dabei sind.",
        ),
        part(
            "stelle",
            "erster Tag, Schule und Anstellungsträger als Kasten",
            "Ihr erster Tag: Montag, 1. Februar 2027",
        ),
        part(
            "schritte",
            "„Wie es weitergeht“: was andere tun, eigene Schritte, Befragungen",
            "Die Schritte, die Sie selbst gehen, bekommen Sie in einer eigenen Nachricht.",
        ),
        part(
            "kontakt",
            "„Für Sie da“: Name und Adresse der Ansprechperson, wenn es eine gibt",
            "Ayşe Beispiel aus der Koordinierungsstelle begleitet Ihren Start.",
        ),
        part(
            "beratung",
            "der persönliche Link, über den man eine Beratung anfragt",
            "Die Koordinierungsstelle berät Sie. Über diesen Link fragen Sie nach einem Termin.",
            required=True,
        ),
        part("schluss", "ein Schlusssatz", "Wir freuen uns auf Sie!"),
    ),
)


MAIL = MailKind(
    "Willkommen",
    Topic.ONBOARDING,
    priority=0,
    height=1360,
    write=write,
    gathered=AT_ONCE,
    facts=(Fact(WorkerHired, welcome_worker),),
    wording=WORDING,
)
