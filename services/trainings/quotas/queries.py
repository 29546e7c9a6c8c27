"""Which carriers and school types have a quota, and how long it holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    ScalarSelect,
    String,
    Uuid,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Organization
from services.trainings.quotas.models import SeatQuota, quotas
from services.trainings.seats.values import SCHOOLS, Quota
from shared.contracts.directory import OrganizationKind, SchoolType
from shared.contracts.words import options
from shared.web.kit.words import shown

_IN_FORCE = select(quotas).where(
    quotas.c.tenant == bindparam("tenant", type_=String),
    quotas.c.gathering_id == bindparam("gathering_id", type_=Uuid),
    or_(quotas.c.until.is_(None), quotas.c.until >= bindparam("today", type_=Date)),
)


async def in_force(session: AsyncSession, row: Gathering, today: date) -> Sequence[Quota]:
    """A quota whose last day is over holds nobody back."""
    given = {"tenant": row.tenant, "gathering_id": row.id, "today": today}
    return [quota_of(each) for each in await session.execute(_IN_FORCE, given)]


def quota_of(each: Row[Any] | SeatQuota) -> Quota:
    """As seats are given by it."""
    return Quota(each.carrier_id or each.school_type or each.id, each.size, each.reserved or 0)


def given(gathering_id: ColumnElement[UUID], *, by_school: bool = False) -> ColumnElement[bool]:
    """Whether there is any, or any of a school type, in a statement about gatherings."""
    there = exists().where(SeatQuota.gathering_id == gathering_id)
    return there.where(SeatQuota.school_type.is_not(None)) if by_school else there


async def concerning(
    session: AsyncSession, tenant: str, ids: Sequence[UUID], carrier_id: UUID, today: date
) -> Sequence[SeatQuota]:
    """Those in force of several gatherings that people of the carrier may meet."""
    query = select(SeatQuota).where(
        SeatQuota.tenant == tenant,
        SeatQuota.gathering_id.in_(ids),
        or_(SeatQuota.carrier_id == carrier_id, SeatQuota.school_type.is_not(None)),
        or_(SeatQuota.until.is_(None), SeatQuota.until >= today),
    )
    return (await session.scalars(query.order_by(SeatQuota.id))).all()


async def of_gathering(session: AsyncSession, row: Gathering) -> Sequence[tuple[SeatQuota, str]]:
    """All of them with the name of the carrier, or the school type, in the order of the names."""
    name = Organization.name
    named = (Organization.tenant == row.tenant) & (
        Organization.organization_id == SeatQuota.carrier_id
    )
    mine = (SeatQuota.tenant == row.tenant, SeatQuota.gathering_id == row.id)
    query = select(SeatQuota, name).outerjoin(Organization, named).where(*mine).order_by(name)
    found = (await session.execute(query)).all()
    return sorted(
        (
            (quota, SCHOOLS.get(quota.school_type, shown(quota.school_type)))
            if quota.school_type
            else (quota, title or "nicht mehr im Verzeichnis")
            for quota, title in found
        ),
        key=lambda each: each[0].school_type is None,
    )


def number_of(row: Gathering) -> ScalarSelect[int]:
    """How many there are, for who asks it together with others."""
    mine = (SeatQuota.tenant == row.tenant, SeatQuota.gathering_id == row.id)
    return select(func.count()).select_from(SeatQuota).where(*mine).scalar_subquery()


async def one(session: AsyncSession, tenant: str, gathering_id: UUID, quota_id: UUID) -> SeatQuota:
    """Raises ``NoResultFound``."""
    mine = (
        SeatQuota.tenant == tenant,
        SeatQuota.gathering_id == gathering_id,
        SeatQuota.id == quota_id,
    )
    return (await session.scalars(select(SeatQuota).where(*mine))).one()


async def reserved_beside(
    session: AsyncSession, row: Gathering, quota_id: UUID | None, today: date
) -> int:
    """How many seats all others in force set aside."""
    mine = (SeatQuota.tenant == row.tenant, SeatQuota.gathering_id == row.id)
    others = [or_(SeatQuota.until.is_(None), SeatQuota.until >= today)]
    if quota_id:
        others.append(SeatQuota.id != quota_id)
    query = select(func.sum(SeatQuota.reserved)).where(*mine, *others)
    return (await session.execute(query)).scalar_one() or 0


async def choices(session: AsyncSession, row: Gathering) -> list[tuple[str, str]]:
    """Keys and names of those that may have one of a gathering."""
    mine = (
        Organization.tenant == row.tenant,
        Organization.kind == OrganizationKind.CARRIER.value,
    )
    query = select(Organization.organization_id, Organization.name).where(*mine)
    found = await session.execute(query.order_by(Organization.name))
    carriers = [(str(each.organization_id), f"Träger: {each.name}") for each in found]
    return [(key, f"Schulform: {name}") for key, name in options(SchoolType)] + carriers
