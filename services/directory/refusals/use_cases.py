"""Counts what was refused, for the operator's start page."""

from datetime import timedelta

from sqlalchemy import delete

from services.directory.refusals.models import Refusals, refusals
from services.directory.refusals.values import Proof
from shared.database.tables import row_of
from shared.messaging.unit_of_work import UnitOfWork

KEPT = timedelta(days=30)


def note(uow: UnitOfWork, kind: Proof) -> None:
    """One more in this hour, in whatever else the transaction writes."""
    hour = uow.now.replace(minute=0, second=0, microsecond=0)
    row = row_of(Refusals)(hour=hour, kind=kind.value, number=1)
    uow.bulk.add(refusals, [row], to="number")


async def forget(uow: UnitOfWork) -> None:
    """Drop the hours that interest nobody any more."""
    await uow.session.execute(delete(refusals).where(refusals.c.hour < uow.now - KEPT))
