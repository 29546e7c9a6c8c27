"""A worker's employment and how far its onboarding has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from deploy.seed.ids import id_at
from services.trainings.onboarding.rules import plan
from services.trainings.templates.rules import DEFAULT_TASKS
from shared.clock import local_date
from shared.contracts.directory import PlacementFact, Role, SchoolType
from shared.contracts.trainings import ClosingReason

ANNOUNCED_BEFORE = timedelta(days=30)
"""The first day of work."""
LEAVES, LATE = 0.15, 0.1
"""Shares: of those who leave within the time, and of tasks that are not done on their day."""
LATE_BY = timedelta(days=20)
Place = tuple[UUID, str, SchoolType | None]
"""A school's id, number and type."""


@dataclass(frozen=True)
class Task:
    """One of an onboarding."""

    id: UUID
    code: str
    role: Role
    organization_id: UUID | None
    due_on: date
    mandatory: bool
    done_at: datetime | None


@dataclass(frozen=True)
class Worker:
    """The employment, its onboarding, and what became of it."""

    employment_id: UUID
    onboarding_id: UUID
    story: UUID
    carrier_id: UUID
    external_id: str
    hired_at: datetime
    start: date
    last_day: date | None
    placements: Sequence[PlacementFact]
    tasks: Sequence[Task]
    ready_at: datetime | None
    closed_at: datetime | None
    closing_reason: ClosingReason | None


def worker(
    dice: Random, begins: datetime, now: datetime, carrier_id: UUID, places: Sequence[Place]
) -> Worker:
    """One who begins on a day, as it stands now."""
    hired_at = min(begins - ANNOUNCED_BEFORE, now)
    leaves = dice.random() < LEAVES and begins + ANNOUNCED_BEFORE < now
    left_at = begins + (now - begins) * dice.random() if leaves else None
    placements = _placements(dice, hired_at, places)
    start = local_date(begins)
    tasks = [
        _task(dice, hired_at, now, left_at, *planned)
        for planned in plan(DEFAULT_TASKS, start, carrier_id, placements, None)
    ]
    closed_at, reason = _closed(tasks, left_at)
    must = [each.done_at for each in tasks if each.mandatory]
    done = [each for each in must if each is not None]
    return Worker(
        employment_id=id_at(dice, hired_at),
        onboarding_id=id_at(dice, hired_at),
        story=id_at(dice, hired_at),
        carrier_id=carrier_id,
        external_id=f"P-{dice.getrandbits(40):010x}",
        hired_at=hired_at,
        start=start,
        last_day=local_date(left_at) if left_at else None,
        placements=placements,
        tasks=tasks,
        ready_at=max(done) if len(done) == len(must) else None,
        closed_at=closed_at,
        closing_reason=reason,
    )


def _placements(dice: Random, moment: datetime, places: Sequence[Place]) -> list[PlacementFact]:
    chosen = dice.sample(places, dice.choice((1, 1, 2)))
    return [
        PlacementFact(
            placement_id=id_at(dice, moment),
            school_id=school_id,
            school_number=number,
            school_type=kind or SchoolType.PRIMARY,
            weekly_hours=Decimal(39) / len(chosen),
        )
        for school_id, number, kind in chosen
    ]


def _task(
    dice: Random,
    hired_at: datetime,
    now: datetime,
    left_at: datetime | None,
    code: str,
    role: Role,
    organization_id: UUID | None,
    due_on: date,
    mandatory: bool,
) -> Task:
    days = (due_on - local_date(hired_at)).days
    done_at = hired_at + timedelta(days=max(days, 0)) - timedelta(hours=3)
    if dice.random() < LATE:
        done_at += LATE_BY
    over = min(now, left_at) if left_at else now
    done = done_at if done_at < over else None
    return Task(id_at(dice, hired_at), code, role, organization_id, due_on, mandatory, done)


def _closed(
    tasks: Sequence[Task], left_at: datetime | None
) -> tuple[datetime | None, ClosingReason | None]:
    done = [each.done_at for each in tasks if each.done_at]
    if len(done) == len(tasks):
        return max(done), ClosingReason.COMPLETED
    return (left_at, ClosingReason.DEPARTED) if left_at else (None, None)
