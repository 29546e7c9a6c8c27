"""Keeps what is said of the hours of coordination."""

from decimal import Decimal

from services.directory.coordination import queries
from services.directory.coordination.models import CoordinationVersion
from shared.messaging.unit_of_work import UnitOfWork


async def note_hours(uow: UnitOfWork, tenant: str, hours: Decimal | None) -> None:
    """From now on so many; the same again changes nothing."""
    if hours != await queries.hours_at(uow.session, tenant, uow.now):
        uow.session.add(CoordinationVersion(tenant=tenant, hours=hours, recorded_at=uow.now))
