"""A gathering takes place after all, and people have what they had when it was called off."""

from uuid import UUID

from services.trainings.alike import queries as alike
from services.trainings.alike import use_cases as ring
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.models import Gathering
from services.trainings.seats import queries as occupancy
from services.trainings.seats import use_cases as seats
from services.trainings.seats.values import TAKES_PLACE
from shared.contracts.gatherings import GatheringState, Place
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def take_back(uow: UnitOfWork, me: Me, gathering_id: UUID) -> int:
    """It takes place after all: who had a seat has it again. How many; raises ``Problem``."""
    row = await ring.hold(uow, me.tenant, gathering_id)
    if row.state is not GatheringState.CANCELLED:
        return 0
    if row.starts_at is not None and row.starts_at <= uow.now:
        raise Problem(409, "gathering-over", "It would have begun already")
    row.state = GatheringState.CLOSED
    await gatherings.announce(uow, row, me.cause)
    return await _give_back(uow, me, row)


async def _give_back(uow: UnitOfWork, me: Me, row: Gathering) -> int:
    """What people had when it was called off is theirs again; the gathering is held. How many.

    Whoever has gone to one that stands in for it meanwhile waits where they came, and may choose.
    """
    found = await occupancy.called_off(uow.session, row)
    for number, (entry, was) in enumerate(found, start=1):
        entry.sequence += 1
        elsewhere = await alike.seats_of(uow.session, row, entry.person_id, uow.now)
        if was is Place.CONFIRMED and not elsewhere:
            beyond = row.capacity is not None and number > row.capacity
            await seats.confirm(
                uow,
                entry,
                me.cause,
                by_id=me.person_id,
                reason=TAKES_PLACE,
                overbooked=beyond,
                again=True,
            )
        else:
            entry.place = Place.WAITING
            await seats.tell_waiting(uow, row, entry, me)
    await seats.settle(uow, row, me.cause)
    return len(found)
