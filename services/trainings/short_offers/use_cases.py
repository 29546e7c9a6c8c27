"""Tells the office that seats are free which it has to give by hand."""

from datetime import time

from services.trainings.seats import queries as seats
from services.trainings.short_offers import queries
from services.trainings.short_offers.models import SeatsToGive, seats_by_hand
from shared.clock import BERLIN
from shared.contracts.seats import SeatsByHand
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

BATCH = 100
OPENS, CLOSES = time(8), time(18)


async def tell(uow: UnitOfWork) -> bool:
    """During the day, of each gathering once a day; never whether there is more at once."""
    local = uow.now.astimezone(BERLIN)
    if not OPENS <= local.time() < CLOSES:
        return False
    rows = (await uow.session.scalars(queries.candidates(uow.now).limit(BATCH))).all()
    for row in rows:
        number = len(await seats.to_ask(uow.session, row, uow.now))
        if not number:
            continue
        told = row_of(SeatsToGive)(tenant=row.tenant, gathering_id=row.id, told_on=local.date())
        await upsert_rows(uow.session, seats_by_hand, [told])
        cause = Cause(row.tenant, new_id())
        uow.announce(SeatsByHand(gathering_id=row.id, seats=number), cause)
    return False
