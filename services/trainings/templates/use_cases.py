"""Stores templates and announces their titles."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from services.trainings.schemas import TaskRule
from services.trainings.templates import models
from services.trainings.templates.models import templates
from services.trainings.templates.rules import (
    DEFAULT_TASKS,
    DEFAULT_TEMPLATE_ID,
    DEFAULT_VERSION,
)
from services.trainings.templates.schemas import NewTemplate
from services.trainings.templates.values import Template
from shared.contracts.trainings import TemplateRecord, TemplateTask
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.unit_of_work import UnitOfWork


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


def _task_rows(template_id: UUID, tasks: Sequence[TaskRule]) -> list[models.TemplateTask]:
    return [
        models.TemplateTask(template_id=template_id, place=place, **task.model_dump(mode="json"))
        for place, task in enumerate(tasks)
    ]
