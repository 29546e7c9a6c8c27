"""Gives a seat to who is there, whatever registration is like by now."""

from uuid import UUID

from services.trainings.alike import use_cases as alike
from services.trainings.attendance import use_cases as attendance
from services.trainings.attendance.values import Presence
from services.trainings.models import Gathering, GatheringDate, Registration
from services.trainings.newcomers import use_cases as newcomers
from services.trainings.registrations import queries as registrations
from services.trainings.registrations.values import Newcomer
from services.trainings.seats import queries as occupancy
from services.trainings.seats import use_cases as seats
from services.trainings.values import GONE
from services.trainings.walk_ins import rules
from shared.clock import local_date
from shared.contracts.gatherings import Approval, Place
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def admit(
    uow: UnitOfWork, me: Me, gathering_id: UUID, person_id: UUID, reason: str
) -> Registration:
    """A seat, beyond the capacity as well; twice is the same as once. Raises ``Problem``."""
    row = await alike.hold(uow, me.tenant, gathering_id)
    rules.refuse(row, uow.now)
    entry = await _entry(uow, me, row, person_id)
    if entry.place is Place.CONFIRMED:
        return entry
    beyond = await occupancy.is_beyond(uow.session, row, entry, uow.now)
    if entry.approval is Approval.PENDING:
        entry.approval = Approval.APPROVED
    by = me.person_id
    await alike.give_up(uow, row, entry, me.cause, by_id=by, reason=reason)
    await seats.confirm(uow, entry, me.cause, by_id=by, reason=reason, overbooked=beyond)
    return entry


async def admit_at_door(
    uow: UnitOfWork, me: Me, date: GatheringDate, person_id: UUID, reason: str, nonce: str
) -> None:
    """The same, and they are there; raises ``Problem``."""
    entry = await admit(uow, me, date.gathering_id, person_id, reason)
    said = (Presence.PRESENT, None, reason, nonce)
    await attendance.note_one(uow, me, date, entry.id, *said)


async def _entry(uow: UnitOfWork, me: Me, row: Gathering, person_id: UUID) -> Registration:
    newest, last = await newcomers.standing(uow, row, me, person_id)
    if newest is not None and newest.place not in GONE:
        return newest
    today = local_date(uow.now)
    carrier_id = await registrations.carrier_of(uow.session, me, person_id, today)
    return newcomers.entry_of(row, me, Newcomer(person_id, last, carrier_id), uow.now)
