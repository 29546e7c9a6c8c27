"""Somebody with a seat chooses workshops."""

from collections.abc import Sequence
from uuid import UUID

from services.trainings.models import Registration
from services.trainings.registrations import queries as registrations
from services.trainings.seats import use_cases as seats
from services.trainings.workshop_choices import queries, rules
from services.trainings.workshop_seats import use_cases as workshop_seats
from services.trainings.workshops import queries as workshops
from shared.contracts.gatherings import Place
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem


async def choose(
    uow: UnitOfWork,
    entry: Registration,
    slot_id: UUID,
    named: Sequence[UUID | None],
    *,
    anyway: bool = False,
) -> None:
    """The best that has room; naming none gives everything of this time up.

    Raises ``Problem``, for what overlaps unless that is meant.
    """
    tenant, gathering_id = entry.tenant, entry.gathering_id
    row = await seats.hold(uow, tenant, gathering_id)
    mine = await registrations.one(uow.session, tenant, entry.id, anew=True)
    if mine.place is not Place.CONFIRMED:
        raise Problem(409, "seat-needed", "They have no seat")
    rules.refuse_late(row, uow.now)
    slot = await workshops.slot_of(uow.session, tenant, gathering_id, slot_id)
    wanted = rules.in_order(named)
    times = await queries.chosen(uow.session, tenant, gathering_id, mine)
    here = [each.at for each in times if each.at.id == slot_id]
    crossed = [each for each in times if each.wanted and here and each.at.overlaps(here[0])]
    if wanted and crossed and not anyway:
        rules.refuse_overlap()
    await workshop_seats.choose(uow, tenant, slot.id, mine.id, wanted)
