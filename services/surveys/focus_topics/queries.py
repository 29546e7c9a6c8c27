"""Focus topics of a municipality."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.focus_topics.forms import TopicSearch
from services.surveys.focus_topics.models import FocusTopic
from services.surveys.focus_topics.values import COLUMNS, Listed
from services.surveys.measures import queries as measures
from services.surveys.values import school_year, school_year_name
from shared.database.paging import KeysetRequest, Page, described, paginate


async def one(session: AsyncSession, tenant: str, topic_id: UUID) -> FocusTopic:
    """Raises ``NoResultFound``."""
    mine = (FocusTopic.tenant == tenant, FocusTopic.id == topic_id)
    return (await session.scalars(select(FocusTopic).where(*mine))).one()


async def years(session: AsyncSession, tenant: str) -> list[tuple[str, str]]:
    """The school years of which there are any, the newest first."""
    query = select(FocusTopic.school_year).where(FocusTopic.tenant == tenant).distinct()
    found = await session.scalars(query.order_by(FocusTopic.school_year.desc()))
    return [(str(each), school_year_name(each)) for each in found]


def choices(today: date) -> list[tuple[str, str]]:
    """The school years for which one may be chosen: from two ago to the next."""
    now = school_year(today)
    return [(str(each), school_year_name(each)) for each in range(now + 1, now - 3, -1)]


async def count_of(session: AsyncSession, tenant: str, year: int) -> int:
    """How many a school year has."""
    mine = (FocusTopic.tenant == tenant, FocusTopic.school_year == year)
    return (await session.scalars(select(func.count()).where(*mine))).one()


async def page_of(
    session: AsyncSession, tenant: str, search: TopicSearch, wanted: KeysetRequest
) -> Page[Listed]:
    """The newest school year first."""
    query = select(FocusTopic).where(FocusTopic.tenant == tenant)
    if search.text:
        query = query.where(FocusTopic.matches(search.text))
    if search.year:
        query = query.where(FocusTopic.school_year == search.year)
    newest = replace(wanted, sort=wanted.sort or "-school_year")
    by = (FocusTopic.school_year, FocusTopic.title_key, FocusTopic.id)
    found = await paginate(session, query, newest, by=by)
    return replace(await described(session, found, partial(_described, tenant)), columns=COLUMNS)


async def _described(
    tenant: str, session: AsyncSession, rows: Sequence[FocusTopic]
) -> list[Listed]:
    counts = await measures.counts_of(session, tenant, [each.id for each in rows])
    return [
        Listed(each.id, each.school_year, each.title, *counts.get(each.id, (0, 0)), each.outcome)
        for each in rows
    ]
