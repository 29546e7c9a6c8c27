"""Tasks as carriers' systems see them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.codes import Open
from shared.contracts.directory import Role
from shared.contracts.trainings import TaskCode


class TaskView(BaseModel):
    """One task; ``done_at`` is None while it is open."""

    id: UUID
    code: TaskCode
    title: str
    role: Open[Role]
    due_on: date
    mandatory: bool
    done_at: datetime | None


class OnboardingView(BaseModel):
    """A worker's onboarding; ``ready_at`` is set once every mandatory task is done."""

    id: UUID
    worker_id: UUID
    start_date: date
    ready_at: datetime | None
    closed_at: datetime | None
    closing_reason: str | None
    tasks: list[TaskView]
