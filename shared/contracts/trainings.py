"""What trainings announces, and the page it answers signed links with."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.codes import Open, OpenCode
from shared.contracts.directory import Role
from shared.links import LinkKind
from shared.messaging.event import Event, Record
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

TASK_PAGE = LinkKind("trainings.task", service="trainings", what="aufgabe")

TaskCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]


class CompletedBy(OpenCode):
    """The way a task was reported done."""

    API = "api"
    LINK = "link"
    PAGE = "page"
    """By somebody who was signed in."""
    ENTRY = "entry"
    """By the choice for the directory itself, which the task asks for."""


class ClosingReason(OpenCode):
    """Why an onboarding ended."""

    COMPLETED = "completed"
    DEPARTED = "departed"
    CANCELLED = "cancelled"


_ONBOARDING = Personal(
    (Kind.EMPLOYMENT, Kind.PARTICIPATION),
    about="worker_id",
    purpose="wer eine Aufgabe hat, erfährt davon; Stand der Einarbeitung",
    deletion=Deletion.WITH_TOPIC,
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class TaskFact(_Part):
    """One task, who has to do it and until when; for a role of an organization or of the worker."""

    task_id: UUID
    code: TaskCode
    role: Open[Role]
    organization_id: UUID | None
    due_on: date
    mandatory: bool


class OnboardingStarted(
    Event, name="trainings.onboarding-started.v1", key="worker_id", declared=(_ONBOARDING,)
):
    """A checklist has been made from a template; everyone with a task is to be told.

    ``known_on`` is the day on which the hire was announced, ``fixed_term_until`` what it said.
    """

    onboarding_id: UUID
    worker_id: UUID
    employment_id: UUID
    carrier_id: UUID
    template_id: UUID
    known_on: date
    start_date: date
    tasks: tuple[TaskFact, ...]
    fixed_term_until: date | None = None


class TaskCompleted(
    Event, name="trainings.task-completed.v1", key="worker_id", declared=(_ONBOARDING,)
):
    """Somebody has done a task."""

    onboarding_id: UUID
    worker_id: UUID
    task_id: UUID
    code: TaskCode
    by: Open[CompletedBy]


class OnboardingReady(
    Event, name="trainings.onboarding-ready.v1", key="worker_id", declared=(_ONBOARDING,)
):
    """Every mandatory task is done: the worker is able to work."""

    onboarding_id: UUID
    worker_id: UUID


class OnboardingClosed(
    Event, name="trainings.onboarding-closed.v1", key="worker_id", declared=(_ONBOARDING,)
):
    """Nobody has to do a task of the onboarding any more; ``open_tasks`` were never done."""

    onboarding_id: UUID
    worker_id: UUID
    reason: Open[ClosingReason]
    open_tasks: int


class TemplateTask(_Part):
    """What a task is called on pages and in mails."""

    code: TaskCode
    title: str


class TemplateRecord(
    Record,
    name="trainings.template.v1",
    key="template_id",
    topic="trainings.templates",
    declared=(NotPersonal(),),
):
    """An onboarding template as others need it: the titles of its tasks."""

    template_id: UUID
    tasks: tuple[TemplateTask, ...]
