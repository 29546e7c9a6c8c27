"""Which carriers have a quota, and how long it holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
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
from shared.contracts.directory import OrganizationKind

_SIZES = select(quotas.c.carrier_id, quotas.c.size).where(
    quotas.c.tenant == bindparam("tenant", type_=String),
    quotas.c.gathering_id == bindparam("gathering_id", type_=Uuid),
    or_(quotas.c.until.is_(None), quotas.c.until >= bindparam("today", type_=Date)),
)


async def sizes(session: AsyncSession, row: Gathering, today: date) -> Mapping[UUID, int]:
    """By carrier; a quota whose last day is over holds nobody back."""
    given = {"tenant": row.tenant, "gathering_id": row.id, "today": today}
    found = await session.execute(_SIZES, given)
    return {each.carrier_id: each.size for each in found}


def given(gathering_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether any carrier has one, as a condition of a statement about gatherings."""
    return exists().where(SeatQuota.gathering_id == gathering_id)


async def of_gathering(session: AsyncSession, row: Gathering) -> Sequence[tuple[SeatQuota, str]]:
    """All of them with the carrier's name, in the order of the names."""
    name = Organization.name
    named = (Organization.tenant == row.tenant) & (
        Organization.organization_id == SeatQuota.carrier_id
    )
    mine = (SeatQuota.tenant == row.tenant, SeatQuota.gathering_id == row.id)
    query = select(SeatQuota, name).outerjoin(Organization, named).where(*mine).order_by(name)
    found = await session.execute(query)
    return [(quota, title or "nicht mehr im Verzeichnis") for quota, title in found.all()]


def number_of(row: Gathering) -> ScalarSelect[int]:
    """How many carriers have one, for who asks it together with others."""
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


async def carriers(session: AsyncSession, row: Gathering) -> list[tuple[str, str]]:
    """Ids and names of those that may have one of a gathering."""
    mine = (
        Organization.tenant == row.tenant,
        Organization.kind == OrganizationKind.CARRIER.value,
    )
    query = select(Organization.organization_id, Organization.name).where(*mine)
    found = await session.execute(query.order_by(Organization.name))
    return [(str(each.organization_id), each.name) for each in found]
