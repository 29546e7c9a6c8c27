"""Who answers for a municipality's data."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.controllers.models import ControllerRow
from services.directory.controllers.values import Controller


async def row_of(session: AsyncSession, tenant: str) -> ControllerRow | None:
    """None before the office has said anything."""
    query = select(ControllerRow).where(ControllerRow.tenant == tenant)
    return (await session.scalars(query)).one_or_none()


async def of_municipality(session: AsyncSession, tenant: str) -> Controller:
    """Empty before the office has said anything."""
    row = await row_of(session, tenant)
    if row is None:
        return Controller()
    return Controller(
        name=row.name,
        address=row.address,
        email=row.email,
        phone=row.phone,
        officer=row.officer,
        officer_address=row.officer_address,
        officer_email=row.officer_email,
        officer_phone=row.officer_phone,
        version=row.version,
    )
