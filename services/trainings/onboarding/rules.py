"""Which tasks an onboarding has, for whom, and on which working day they are due."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from services.trainings.schemas import Stage, TaskRule
from shared.contracts.directory import PlacementFact, Role, SchoolType
from shared.contracts.trainings import ClosingReason
from shared.working_days import is_working_day


class PlannedTask(NamedTuple):
    """A task for a role; of an organization, except for the worker's own."""

    code: str
    role: Role
    organization_id: UUID | None
    due_on: date
    mandatory: bool


def is_over(last_day: date | None, today: date) -> bool:
    """Whether the last day has passed; it is a day of work itself."""
    return last_day is not None and last_day < today


def closed_at_once(
    tasks: Sequence[PlannedTask], last_day: date | None, today: date
) -> ClosingReason | None:
    """Why an onboarding ends as it begins: the employment is over, or there is nothing to do."""
    if is_over(last_day, today):
        return ClosingReason.DEPARTED
    return None if tasks else ClosingReason.COMPLETED


def ready_at_once(tasks: Sequence[PlannedTask], reason: ClosingReason | None) -> bool:
    """Whether there is nothing mandatory to do for somebody who works here."""
    return reason is not ClosingReason.DEPARTED and not any(task.mandatory for task in tasks)


def plan(
    rules: Sequence[TaskRule],
    start: date,
    carrier_id: UUID,
    placements: Sequence[PlacementFact],
    last_day: date | None,
) -> list[PlannedTask]:
    """The tasks meant for these schools and due by the last day, if one is known.

    A head of school has each for their own school.
    """
    school_types = [placement.school_type for placement in placements]
    organizations = _organizations(carrier_id, placements)
    return [
        PlannedTask(rule.code, rule.role, organization, due_on, rule.mandatory)
        for rule in rules
        if meant_for(rule, school_types)
        if not is_over(last_day, due_on := due_date(start, rule.due_days))
        for organization in organizations[rule.role]
    ]


@lru_cache(maxsize=4096)
def due_date(start: date, days: int) -> date:
    """``days`` from ``start``, moved to a working day: back before the start, on after it."""
    day = start + timedelta(days=days)
    step = timedelta(days=-1 if days < 0 else 1)
    while not is_working_day(day):
        day += step
    return day


def meant_for(rule: TaskRule, school_types: Sequence[SchoolType]) -> bool:
    """Whether a task is for one of these schools."""
    if rule.stage is Stage.ALL:
        return True
    primary = rule.stage is Stage.PRIMARY
    return any((kind is SchoolType.PRIMARY) is primary for kind in school_types)


def _organizations(
    carrier_id: UUID, placements: Sequence[PlacementFact]
) -> dict[Role, list[UUID | None]]:
    """Of which organizations each role is meant; where there can be one, that of most hours."""
    most_hours = max(placements, key=lambda placement: placement.weekly_hours)
    others: dict[Role, list[UUID | None]] = {role: [most_hours.school_id] for role in Role}
    return others | {
        Role.CARRIER: [carrier_id],
        Role.WORKER: [None],
        Role.HEAD: [placement.school_id for placement in placements],
    }
