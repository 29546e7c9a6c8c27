"""What is said about tasks and onboardings, and how urgent it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.trainings.proposals.values import MANY
from shared.contracts.accounts import AccessRole
from shared.contracts.cards import Card, Urgency, told_of
from shared.contracts.phrases import counted
from shared.contracts.topics import TOPICS
from shared.german import long_date

SOON = timedelta(days=7)
AHEAD = timedelta(days=14)
"""How far the office looks."""

_OWN = {
    AccessRole.COORDINATOR: "Wartet auf mich",
    AccessRole.CARRIER: "Aufgaben unseres Trägers",
    AccessRole.HEAD: "Aufgaben meiner Schule",
    AccessRole.CONTACT: "Meine Aufgaben",
    AccessRole.OPERATOR: "Meine Aufgaben",
    AccessRole.WORKER: "Meine Aufgaben zum Start",
}


@dataclass(frozen=True)
class OpenTasks:
    """Tasks that are not done: how many, of how many people, and since or until when."""

    count: int = 0
    late: int = 0
    onboardings: int = 0
    first_due: date | None = None


@dataclass(frozen=True)
class Running:
    """Onboardings that are not closed; ``starting`` begin soon, ``next_start`` first of them."""

    count: int = 0
    ready: int = 0
    starting: int = 0
    next_start: date | None = None


def own_tasks(role: AccessRole, tasks: OpenTasks, today: date, link: str) -> list[Card]:
    """What a role has to do itself."""
    return told_of(
        tasks.count,
        code="own_tasks",
        title=_OWN[role],
        sentence=_late(tasks),
        due=tasks.first_due,
        urgency=_urgency(tasks.first_due, today),
        link=link,
        order=1,
    )


def late_tasks(tasks: OpenTasks, link: str) -> list[Card]:
    """What others have not done in time."""
    whose = "in einer Einarbeitung"
    if tasks.onboardings > 1:
        whose = f"in {tasks.onboardings} Einarbeitungen"
    return told_of(
        tasks.count,
        code="late_tasks",
        title="Überfällige Aufgaben",
        sentence=f"Von allen Stellen zusammen, {whose}.",
        due=tasks.first_due,
        urgency=Urgency.NOW,
        link=link,
        order=2,
    )


def wanted_topics(count: int) -> list[Card]:
    """What many would like, and nobody has answered."""
    if not count:
        return []
    said = f"Themen, die mindestens {MANY} Personen wünschen, warten auf Ihre Antwort."
    if count == 1:
        said = f"Ein Thema, das mindestens {MANY} Personen wünschen, wartet auf Ihre Antwort."
    return [
        Card(
            code="wanted_topics",
            title="Gefragte Themen",
            number=count,
            sentence=said,
            urgency=Urgency.SOON,
            link=f"{TOPICS}?standing=open",
            order=5,
        )
    ]


def owed(tasks: OpenTasks, link: str) -> list[Card]:
    """What others still owe a worker."""
    late = f" {tasks.late} davon hätten schon erledigt sein sollen." if tasks.late > 1 else ""
    late = " Eine davon hätte schon erledigt sein sollen." if tasks.late == 1 else late
    return told_of(
        tasks.count,
        code="owed",
        title="Was andere für Ihren Start tun",
        sentence=f"{counted(tasks.count, 'Aufgabe ist', 'Aufgaben sind')} noch offen.{late}",
        due=tasks.first_due,
        link=link,
        order=3,
    )


def starting(running: Running, today: date, link: str) -> list[Card]:
    """Who begins soon."""
    if running.next_start is None:
        return []
    first = "Beginn ist" if running.starting == 1 else "Die Nächste beginnt am"
    return [
        Card(
            code="starting",
            title="Starten demnächst",
            number=running.starting,
            sentence=f"{first} {long_date(running.next_start)}.",
            urgency=_urgency(running.next_start, today),
            link=link,
            order=3,
        )
    ]


def running_onboardings(running: Running, title: str, link: str) -> list[Card]:
    """How many there are, and how far they are."""
    if not running.ready:
        said = "Noch niemand davon hat alle Pflichtaufgaben hinter sich."
    elif running.ready == 1:
        said = "Eine Person davon ist schon arbeitsfähig."
    else:
        said = f"{running.ready} davon sind schon arbeitsfähig."
    return told_of(
        running.count,
        code="onboardings",
        title=title,
        sentence=said,
        link=link,
        order=5,
    )


def _late(tasks: OpenTasks) -> str:
    """The next date stands on the card already."""
    if not tasks.late:
        one, some = "Sie ist noch nicht überfällig.", "Keine davon ist überfällig."
        return one if tasks.count == 1 else some
    if tasks.late == tasks.count:
        return "Die Frist ist vorbei." if tasks.count == 1 else "Alle Fristen sind vorbei."
    return "Eine davon ist überfällig." if tasks.late == 1 else f"{tasks.late} sind überfällig."


def _urgency(due: date | None, today: date) -> Urgency:
    if due is None or due > today + SOON:
        return Urgency.CALM
    return Urgency.SOON if due >= today else Urgency.NOW
