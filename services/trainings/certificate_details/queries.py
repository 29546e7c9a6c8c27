"""What the office has written down for the certificates of a gathering."""

from dataclasses import fields
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.certificate_details.models import CertificateDetails
from services.trainings.certificate_details.values import Details


async def row_of(
    session: AsyncSession, tenant: str, gathering_id: UUID
) -> CertificateDetails | None:
    """None before anything was written down."""
    mine = (CertificateDetails.tenant == tenant, CertificateDetails.gathering_id == gathering_id)
    return (await session.scalars(select(CertificateDetails).where(*mine))).one_or_none()


async def of_gathering(session: AsyncSession, tenant: str, gathering_id: UUID) -> Details:
    """Empty before anything was written down."""
    row = await row_of(session, tenant, gathering_id)
    if row is None:
        return Details()
    return Details(**{each.name: getattr(row, each.name) for each in fields(Details)})
