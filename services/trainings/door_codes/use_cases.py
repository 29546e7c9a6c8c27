"""Makes the code of somebody who wants to show it."""

from uuid import UUID

from sqlalchemy import Select, delete, select

from services.trainings.door_codes.models import DoorCode, door_codes
from services.trainings.door_codes.queries import code_of, codes_of
from services.trainings.door_codes.values import new_code
from services.trainings.models import Registration
from services.trainings.seats import use_cases as seats
from shared.contracts.gatherings import Place
from shared.database.reach import crossing
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem


async def make(uow: UnitOfWork, entry: Registration) -> None:
    """Once, for who has a seat; raises ``Problem``."""
    await seats.hold(uow, entry.tenant, entry.gathering_id)
    if entry.place is not Place.CONFIRMED:
        raise Problem(409, "no-seat", "Only who has a seat comes in")
    if await code_of(uow.session, entry.tenant, entry.id) is None:
        uow.session.add(DoorCode(tenant=entry.tenant, registration_id=entry.id, code=new_code()))


async def make_all(uow: UnitOfWork, tenant: str, gathering_id: UUID) -> int:
    """For everybody who has a seat and none; how many."""
    await seats.hold(uow, tenant, gathering_id)
    known = await codes_of(uow.session, tenant, gathering_id)
    query = select(Registration.id).where(
        Registration.tenant == tenant,
        Registration.gathering_id == gathering_id,
        Registration.place == Place.CONFIRMED,
    )
    new = [each for each in await uow.session.scalars(query) if each not in known]
    uow.session.add_all(
        [DoorCode(tenant=tenant, registration_id=each, code=new_code()) for each in new]
    )
    return len(new)


async def forget(uow: UnitOfWork, registrations: Select[UUID]) -> None:
    """Those of registrations whose time is over."""
    gone = delete(door_codes).where(door_codes.c.registration_id.in_(registrations))
    await uow.session.execute(crossing(gone))
