"""Messages as the other services would announce them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from shared.clock import local_date
from shared.contracts.directory import (
    Contact,
    Funding,
    OrganizationKind,
    OrganizationRecord,
    PlacementFact,
    Role,
    SchoolType,
    WorkerHired,
)
from shared.contracts.notifications import LetterKind, LetterQueued, LetterSent
from shared.contracts.surveys import Occasion, PulseDay, PulsePlanned
from shared.contracts.trainings import (
    CompletedBy,
    OnboardingStarted,
    TaskCompleted,
    TaskFact,
    TemplateRecord,
    TemplateTask,
)
from shared.ids import new_id
from shared.messaging.event import Body
from shared.messaging.message import Message

BERGKAMEN = "05978004"
BEGINNING = datetime(2026, 12, 1, 9, 30, 12, 345_000, tzinfo=UTC)
START = date(2027, 2, 1)

TASKS = [
    ("placement_notice", Role.CARRIER, "Einsatzmeldung: Schule(n), Stunden, Finanzierung", -21),
    ("qualification", Role.CARRIER, "Qualifikation und staatliche Anerkennung geprüft", -14),
    ("office", Role.HEAD, "Büro/Beratungsraum, abschließbar und vertraulich", -7),
    ("announce", Role.HEAD, "Ankündigung an Kollegium, Sekretariat, Hausmeister, OGS", -7),
    ("buddy", Role.COORDINATOR, "Patin/Pate benannt, Kontakt hergestellt", -7),
    ("computer", Role.IT, "Dienst-PC mit Verschlüsselung, Drucker", -3),
    ("accounts", Role.IT, "IT-Konten: E-Mail, Schulplattform", -3),
    ("child_protection", Role.YOUTH_OFFICE, "Kinderschutzverfahren (§ 8a SGB VIII)", 14),
]


def message(
    body: Body,
    at: datetime = BEGINNING,
    correlation_id: UUID | None = None,
    cause: Message | None = None,
    tenant: str = BERGKAMEN,
) -> Message:
    return Message(
        id=new_id(),
        topic=body.topic,
        key=body.key,
        type=body.type_name,
        time=at,
        tenant=tenant,
        correlation_id=correlation_id or (cause.correlation_id if cause else new_id()),
        causation_id=cause.id if cause else None,
        data=body.model_dump_json().encode(),
    )


def hired(at: datetime = BEGINNING, tenant: str = BERGKAMEN) -> Message:
    return message(a_hire(new_id(), new_id(), new_id()), at, tenant=tenant)


def a_hire(worker_id: UUID, carrier_id: UUID, school_id: UUID) -> WorkerHired:
    placement = PlacementFact(
        placement_id=new_id(),
        school_id=school_id,
        school_number="123456",
        school_type=SchoolType.PRIMARY,
        weekly_hours=Decimal("19.5"),
    )
    return WorkerHired(
        worker_id=worker_id,
        employment_id=worker_id,
        carrier_id=carrier_id,
        start_date=START,
        placements=(placement, placement),
        funding=Funding.LAND,
    )


class HireStory:
    """A hire, and everything that follows from it within a second and within some weeks."""

    def __init__(self, at: datetime = BEGINNING) -> None:
        self.at = at
        self.worker_id, self.carrier_id, self.school_id = new_id(), new_id(), new_id()
        self.hire = message(a_hire(self.worker_id, self.carrier_id, self.school_id), at)
        self.tasks = tuple(
            TaskFact(
                task_id=new_id(),
                code=code,
                role=role,
                organization_id=self.school_id if role is Role.HEAD else None,
                due_on=START + timedelta(days=due),
                mandatory=code != "announce",
            )
            for code, role, _, due in TASKS
        )
        self.template = TemplateRecord(
            template_id=new_id(),
            version=1,
            tasks=tuple(TemplateTask(code=code, title=title) for code, _, title, _ in TASKS),
        )
        self.started = self._after(12, self._onboarding(), self.hire)
        self.planned = self._after(25, self._pulse(), self.started)
        self.queued = [
            self._after(31, self._letter(role), self.started) for role in dict.fromkeys(self.roles)
        ]
        self.sent = [
            self._after(140 + 9 * index, self._delivery(letter), letter)
            for index, letter in enumerate(self.queued)
        ]
        self.completed = [
            self._after(days * 86_400_000, self._completion(self.tasks[index]), self.started)
            for index, days in ((0, 3), (2, 9))
        ]

    @property
    def correlation_id(self) -> UUID:
        return self.hire.correlation_id

    @property
    def roles(self) -> list[Role]:
        return [role for _, role, _, _ in TASKS]

    @property
    def events(self) -> list[Message]:
        beginning = [self.hire, self.started, self.planned]
        return [*beginning, *self.queued, *self.sent, *self.completed]

    @property
    def records(self) -> list[Message]:
        school = OrganizationRecord(
            organization_id=self.school_id,
            kind=OrganizationKind.SCHOOL,
            name="Pfalzschule Bergkamen",
            school_number="123456",
            contacts=(Contact(role=Role.HEAD, person_id=new_id()),),
            version=1,
        )
        carrier = OrganizationRecord(
            organization_id=self.carrier_id,
            kind=OrganizationKind.CARRIER,
            name="AWO Bildung und Lernen gGmbH",
            version=1,
        )
        return [message(body, self.at) for body in (self.template, school, carrier)]

    def _after(self, milliseconds: float, body: Body, cause: Message) -> Message:
        return message(body, self.at + timedelta(milliseconds=milliseconds), cause=cause)

    def _onboarding(self) -> OnboardingStarted:
        self.onboarding_id = new_id()
        return OnboardingStarted(
            onboarding_id=self.onboarding_id,
            worker_id=self.worker_id,
            employment_id=self.worker_id,
            carrier_id=self.carrier_id,
            template_id=self.template.template_id,
            known_on=local_date(self.at),
            start_date=START,
            tasks=self.tasks,
        )

    def _pulse(self) -> PulsePlanned:
        return PulsePlanned(
            onboarding_id=self.onboarding_id,
            worker_id=self.worker_id,
            days=(
                PulseDay(occasion=Occasion.DAY_30, day=date(2027, 3, 3)),
                PulseDay(occasion=Occasion.DAY_100, day=date(2027, 5, 12)),
            ),
        )

    def _letter(self, role: Role) -> LetterQueued:
        return LetterQueued(
            letter_id=new_id(),
            worker_id=self.worker_id,
            kind=LetterKind.TASKS,
            role=role,
            tasks=self.roles.count(role),
        )

    def _delivery(self, letter: Message) -> LetterSent:
        assert letter.data is not None
        queued = LetterQueued.model_validate_json(letter.data)
        return LetterSent(**queued.model_dump(exclude={"tasks"}), attempts=1)

    def _completion(self, task: TaskFact) -> TaskCompleted:
        return TaskCompleted(
            onboarding_id=self.onboarding_id,
            worker_id=self.worker_id,
            task_id=task.task_id,
            code=task.code,
            by=CompletedBy.LINK,
        )
