"""Who speaks for a working group."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.decisions import queries as decisions
from services.trainings.models import Gathering
from services.trainings.people import queries as people
from services.trainings.speakers.models import Speaker
from services.trainings.speakers.values import Elected

MOST = 50


async def of_group(session: AsyncSession, row: Gathering, today: date) -> list[Elected]:
    """All of the gathering's series, the newest first; without a series, of itself."""
    query = select(Speaker).where(*of(row))
    newest = (Speaker.since.desc(), Speaker.id.desc())
    rows = (await session.scalars(query.order_by(*newest).limit(MOST))).all()
    if not rows:
        return []
    names = await people.names_of(session, row.tenant, {each.person_id for each in rows})
    numbers = await decisions.called(
        session, row.tenant, {each.decision_id for each in rows if each.decision_id}
    )
    return [
        Elected(
            id=each.id,
            name=names.get(each.person_id, people.NOBODY),
            since=each.since,
            until=each.until,
            decision=numbers.get(each.decision_id, "") if each.decision_id else "",
            acting=each.since <= today <= each.until,
            over=each.until < today,
        )
        for each in rows
    ]


async def acting(session: AsyncSession, row: Gathering, today: date) -> list[Elected]:
    """Those whose time it is."""
    return [each for each in await of_group(session, row, today) if each.acting]


def number_of(row: Gathering, today: date) -> ScalarSelect[int]:
    """How many are acting, for who asks it together with others."""
    now = (Speaker.since <= today, Speaker.until >= today)
    return select(func.count()).select_from(Speaker).where(*of(row), *now).scalar_subquery()


def elected(gathering_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether a gathering's group has any, as a condition of a statement about gatherings."""
    series = and_(Speaker.tenant == Gathering.tenant, Speaker.series_id == Gathering.series_id)
    alone = exists().where(Speaker.gathering_id == gathering_id)
    return case((Gathering.series_id.is_(None), alone), else_=exists().where(series))


async def one(session: AsyncSession, row: Gathering, speaker_id: UUID) -> Speaker:
    """Raises ``NoResultFound``."""
    return (await session.scalars(select(Speaker).where(*of(row), Speaker.id == speaker_id))).one()


def of(row: Gathering) -> tuple[ColumnElement[bool], ...]:
    """What belongs to the gathering's group."""
    group = Speaker.gathering_id == row.id
    if row.series_id is not None:
        group = Speaker.series_id == row.series_id
    return Speaker.tenant == row.tenant, group
