"""Sets how many seats are for whom; whoever a quota kept waiting moves up when it ends."""

from uuid import UUID

from sqlalchemy import select, update

from services.trainings.models import Gathering
from services.trainings.quotas import queries, rules
from services.trainings.quotas.forms import ChangeForm, QuotaForm
from services.trainings.quotas.models import SeatQuota, quotas
from services.trainings.seats import queries as occupancy
from services.trainings.seats import use_cases as seats
from shared.clock import local_date
from shared.contracts.directory import SchoolType
from shared.database.reach import crossing
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

SWEPT = 20
"""Gatherings whose quotas have ended, in one transaction."""


async def add(uow: UnitOfWork, me: Me, gathering_id: UUID, given: QuotaForm) -> None:
    """Nobody who has a seat loses it; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    rules.refuse_stranger(given.whom, await queries.choices(uow.session, row))
    quota = SeatQuota(tenant=me.tenant, id=new_id(), gathering_id=row.id)
    if given.whom in {each.value for each in SchoolType}:
        quota.school_type = SchoolType(given.whom)
    else:
        quota.carrier_id = UUID(given.whom)
    await _refuse(uow, row, quota, given.size, given.reserved)
    quota.size, quota.reserved, quota.until = given.size, given.reserved, given.until
    uow.session.add(quota)
    await uow.session.flush()


async def change(
    uow: UnitOfWork, me: Me, gathering_id: UUID, quota_id: UUID, given: ChangeForm
) -> None:
    """Whoever has room now moves up; raises ``Problem``, ``Overtaken``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    quota = await queries.one(uow.session, me.tenant, gathering_id, quota_id)
    await _refuse(uow, row, quota, given.size, given.reserved)
    quota.update(given)
    quota.ended = False
    await uow.session.flush()
    await seats.settle(uow, row, me.cause)


async def remove(uow: UnitOfWork, me: Me, gathering_id: UUID, quota_id: UUID) -> None:
    """Its people are as all others, and what it kept is everybody's."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    quota = await queries.one(uow.session, me.tenant, gathering_id, quota_id)
    await uow.session.delete(quota)
    await uow.session.flush()
    await seats.settle(uow, row, me.cause)


async def end(uow: UnitOfWork) -> bool:
    """Whom a quota kept waiting whose last day is over moves up; true if there are more."""
    over = (quotas.c.until < local_date(uow.now), ~quotas.c.ended)
    due = select(quotas.c.gathering_id, quotas.c.tenant).where(*over).distinct().limit(SWEPT)
    found = (await uow.session.execute(crossing(due))).all()
    for gathering_id, tenant in sorted(found):
        row = await seats.hold(uow, tenant, gathering_id)
        mine = (quotas.c.tenant == tenant, quotas.c.gathering_id == gathering_id, *over)
        await uow.session.execute(update(quotas).where(*mine).values(ended=True))
        await seats.settle(uow, row, Cause(tenant, new_id()))
    return len(found) == SWEPT


async def _refuse(
    uow: UnitOfWork, row: Gathering, quota: SeatQuota, size: int | None, reserved: int | None
) -> None:
    taken = await occupancy.taken(uow.session, row, uow.now)
    rules.refuse_fewer(quota.size, size, queries.quota_of(quota).given(taken))
    beside = await queries.reserved_beside(uow.session, row, quota.id, local_date(uow.now))
    rules.refuse_impossible(size, reserved, row.capacity, beside)
