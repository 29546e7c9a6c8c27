"""The tasks of an onboarding, for whoever holds the role that they are for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.notifications.mails.rules import (
    ROLES,
    Start,
    consultation_until,
    due_text,
    joined,
    link_until,
    start_facts,
    tasks_text,
)
from services.notifications.mails.values import AT_ONCE, MailContext, MailKind, MailText, Topic
from services.notifications.messages.values import About, Draft, Fact, ToRole
from services.notifications.texts.values import (
    ABOUT_A_WORKER,
    CONTACT_PART,
    Placeholder,
    Wording,
    part,
)
from services.notifications.values import Letter, due_while_employed
from shared.contracts.consultations import CONSULTATION_PAGE
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.notifications import LetterKind
from shared.contracts.trainings import TASK_PAGE, OnboardingStarted, TaskFact
from shared.json import Json
from shared.messaging.router import Received

Reference = tuple[Role, UUID | None]

_ADVISED = {Role.HEAD: OrganizationKind.SCHOOL, Role.CARRIER: OrganizationKind.CARRIER}
"""Who may ask the office for a consultation, if they act for an organization of the kind."""


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A task as the mail lists it, with its link."""

    title: str
    due_on: date
    due: str
    mandatory: bool
    place: str
    url: str


def tell_role_holders(event: Received[OnboardingStarted]) -> Iterable[Draft]:
    """None to a role that only a later version knows: there are no words for it."""
    body = event.body
    about = About(body.worker_id, body.employment_id, body.onboarding_id)
    for (role, place), tasks in tasks_by_reference(body.tasks).items():
        if role.is_listed:
            yield Draft(
                LetterKind.TASKS,
                ToRole(role, about, place),
                body.onboarding_id,
                payload={
                    "template_id": str(body.template_id),
                    "tasks": [task_entry(task) for task in tasks],
                },
            )


def tasks_by_reference(tasks: Iterable[TaskFact]) -> dict[Reference, list[TaskFact]]:
    """The tasks of each role at each organization, every task once; the worker is one reference."""
    found: dict[Reference, list[TaskFact]] = {}
    for task in tasks:
        place = None if task.role is Role.WORKER else task.organization_id
        found.setdefault((task.role, place), []).append(task)
    return found


def task_entry(task: TaskFact) -> Json:
    """A task as a message keeps it."""
    return {
        "task_id": task.task_id,
        "code": task.code,
        "due_on": task.due_on,
        "mandatory": task.mandatory,
    }


def subject(count: int, *, own: bool, start: Start, again: bool) -> str:
    """Says what is wanted and from whom, without naming anybody."""
    new = "" if again or start is Start.LONG_AGO else "neuen "
    about = "Ihre Einarbeitung" if own else f"Einarbeitung einer {new}Fachkraft"
    return f"{about}: {tasks_text(count)} für Sie"


def write(context: MailContext) -> MailText:
    facts = start_facts(context)
    own = context.to.person_id == context.letter.worker_id
    tasks = _tasks(context)
    until = consultation_until(context.today)
    consultation = (
        context.links.url(CONSULTATION_PAGE, context.to.person_id, until)
        if _is_advised(context)
        else ""
    )
    roles = dict.fromkeys(_role(each.role, context) for each in context.letters)
    return MailText(
        subject=subject(len(tasks), own=own, start=facts["start"], again=facts["again"]),
        reason=f"Sie erhalten diese Nachricht, weil {_reason(list(roles), own=own)}.",
        values={
            **facts,
            "own": own,
            "tasks": tasks,
            "mandatory": any(task.mandatory for task in tasks),
            "stands_in": context.stands_in,
            "consultation_url": consultation,
            "consultation_until": until,
        },
        links=[task.url for task in tasks],
    )


def _reason(roles: list[str], *, own: bool) -> str:
    if own:
        return "zu Ihrer Einarbeitung Schritte gehören, die Sie selbst gehen"
    return f"bei dieser Einarbeitung etwas bei Ihnen liegt: als {joined(roles)}"


def _tasks(context: MailContext) -> list[ShownTask]:
    """By day and title; with their place where there is more than one."""
    places = {each.organization_id for each in context.letters}
    tasks = [
        _task(context, letter, task, name_place=len(places) > 1)
        for letter in context.letters
        for task in due_while_employed(letter.payload["tasks"], context.employment.last_day)
    ]
    return sorted(tasks, key=lambda task: (task.due_on, task.title))


def _task(context: MailContext, letter: Letter, task: Json, *, name_place: bool) -> ShownTask:
    due_on = date.fromisoformat(task["due_on"])
    place = letter.organization_id if name_place else None
    until = link_until(due_on, context.today)
    return ShownTask(
        title=context.directory.title(UUID(letter.payload["template_id"]), task["code"]),
        due_on=due_on,
        due=due_text(due_on, context.today),
        mandatory=task["mandatory"],
        place=context.directory.organization(place).name if place else "",
        url=context.links.url(TASK_PAGE, UUID(task["task_id"]), until),
    )


def _is_advised(context: MailContext) -> bool:
    """Whether they get it because they lead the school, or speak for the carrier."""
    directory = context.directory
    for letter in context.letters:
        place = directory.organizations.get(letter.organization_id or context.employment.carrier_id)
        if place and place.kind is _ADVISED.get(letter.role):
            return place.contacts.get(letter.role) == context.to.person_id
    return False


def _role(role: Role, context: MailContext) -> str:
    stands_in = role is Role.BUDDY and context.stands_in
    return ROLES.get(Role.COORDINATOR if stands_in else role, str(role))


WORDING = Wording(
    "Guten Tag {name},\n\n{anlass}\n\n{patenschaft}\n\n{aufgaben}\n\n{beratung}\n\n{kontakt}",
    (
        *ABOUT_A_WORKER,
        Placeholder(
            "anzahl",
            "wie viele Aufgaben es sind",
            "6 Aufgaben",
            lambda said: tasks_text(len(said["tasks"])),
            personal=False,
        ),
        part(
            "anlass",
            "wer beginnt, wann und wo; in der Mail an die Fachkraft nur, worum es geht",
            "Mara Beispiel beginnt in der Schulsozialarbeit.",
        ),
        part(
            "patenschaft",
            "ein Satz, solange noch keine Patin und kein Pate benannt ist",
            "Eine Patin oder ein Pate ist noch nicht benannt.",
        ),
        part(
            "aufgaben",
            "die Aufgaben mit ihren Links, und wie man sie als erledigt meldet",
            "Büro einrichten, bis Montag, 1. Februar 2027: Erledigt melden",
            required=True,
        ),
        part(
            "beratung",
            "der persönliche Link zur Beratung, für Schulleitungen und Träger",
            "Über diesen Link fragen Sie nach einem Termin.",
            required=True,
        ),
        CONTACT_PART,
    ),
)


MAIL = MailKind(
    "Aufgaben",
    Topic.ONBOARDING,
    priority=1,
    height=1280,
    write=write,
    gathered=AT_ONCE,
    facts=(Fact(OnboardingStarted, tell_role_holders),),
    wording=WORDING,
)
