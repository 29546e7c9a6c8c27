"""Keeps what calendars have said until their owners say what they mean."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, delete, select

from services.trainings.calendar_declines.models import CalendarDecline
from services.trainings.calendar_declines.models import calendar_declines as table
from services.trainings.models import Registration
from shared.contracts.gatherings import Place
from shared.contracts.notifications import CalendarDeclined
from shared.database.lists import in_list
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork

_SEATED = select(Registration.id, Registration.tenant, Registration.sequence).where(
    in_list(Registration.id.expression, "ids"), Registration.place == Place.CONFIRMED
)


async def propose(uow: UnitOfWork, events: Sequence[Received[CalendarDeclined]]) -> None:
    """To who still has a seat, the last date counting; nobody loses one by it."""
    said = {(each.tenant, each.body.registration_id): each for each in events}
    ids = [key for _, key in said]
    found = await uow.session.execute(crossing(_SEATED), {"ids": ids})
    rows = [
        row_of(CalendarDecline)(
            tenant=each.tenant,
            registration_id=each.id,
            sequence=each.sequence,
            date_id=said[each.tenant, each.id].body.date_id,
            declined_at=said[each.tenant, each.id].message.time,
        )
        for each in found
        if (each.tenant, each.id) in said
    ]
    if rows:
        await upsert_rows(uow.session, table, rows)


async def answer(uow: UnitOfWork, entry: Registration) -> None:
    """They have said it themselves: nothing is asked any more."""
    mine = (table.c.tenant == entry.tenant, table.c.registration_id == entry.id)
    await uow.session.execute(delete(table).where(*mine))


async def forget(uow: UnitOfWork, registrations: Select[UUID]) -> None:
    """Those of registrations whose time is over."""
    gone = delete(table).where(table.c.registration_id.in_(registrations))
    await uow.session.execute(crossing(gone))
