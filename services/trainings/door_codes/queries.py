"""Whose a code is."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.door_codes.models import DoorCode
from services.trainings.models import Registration


async def code_of(session: AsyncSession, tenant: str, registration_id: UUID) -> str | None:
    """None before somebody has asked for it."""
    query = select(DoorCode.code).where(
        DoorCode.tenant == tenant, DoorCode.registration_id == registration_id
    )
    return (await session.execute(query)).scalar()


async def codes_of(session: AsyncSession, tenant: str, gathering_id: UUID) -> Mapping[UUID, str]:
    """Those of a gathering that there are, by registration."""
    query = (
        select(DoorCode.registration_id, DoorCode.code)
        .join(Registration, Registration.id == DoorCode.registration_id)
        .where(DoorCode.tenant == tenant, Registration.gathering_id == gathering_id)
    )
    return {row.registration_id: row.code for row in await session.execute(query)}


async def owner(session: AsyncSession, tenant: str, code: str) -> Registration | None:
    """The registration; however the code was typed."""
    plain = code.replace("-", "").upper()
    query = (
        select(Registration)
        .join(DoorCode, DoorCode.registration_id == Registration.id)
        .where(DoorCode.tenant == tenant, Registration.tenant == tenant, DoorCode.code == plain)
    )
    return (await session.scalars(query)).one_or_none()
