"""Which gatherings stand in for one, and what somebody has at them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.alike.values import Alike
from services.trainings.models import Gathering, Registration
from services.trainings.values import GONE
from shared.contracts.gatherings import GatheringState, Place
from shared.web.kit.words import shown

CHOICES = 50
Held = tuple[Registration, Gathering]
"""A seat that somebody has, and where."""


async def of(
    session: AsyncSession, row: Gathering, now: datetime, person_id: UUID | None = None
) -> Sequence[Alike]:
    """The others in their order, with what somebody has there; drafts are for the office."""
    if row.alike_id is None:
        return []
    theirs = and_(
        Registration.tenant == Gathering.tenant,
        Registration.gathering_id == Gathering.id,
        Registration.person_id == person_id,
        Registration.place.not_in(GONE),
    )
    query = (
        select(Gathering, Registration.place, Registration.approval)
        .outerjoin(Registration, theirs)
        .where(*_others(row))
        .order_by(Gathering.starts_at, Gathering.id)
    )
    if person_id is not None:
        query = query.where(Gathering.state != GatheringState.DRAFT)
    return [
        Alike(each.id, each.title, each.starts_at, each.state, place, approval, _begun(each, now))
        for each, place, approval in (await session.execute(query)).all()
    ]


async def seats_of(
    session: AsyncSession, row: Gathering, person_id: UUID, now: datetime
) -> list[Held]:
    """What somebody has at the others and would give up; those are held, too."""
    if row.alike_id is None:
        return []
    query = (
        select(Registration, Gathering)
        .join(Gathering, Gathering.id == Registration.gathering_id)
        .where(*_others(row), *_ahead(now))
        .where(Registration.tenant == row.tenant, Registration.person_id == person_id)
        .where(Registration.place == Place.CONFIRMED)
        .order_by(Gathering.id)
        .execution_options(populate_existing=True)
    )
    return [(entry, other) for entry, other in (await session.execute(query)).all()]


async def choices(
    session: AsyncSession, row: Gathering, now: datetime
) -> Sequence[tuple[str, str]]:
    """What may stand in for one: of the same title first, from the next on."""
    same = case((Gathering.title_key == row.title_key, 0), else_=1)
    query = (
        select(Gathering)
        .where(Gathering.tenant == row.tenant, Gathering.id != row.id, *_ahead(now))
        .where(Gathering.starts_at.is_not(None), Gathering.kind == row.kind)
        .order_by(same, Gathering.starts_at, Gathering.id)
        .limit(CHOICES)
    )
    if row.alike_id is not None:
        query = query.where(Gathering.alike_id.is_distinct_from(row.alike_id))
    return [
        (str(each.id), f"{shown(each.starts_at)}: {each.title}")
        for each in await session.scalars(query)
    ]


def seated_twice(ids: Sequence[UUID], tenant: str, now: datetime) -> Select[UUID]:
    """Whoever has more than one seat at these that are still to come."""
    return (
        select(Registration.person_id)
        .join(Gathering, Gathering.id == Registration.gathering_id)
        .where(Registration.tenant == tenant, Gathering.id.in_(ids), *_ahead(now))
        .where(Registration.place == Place.CONFIRMED)
        .group_by(Registration.person_id)
        .having(func.count() > 1)
    )


def _others(row: Gathering) -> tuple[ColumnElement[bool], ...]:
    same = Gathering.alike_id == row.alike_id
    return Gathering.tenant == row.tenant, same, Gathering.id != row.id


def _ahead(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What has begun is not swapped any more, and what was called off nobody has a seat at."""
    begins = or_(Gathering.starts_at.is_(None), Gathering.starts_at > now)
    return begins, Gathering.state != GatheringState.CANCELLED


def _begun(row: Gathering, now: datetime) -> bool:
    return row.starts_at is not None and row.starts_at <= now
