"""Seals the audit, checks its chains every night, and ends what is a year old."""

from datetime import timedelta

from shared.jobs.scheduler import Jobs
from shared.messaging.tables import audit
from shared.messaging.trail import checking, expiry, sealing
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.retention.clock import refuse_doubted
from shared.retention.counting import Tally, record
from shared.retention.sparing import refuse_unread

jobs = Jobs()


@jobs.every(timedelta(hours=1))
async def seal_audit(uow: UnitOfWork) -> bool:
    """What stands there for an hour is sealed."""
    return await sealing.seal_settled(uow)


@jobs.every(timedelta(days=1))
async def check_audit(uow: UnitOfWork) -> bool:
    """Every chain, in small parts."""
    return await checking.check(uow)


@jobs.every(timedelta(days=1))
async def expire_audit(uow: UnitOfWork) -> bool:
    """Entries of more than twelve months ago are deleted, unless a hold keeps them."""
    await uow.session.run_sync(refuse_unread)
    await uow.session.run_sync(refuse_doubted)
    tally = Tally(uow.now)
    gone = await expiry.expire(uow)
    tally.add(audit.name, Deletion.TWELVE_MONTHS, gone, uow.now - expiry.KEPT)
    await record(uow, "expire_audit", tally)
    return gone == expiry.AT_ONCE
