"""Which templates are in force, and what their tasks are called."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.schemas import Stage, TaskRule
from services.trainings.templates.models import TemplateTask, template_tasks, templates
from services.trainings.templates.values import Template
from shared.contracts.directory import Role
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.messaging.event import EVERYONE

_IN_FORCE = (
    select(templates, *(each for each in template_tasks.c if each.name != "template_id"))
    .join(template_tasks)
    .where(in_list(templates.c.tenant, "tenants"))
    .order_by(templates.c.id, template_tasks.c.place)
)


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


async def titles(session: AsyncSession, template_id: UUID) -> dict[str, str]:
    """By code."""
    query = select(TemplateTask.code, TemplateTask.title)
    found = await session.execute(query.where(TemplateTask.template_id == template_id))
    return dict(found.all())


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
