"""The letters that a hire has led to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from deploy.seed.ids import dice_for, id_at
from deploy.seed.worker import Task, Worker
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind


@dataclass(frozen=True)
class Letter:
    """Sent at once, to whoever holds a role."""

    id: UUID
    caused_by: UUID
    kind: LetterKind
    role: Role
    organization_id: UUID | None
    tasks: Sequence[Task]
    sent_at: datetime


def letters(each: Worker) -> list[Letter]:
    """A welcome, and one to each role at each organization with tasks."""
    dice = dice_for(each.external_id)

    def letter(
        kind: LetterKind, role: Role, place: UUID | None, tasks: Sequence[Task] = ()
    ) -> Letter:
        ids = id_at(dice, each.hired_at), id_at(dice, each.hired_at)
        return Letter(*ids, kind, role, place, tasks, each.hired_at)

    def to(task: Task) -> tuple[str, str]:
        return task.role, str(task.organization_id)

    found = [letter(LetterKind.WELCOME, Role.WORKER, None)]
    for _, group in groupby(sorted(each.tasks, key=to), to):
        tasks = sorted(group, key=attrgetter("due_on"))
        found.append(letter(LetterKind.TASKS, tasks[0].role, tasks[0].organization_id, tasks))
    return found
