"""Makes the code of somebody who wants to show it."""

from uuid import UUID

from sqlalchemy import Select, delete

from services.trainings.door_codes.models import DoorCode, door_codes
from services.trainings.door_codes.queries import code_of
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


async def forget(uow: UnitOfWork, registrations: Select[UUID]) -> None:
    """Those of registrations whose time is over."""
    gone = delete(door_codes).where(door_codes.c.registration_id.in_(registrations))
    await uow.session.execute(crossing(gone))
