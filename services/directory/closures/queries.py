"""Which organizations close, what was done about them, and what goes on beyond."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.closures.models import OrganizationAct, acts
from services.directory.closures.values import Beyond, Bounds, Closing, Overdue, Worker
from services.directory.employments.values import Wanted
from services.directory.organizations.queries import ORGANIZATIONS, names_of_organizations
from services.directory.people.queries import names_of
from services.directory.posts.queries import every_post
from services.directory.relationships import queries as relationships
from services.directory.stretches.queries import employed
from services.directory.stretches.values import Stretch
from shared.clock import A_DAY
from shared.contracts.directory import OrganizationKind
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate

_known, _related = ORGANIZATIONS.selected_columns, relationships.FOUND.selected_columns
AHEAD = timedelta(days=3653)
"""Beyond which nothing is looked for."""
COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("name", "Name"),
        ("kind", "Art"),
        ("last_day", "Letzter Tag"),
        ("successor", "Nachfolge"),
        ("relationships", "Beziehungen darüber hinaus"),
    )
)


async def acts_of(
    session: AsyncSession, tenant: str, organization_id: UUID
) -> Sequence[OrganizationAct]:
    """What was done about one, the latest first."""
    mine = (OrganizationAct.tenant == tenant, OrganizationAct.organization_id == organization_id)
    query = select(OrganizationAct).where(*mine)
    order = (OrganizationAct.at.desc(), OrganizationAct.id.desc())
    return (await session.scalars(query.order_by(*order))).all()


async def acted_last(session: AsyncSession) -> dict[str, datetime]:
    """When something was done last, by municipality."""
    query = select(acts.c.tenant, func.max(acts.c.at).label("at")).group_by(acts.c.tenant)
    return {row.tenant: row.at for row in await session.execute(query)}


async def bounds(session: AsyncSession, tenant: str) -> Mapping[UUID, Bounds]:
    """The days of those that were not always open, or close."""
    limited = or_(_known.valid_from.is_not(None), _known.valid_to.is_not(None))
    query = select(_known.id, _known.valid_from, _known.valid_to)
    found = await session.execute(query.where(_known.tenant == tenant, limited))
    return {row.id: Bounds(row.valid_from, row.valid_to) for row in found}


async def successors(session: AsyncSession, tenant: str) -> dict[UUID, UUID | None]:
    """Which organization goes on with the work of which."""
    query = select(_known.id, _known.successor_id).where(
        _known.tenant == tenant, _known.successor_id.is_not(None)
    )
    return {row.id: row.successor_id for row in await session.execute(query)}


async def followed_by(
    session: AsyncSession, tenant: str, organization_id: UUID
) -> list[tuple[UUID, str]]:
    """Id and name of those whose work this one goes on with."""
    query = select(_known.id, _known.name).where(
        _known.tenant == tenant, _known.successor_id == organization_id
    )
    return [(row.id, row.name) for row in await session.execute(query.order_by(_known.name_key))]


async def placed(session: AsyncSession, tenant: str, today: date, at: datetime) -> list[Stretch]:
    """What is worked from today on, as far as it is planned."""
    return await employed(session, Wanted(tenant, None, today), today, today + AHEAD, at)


async def beyond(
    session: AsyncSession, tenant: str, key: UUID, closed_on: date, today: date, at: datetime
) -> Beyond:
    """What goes on at an organization, or for it, after its last day."""
    from_ = max(closed_on, today)
    work = await employed(session, Wanted(tenant, None, today), from_, from_ + AHEAD, at)
    there = [each for each in work if key in (each.school_id, each.carrier_id)]
    names = await names_of(session, {each.worker_id for each in there})
    related = await relationships.of_organization(session, tenant, key, today)
    planned = [
        each
        for (school, carrier), each in await every_post(session, tenant)
        if key in (school, carrier)
    ]
    return Beyond(
        workers=[
            Worker(
                names.get(each.worker_id, ""),
                each.employment_id,
                None if each.last == from_ + AHEAD else each.last,
            )
            for each in {each.employment_id: each for each in there}.values()
        ],
        relationships=[each for each in related if each.last_day is None or each.last_day >= from_],
        posts=[
            (each.id, each.end and each.end - A_DAY)
            for each in planned
            if each.end is None or each.end > from_
        ],
    )


def _holds_on(today: date) -> ColumnElement[bool]:
    """Whether a relationship goes on beyond the last day of an organization it is joined to."""
    either = or_(
        _related.to_organization_id == _known.id, _related.from_organization_id == _known.id
    )
    goes_on = and_(_related.valid_to > _known.valid_to, _related.valid_to > today)
    here = (_related.tenant == _known.tenant, _known.valid_to.is_not(None))
    return and_(*here, either, or_(_related.valid_to.is_(None), goes_on))


async def overdue(session: AsyncSession, tenant: str, today: date) -> Overdue | None:
    """Which relationships nobody has ended with their organization; None where there are none."""
    counted = (func.count(_known.id.distinct()), func.min(_known.valid_to))
    query = select(*counted).where(_known.tenant == tenant, _holds_on(today))
    number, since = (await session.execute(query)).one()
    return Overdue(number, since) if number else None


async def page_of(
    session: AsyncSession, tenant: str, page: KeysetRequest, today: date
) -> Page[Closing]:
    """Those of the municipality that have a last day, the latest first."""
    query: Select[Any] = select(_known.id).where(
        _known.tenant == tenant, _known.valid_to.is_not(None)
    )
    latest_first = replace(page, sort=page.sort or "-last_day")
    by = (_known.valid_to.label("last_day"), _known.id.label("id"))
    found = await paginate(session, query, latest_first, by=by, columns=COLUMNS)
    return await described(session, found, partial(_closings, tenant, today))


async def _closings(
    tenant: str, today: date, session: AsyncSession, ids: Sequence[UUID]
) -> list[Closing]:
    query = ORGANIZATIONS.where(_known.tenant == tenant, _known.id.in_(ids))
    rows = {row.id: row for row in await session.execute(query)}
    named = {row.successor_id for row in rows.values() if row.successor_id}
    names = await names_of_organizations(session, named, [tenant])
    counted = select(_known.id, func.count().label("number")).where(
        _known.tenant == tenant, _known.id.in_(ids), _holds_on(today)
    )
    found = await session.execute(counted.group_by(_known.id))
    many = {row.id: row.number for row in found}
    return [
        Closing(
            id=key,
            name=rows[key].name,
            kind=OrganizationKind(rows[key].kind),
            last_day=rows[key].valid_to - A_DAY,
            successor=names.get(rows[key].successor_id, ""),
            relationships=many.get(key, 0),
        )
        for key in ids
    ]
