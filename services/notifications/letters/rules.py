"""Who is told what, and when something that failed is tried again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.contracts.trainings import TaskFact
from shared.json import Json

PATIENCE = timedelta(days=3)
"""How long a letter waits for a name or an address that has not arrived."""
SOONEST, LATEST = timedelta(seconds=1), timedelta(hours=1)
"""How often it looks again meanwhile; the arrival itself wakes it at once."""
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)
LONGEST_REPAIR = timedelta(minutes=10)


class State(StrEnum):
    """What has become of a letter."""

    QUEUED = "queued"
    LEASED = "leased"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    UNDELIVERABLE = "undeliverable"


UNSETTLED = (State.QUEUED, State.LEASED)


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that is owed to a role."""

    worker_id: UUID
    employment_id: UUID
    kind: LetterKind
    role: Role
    payload: Json
    organization_id: UUID | None = None
    onboarding_id: UUID | None = None

    @property
    def tasks(self) -> int:
        """How many tasks it names."""
        return len(self.payload.get("tasks", ()))


Reference = tuple[Role, UUID | None]


def tasks_by_reference(tasks: Iterable[TaskFact]) -> dict[Reference, list[TaskFact]]:
    """The tasks of each role at each organization, every task once; the worker is one reference."""
    found: dict[Reference, list[TaskFact]] = {}
    for task in tasks:
        place = None if task.role is Role.WORKER else task.organization_id
        found.setdefault((task.role, place), []).append(task)
    return found


def task_entry(task: TaskFact) -> Json:
    """A task as the delivery log keeps it."""
    return {
        "task_id": task.task_id,
        "code": task.code,
        "due_on": task.due_on,
        "mandatory": task.mandatory,
    }


def look_again(since: datetime, now: datetime) -> datetime | None:
    """When to look for a missing copy again, doubling with age; None when patience is over."""
    age = now - since
    if age >= PATIENCE:
        return None
    return now + min(max(age, SOONEST), LATEST)


def put_off_until(since: datetime, now: datetime) -> datetime:
    """When to try again what failed by our own fault: doubling with age, and never given up."""
    return now + min(max(now - since, SOONEST), LONGEST_REPAIR)


def delay_after(attempts: int) -> timedelta:
    """How long after that many failed attempts the next one comes: 1, 2, 4 ... minutes."""
    return min(FIRST_DELAY * (1 << min(attempts - 1, 20)), LONGEST_DELAY)
