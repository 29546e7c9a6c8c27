"""Somebody is away, or comes back."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import update

from services.directory.employments import use_cases as employing
from services.directory.employments.queries import known_by_number
from services.directory.employments.values import Employment
from services.directory.leaves import rules
from services.directory.leaves.models import Leave, leaves
from services.directory.leaves.queries import IN_FORCE, of_employments
from services.directory.leaves.schemas import LeaveView, NewLeave, NewReturn
from services.directory.leaves.values import Away
from shared.clock import local_date
from shared.contracts.leaves import LeaveAnnounced, ReturnAnnounced
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.tokens import ApiClient


async def go_on_leave(uow: UnitOfWork, client: ApiClient, given: NewLeave) -> LeaveView:
    """Store and announce it, or another last day of the one that begins then; raises ``Problem``.

    Posted as it is known already, nothing is announced.
    """
    today = local_date(uow.now)
    employment, known = await _held(uow, client, given, today)
    same = [each for each in known if each.first_day == given.first_day]
    others = [each for each in known if each not in same]
    rules.refuse(rules.leave_errors(given, employment, others, today))
    leave_id = same[0].id if same else new_id()
    away = Away(leave_id, employment.id, given.first_day, given.last_day)
    if same != [away]:
        await _replace(uow, client, away.id, away)
        event = LeaveAnnounced(
            leave_id=away.id,
            worker_id=employment.worker_id,
            employment_id=employment.id,
            carrier_id=client.organization_id,
            first_day=away.first_day,
            last_day=away.last_day,
        )
        uow.announce(event, Cause(client.tenant, new_id()))
    return _view(employment, away)


async def come_back(uow: UnitOfWork, client: ApiClient, given: NewReturn) -> LeaveView:
    """The leave ends the day before, or does not take place; raises ``Problem``."""
    today = local_date(uow.now)
    employment, known = await _held(uow, client, given, today)
    before = rules.ending(known, given, today)
    away = before._replace(last_day=given.first_day - timedelta(days=1))
    taken = given.first_day > away.first_day
    if away != before:
        await _replace(uow, client, away.id, away if taken else None)
        event = ReturnAnnounced(
            leave_id=away.id,
            worker_id=employment.worker_id,
            employment_id=employment.id,
            carrier_id=client.organization_id,
            first_day=given.first_day,
        )
        uow.announce(event, Cause(client.tenant, new_id()))
    return _view(employment, away if taken else before, taken=taken)


async def _held(
    uow: UnitOfWork, client: ApiClient, given: NewLeave | NewReturn, today: date
) -> tuple[Employment, list[Away]]:
    """The employment that is meant, held until the transaction ends, and its leaves."""
    number = client.organization_id, given.external_id
    await employing.hold_all(uow.bulk, [number])
    known = (await known_by_number(uow.session, [number])).get(number, [])
    employment = rules.meant(known, given, today)
    found = await of_employments(uow.session, client.tenant, [employment.id])
    return employment, found.get(employment.id, [])


async def _replace(uow: UnitOfWork, client: ApiClient, leave_id: UUID, away: Away | None) -> None:
    """What was known of it stays, until now."""
    before = update(leaves).where(
        leaves.c.tenant == client.tenant, leaves.c.leave_id == leave_id, IN_FORCE
    )
    await uow.session.execute(before.values(superseded_at=uow.now))
    if away is None:
        return
    row = row_of(Leave)(
        id=new_id(),
        tenant=client.tenant,
        leave_id=away.id,
        employment_id=away.employment_id,
        first_day=away.first_day,
        last_day=away.last_day,
        recorded_by=client.actor,
        recorded_at=uow.now,
    )
    await insert_rows(uow.session, leaves, [row])


def _view(employment: Employment, away: Away, *, taken: bool = True) -> LeaveView:
    return LeaveView(
        leave_id=away.id,
        employment_id=employment.id,
        worker_id=employment.worker_id,
        external_id=employment.external_id,
        first_day=away.first_day,
        last_day=away.last_day,
        taken=taken,
    )
