"""Stores templates, announces their titles, and finds the one that applies."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from services.trainings.schemas import Stage, TaskRule
from services.trainings.templates import models
from services.trainings.templates.models import template_tasks, templates
from services.trainings.templates.rules import (
    DEFAULT_TASKS,
    DEFAULT_TEMPLATE_ID,
    DEFAULT_VERSION,
    applicable,
)
from services.trainings.templates.schemas import NewTemplate, TemplateView
from shared.contracts.directory import Role, SchoolType
from shared.contracts.trainings import TemplateRecord, TemplateTask
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.unit_of_work import UnitOfWork

_IN_FORCE = (
    select(templates, *(each for each in template_tasks.c if each.name != "template_id"))
    .join(template_tasks)
    .where(in_list(templates.c.tenant, "tenants"))
    .order_by(templates.c.id, template_tasks.c.place)
)


@dataclass(frozen=True)
class Template:
    """A template with its tasks in order."""

    id: UUID
    tenant: str
    carrier_id: UUID | None
    school_type: str | None
    version: int
    tasks: tuple[TaskRule, ...]


async def ensure_default(uow: UnitOfWork) -> None:
    """The default template is there and announced; run at every start."""
    known = select(templates.c.id).where(templates.c.id == DEFAULT_TEMPLATE_ID)
    if (await uow.session.execute(known)).first() is None:
        default = Template(
            DEFAULT_TEMPLATE_ID, EVERYONE, None, None, DEFAULT_VERSION, DEFAULT_TASKS
        )
        await _store(uow, default)


async def add(uow: UnitOfWork, given: NewTemplate) -> Template:
    """A new template, or a new version of the one with the same scope.

    Raises ``IntegrityError`` if somebody else adds one at the same time.
    """
    newest = await uow.session.scalar(
        select(func.max(templates.c.version)).where(
            templates.c.tenant == given.municipality,
            templates.c.carrier_id.is_not_distinct_from(given.carrier_id),
            templates.c.school_type.is_not_distinct_from(
                given.school_type.value if given.school_type else None
            ),
        )
    )
    template = Template(
        new_id(),
        given.municipality,
        given.carrier_id,
        given.school_type.value if given.school_type else None,
        (newest or 0) + 1,
        given.tasks,
    )
    await _store(uow, template)
    return template


async def in_force(reader: Reader, tenants: Collection[str]) -> list[Template]:
    """All templates of these municipalities and everyone's."""
    rows = (await reader.execute(_IN_FORCE, {"tenants": {*tenants, EVERYONE}})).all()
    tasks: defaultdict[UUID, list[TaskRule]] = defaultdict(list)
    for row in rows:
        tasks[row.id].append(_stored_rule(row))
    firsts = {row.id: row for row in rows}.values()
    return [
        Template(
            row.id, row.tenant, row.carrier_id, row.school_type, row.version, tuple(tasks[row.id])
        )
        for row in firsts
    ]


def choose(
    templates: Sequence[Template],
    tenant: str,
    carrier_id: UUID,
    school_types: Sequence[SchoolType],
) -> Template:
    """The one of these templates that applies."""
    return applicable(templates, tenant, carrier_id, school_types)


def view(template: Template) -> TemplateView:
    """As it is shown."""
    return TemplateView(
        id=template.id,
        municipality=template.tenant,
        carrier_id=template.carrier_id,
        school_type=SchoolType(template.school_type) if template.school_type else None,
        version=template.version,
        tasks=list(template.tasks),
    )


async def _store(uow: UnitOfWork, template: Template) -> None:
    stored = models.Template(
        id=template.id,
        tenant=template.tenant,
        carrier_id=template.carrier_id,
        school_type=template.school_type,
        version=template.version,
        created_at=uow.now,
    )
    uow.session.add(stored)
    await uow.session.flush()
    uow.session.add_all(_task_rows(template.id, template.tasks))
    await uow.session.flush()
    record = TemplateRecord(
        template_id=template.id,
        version=template.version,
        tasks=tuple(TemplateTask(code=task.code, title=task.title) for task in template.tasks),
    )
    uow.announce(record, Cause(template.tenant, new_id()))


def _stored_rule(row: Row[Any]) -> TaskRule:
    """Checked when it was stored, and so not again for every batch of hires."""
    return TaskRule.model_construct(
        code=row.code,
        title=row.title,
        role=Role(row.role),
        due_days=row.due_days,
        mandatory=row.mandatory,
        stage=Stage(row.stage),
    )


def _task_rows(template_id: UUID, tasks: Sequence[TaskRule]) -> list[models.TemplateTask]:
    return [
        models.TemplateTask(template_id=template_id, place=place, **task.model_dump(mode="json"))
        for place, task in enumerate(tasks)
    ]
