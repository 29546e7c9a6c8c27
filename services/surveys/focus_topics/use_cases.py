"""Keeps focus topics."""

from uuid import UUID

from sqlalchemy import select

from services.surveys.focus_topics import queries
from services.surveys.focus_topics.forms import FocusTopicForm
from services.surveys.focus_topics.models import FocusTopic
from services.surveys.focus_topics.values import MOST
from services.surveys.measures import queries as measures
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, given: FocusTopicForm) -> FocusTopic:
    """The network sees it at once; raises ``Problem``."""
    if await queries.count_of(uow.session, me.tenant, given.school_year) >= MOST:
        raise _refused("too-many-topics", "school_year")
    row = FocusTopic(tenant=me.tenant, id=new_id())
    await _write(uow, row, given)
    uow.session.add(row)
    return row


async def change(uow: UnitOfWork, me: Me, topic_id: UUID, given: FocusTopicForm) -> None:
    """The same; raises ``Problem``, ``Overtaken``."""
    row = await queries.one(uow.session, me.tenant, topic_id)
    if row.version != given.version:
        raise Overtaken(given, {name: getattr(row, name) for name in type(given).model_fields})
    await _write(uow, row, given)


async def remove(uow: UnitOfWork, me: Me, topic_id: UUID) -> None:
    """Only one from which nothing followed yet; raises ``Problem``."""
    row = await queries.one(uow.session, me.tenant, topic_id)
    if (await measures.counts_of(uow.session, me.tenant, [row.id])).get(row.id):
        raise Problem(409, "topic-in-use", "It has measures")
    await uow.session.delete(row)


async def _write(uow: UnitOfWork, row: FocusTopic, given: FocusTopicForm) -> None:
    same = (
        FocusTopic.tenant == row.tenant,
        FocusTopic.school_year == given.school_year,
        FocusTopic.title == given.title,
        FocusTopic.id != row.id,
    )
    if (await uow.session.scalars(select(FocusTopic.id).where(*same))).first():
        raise _refused("topic-known", "title")
    for name in type(given).model_fields.keys() - {"version"}:
        setattr(row, name, getattr(given, name))


def _refused(code: str, field: str) -> Problem:
    return Problem(409, code, "Not possible", errors=[FieldError(field, "is not possible")])
