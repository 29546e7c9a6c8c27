"""Agendas as pages show them, and what waits for a later meeting."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.trainings.agenda import rules
from services.trainings.agenda.models import AgendaItem
from services.trainings.agenda.values import Agenda, Kept, Outcome, Span
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.people import queries as people
from shared.clock import local_date
from shared.german import short_date

KEPT_SHOWN = 50


async def items_of(session: AsyncSession, tenant: str, gathering_id: UUID) -> Sequence[AgendaItem]:
    """In their order."""
    mine = (AgendaItem.tenant == tenant, AgendaItem.gathering_id == gathering_id)
    query = select(AgendaItem).where(*mine).order_by(AgendaItem.position, AgendaItem.id)
    return (await session.scalars(query)).all()


def number_of(row: Gathering) -> ScalarSelect[int]:
    """How many there are, for who asks it together with others."""
    mine = (AgendaItem.tenant == row.tenant, AgendaItem.gathering_id == row.id)
    return select(func.count()).select_from(AgendaItem).where(*mine).scalar_subquery()


def planned(gathering_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether there is any, as a condition of a statement about gatherings."""
    return exists().where(AgendaItem.gathering_id == gathering_id)


async def item_of(
    session: AsyncSession, tenant: str, gathering_id: UUID, item_id: UUID
) -> AgendaItem:
    """Raises ``NoResultFound``."""
    mine = (
        AgendaItem.tenant == tenant,
        AgendaItem.gathering_id == gathering_id,
        AgendaItem.id == item_id,
    )
    return (await session.scalars(select(AgendaItem).where(*mine))).one()


async def item(session: AsyncSession, tenant: str, item_id: UUID) -> AgendaItem:
    """Of whichever gathering; raises ``NoResultFound``."""
    mine = (AgendaItem.tenant == tenant, AgendaItem.id == item_id)
    return (await session.scalars(select(AgendaItem).where(*mine))).one()


async def agenda_of(session: AsyncSession, row: Gathering) -> Agenda:
    """With times, owners, and where items come from."""
    rows = await items_of(session, row.tenant, row.id)
    if not rows:
        return Agenda((), None, 0)
    ids = [each.owner_id for each in rows if each.owner_id]
    names = await people.names_of(session, row.tenant, ids) if ids else {}
    carried = [each.carried_from for each in rows if each.carried_from]
    origins = await _origins(session, row.tenant, carried) if carried else {}
    dates = (await gatherings.dates_of(session, row.tenant, [row.id]))[row.id]
    first = next((each for each in dates if not each.cancelled), None)
    span = Span(first.starts_at, first.ends_at) if first else None
    return rules.timed(rows, span, lambda each: who(each, names), origins)


def who(row: AgendaItem, names: Mapping[UUID, str]) -> str:
    """A person's name, or a role."""
    if row.owner_id is None:
        return row.role
    return names.get(row.owner_id, people.NOBODY)


async def known(session: AsyncSession, row: AgendaItem) -> Mapping[str, object]:
    """What its form shows of an item."""
    ids = [row.owner_id] if row.owner_id else []
    names = await people.names_of(session, row.tenant, ids) if ids else {}
    same = ("title", "minutes", "kind", "note", "papers", "version")
    return {name: getattr(row, name) for name in same} | {"who": who(row, names)}


async def kept(session: AsyncSession, row: Gathering) -> list[Kept]:
    """What waits, of the gatherings of the same line, and has not come back yet."""
    back = aliased(AgendaItem)
    query = (
        select(AgendaItem.id, AgendaItem.title, Gathering.title, Gathering.starts_at)
        .join(Gathering, Gathering.id == AgendaItem.gathering_id)
        .where(
            AgendaItem.tenant == row.tenant,
            AgendaItem.outcome == Outcome.KEPT,
            AgendaItem.gathering_id != row.id,
            *gatherings.of_line(row),
            ~exists().where(back.tenant == row.tenant, back.carried_from == AgendaItem.id),
        )
        .order_by(Gathering.starts_at, AgendaItem.position)
        .limit(KEPT_SHOWN)
    )
    found = await session.execute(query)
    return [Kept(key, title, _origin(name, at)) for key, title, name, at in found.all()]


async def _origins(session: AsyncSession, tenant: str, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    query = (
        select(AgendaItem.id, Gathering.title, Gathering.starts_at)
        .join(Gathering, Gathering.id == AgendaItem.gathering_id)
        .where(AgendaItem.tenant == tenant, AgendaItem.id.in_(ids))
    )
    found = await session.execute(query)
    return {key: _origin(title, at) for key, title, at in found.all()}


def _origin(title: str, at: datetime | None) -> str:
    return f"{title} vom {short_date(local_date(at))}" if at else title
