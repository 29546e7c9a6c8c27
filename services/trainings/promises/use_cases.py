"""Keeps who has promised to come."""

from uuid import UUID

from sqlalchemy import Select, delete

from services.trainings.models import Registration
from services.trainings.promises.models import SeatPromise
from services.trainings.promises.models import seat_promises as table
from shared.contracts.gatherings import Place
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.messaging.unit_of_work import UnitOfWork


async def make(uow: UnitOfWork, entry: Registration) -> None:
    """Whoever has a seat really comes; twice is the same as once, and of others nothing is kept."""
    if entry.place is not Place.CONFIRMED:
        return
    row = row_of(SeatPromise)(
        tenant=entry.tenant,
        registration_id=entry.id,
        sequence=entry.sequence,
        promised_at=uow.now,
    )
    await upsert_rows(uow.session, table, [row])


async def forget(uow: UnitOfWork, registrations: Select[UUID]) -> None:
    """Those of registrations whose time is over."""
    gone = delete(table).where(table.c.registration_id.in_(registrations))
    await uow.session.execute(crossing(gone))
