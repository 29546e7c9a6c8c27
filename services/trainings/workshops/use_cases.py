"""Keeps the programme of workshops, and puts people into them."""

from uuid import UUID

from services.trainings.forms import clock_time
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.seats import use_cases as seats
from services.trainings.workshop_seats import queries as taken
from services.trainings.workshop_seats import use_cases as workshop_seats
from services.trainings.workshops import queries, rules
from services.trainings.workshops.forms import SlotForm, WorkshopForm
from services.trainings.workshops.models import Workshop, WorkshopSlot
from shared.contracts.gatherings import GatheringState
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def add_slot(uow: UnitOfWork, me: Me, gathering_id: UUID, given: SlotForm) -> None:
    """A time without workshops, which nobody sees yet; raises ``Problem``."""
    row = await _changeable(uow, me, gathering_id)
    slot = WorkshopSlot(tenant=me.tenant, id=new_id(), gathering_id=row.id)
    await _write(uow, slot, given)
    uow.session.add(slot)


async def change_slot(
    uow: UnitOfWork, me: Me, gathering_id: UUID, slot_id: UUID, given: SlotForm
) -> None:
    """Another time, for all its workshops; raises ``Problem``, ``Overtaken``."""
    await _changeable(uow, me, gathering_id)
    slot = await queries.slot_of(uow.session, me.tenant, gathering_id, slot_id)
    if slot.version != given.version:
        raise Overtaken(given, queries.known(slot))
    await _write(uow, slot, given)


async def add(
    uow: UnitOfWork, me: Me, gathering_id: UUID, slot_id: UUID, given: WorkshopForm
) -> None:
    """Raises ``Problem``."""
    await _changeable(uow, me, gathering_id)
    slot = await queries.slot_of(uow.session, me.tenant, gathering_id, slot_id)
    values = given.model_dump(exclude={"version"})
    uow.session.add(Workshop(tenant=me.tenant, id=new_id(), slot_id=slot.id, **values))


async def change(
    uow: UnitOfWork, me: Me, gathering_id: UUID, workshop_id: UUID, given: WorkshopForm
) -> None:
    """Whoever has room now moves up; raises ``Problem``, ``Overtaken``."""
    await _changeable(uow, me, gathering_id)
    row = await queries.one(uow.session, me.tenant, gathering_id, workshop_id)
    full = await taken.fullness(uow.session, me.tenant, [row.slot_id])
    seated = full[row.id].seated if row.id in full else 0
    rules.refuse_fewer(row, given.size, seated)
    row.update(given)
    await uow.session.flush()
    await workshop_seats.settle(uow, me.tenant, row.slot_id)


async def remove(uow: UnitOfWork, me: Me, gathering_id: UUID, workshop_id: UUID) -> None:
    """It does not run; whoever had a seat gets the next wish that has room."""
    await seats.hold(uow, me.tenant, gathering_id)
    row = await queries.one(uow.session, me.tenant, gathering_id, workshop_id)
    before = await taken.of_slot(uow.session, me.tenant, row.slot_id)
    await workshop_seats.clear(uow, me.tenant, row.id)
    await uow.session.delete(row)
    await uow.session.flush()
    await workshop_seats.settle(uow, me.tenant, row.slot_id, before)


async def move(
    uow: UnitOfWork,
    me: Me,
    gathering_id: UUID,
    slot_id: UUID,
    registration_id: UUID,
    workshop_id: UUID | None,
    *,
    beyond: bool,
) -> None:
    """As the office wants it, which ends their wishes for this time; raises ``Problem``."""
    await seats.hold(uow, me.tenant, gathering_id)
    slot = await queries.slot_of(uow.session, me.tenant, gathering_id, slot_id)
    if not await taken.is_seated(uow.session, me.tenant, gathering_id, registration_id):
        raise Problem(409, "seat-needed", "They have no seat")
    await workshop_seats.put(uow, me.tenant, slot.id, registration_id, workshop_id, beyond=beyond)


async def _write(uow: UnitOfWork, slot: WorkshopSlot, given: SlotForm) -> None:
    dates = await gatherings.dates_of(uow.session, slot.tenant, [slot.gathering_id])
    date = rules.date_among(dates[slot.gathering_id], given.date_id)
    starts, ends = clock_time(given.starts), clock_time(given.ends)
    rules.refuse_times(starts, ends, date)
    slot.date_id, slot.starts, slot.ends = date.id, starts, ends


async def _changeable(uow: UnitOfWork, me: Me, gathering_id: UUID) -> Gathering:
    row = await seats.hold(uow, me.tenant, gathering_id)
    if row.state is GatheringState.CANCELLED:
        raise Problem(409, "gathering-over", "It was called off")
    return row
