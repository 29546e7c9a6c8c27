"""Forgets what can never be needed again."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from shared.contracts.catalogue import EVENTS_KEPT
from shared.erasing.parts import expire
from shared.jobs.scheduler import Jobs
from shared.messaging.tables import inbox, parked_history
from shared.messaging.unit_of_work import UnitOfWork

MARGIN = timedelta(days=30)
HISTORY_DATA_KEPT = timedelta(days=30)
AT_ONCE = 5000

jobs = Jobs()


@jobs.every(timedelta(days=1))
async def purge_inbox(uow: UnitOfWork) -> bool:
    """Neither offsets nor retention of a topic can bring back what is older than the topic keeps.

    Offsets alone are no bound: a broker forgets those of an idle group, which then starts anew.
    """
    old = select(inbox.c.handler, inbox.c.message_id).where(
        inbox.c.handled_at < uow.now - EVENTS_KEPT - MARGIN
    )
    rows = (await uow.session.execute(old.limit(AT_ONCE))).all()
    for handler in {row.handler for row in rows}:
        mine = [row.message_id for row in rows if row.handler == handler]
        await uow.session.execute(
            delete(inbox).where(inbox.c.handler == handler, inbox.c.message_id.in_(mine))
        )
    return len(rows) == AT_ONCE


@jobs.every(timedelta(days=1))
async def forget_parked_data(uow: UnitOfWork) -> bool:
    """What operators did stays on record; the data of the messages does not."""
    await uow.session.execute(
        update(parked_history)
        .where(
            parked_history.c.at < uow.now - HISTORY_DATA_KEPT, parked_history.c.value.is_not(None)
        )
        .values(value=None)
    )
    return False


@jobs.every(timedelta(hours=1))
async def expire_privacy_parts(uow: UnitOfWork) -> bool:
    """What somebody was told about themselves is not kept longer than it may be fetched."""
    await expire(uow)
    return False
