"""What the office has said of itself."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.certificate_senders.models import CertificateSender
from services.trainings.certificate_senders.values import Sender


async def row_of(session: AsyncSession, tenant: str) -> CertificateSender | None:
    """None before it has said anything."""
    query = select(CertificateSender).where(CertificateSender.tenant == tenant)
    return (await session.scalars(query)).one_or_none()


async def of_office(session: AsyncSession, tenant: str) -> Sender:
    """Empty before it has said anything."""
    row = await row_of(session, tenant)
    return Sender(row.address, row.place, row.version) if row else Sender()
