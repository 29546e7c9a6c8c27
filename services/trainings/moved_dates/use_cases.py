"""Tells everybody who has or wants a seat, or is to answer, that a date is another one."""

from uuid import UUID

from sqlalchemy import case, select, update

from services.trainings.invitations import use_cases as invitations
from services.trainings.models import Gathering, Registration, registrations
from services.trainings.seats import use_cases as seats
from services.trainings.values import GONE
from shared.contracts.gatherings import DatesChanged, Place, SlotFact
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork


async def tell(
    uow: UnitOfWork, row: Gathering, cause: Cause, date_id: UUID, before: tuple[SlotFact, ...]
) -> None:
    """Who has or wants a seat: a date is another one, new, or called off; the gathering is held."""
    theirs = (
        registrations.c.tenant == row.tenant,
        registrations.c.gathering_id == row.id,
        registrations.c.place.not_in([each.value for each in GONE]),
    )
    entered = case((registrations.c.place == Place.CONFIRMED.value, 1), else_=0)
    grown = {
        "sequence": registrations.c.sequence + entered,
        "version": registrations.c.version + 1,
    }
    await uow.session.execute(update(registrations).where(*theirs).values(grown))
    mine = select(Registration).where(*theirs).execution_options(populate_existing=True)
    for entry in (await uow.session.scalars(mine)).all():
        seats.record(uow, entry, cause)
        told = DatesChanged(
            gathering_id=row.id,
            registration_id=entry.id,
            person_id=entry.person_id,
            before=before,
            date_id=date_id,
        )
        uow.announce(told, cause)
    await invitations.tell_moved(uow, row, cause, date_id, before)
