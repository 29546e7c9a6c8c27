"""Stores those who begin, in their order; the gathering is held."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.trainings.alike import queries as alike_seats
from services.trainings.alike import use_cases as alike
from services.trainings.belongings import queries as belongings
from services.trainings.models import Gathering, Registration
from services.trainings.newcomers import queries
from services.trainings.newcomers.queries import Known
from services.trainings.registrations.values import Last, Newcomer, Wish
from services.trainings.seats import use_cases as seats
from services.trainings.seats.values import Room
from services.trainings.values import Acting
from shared.clock import local_date
from shared.contracts.gatherings import Approval, Place, RegisteredForOther
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem


async def enter_all(
    uow: UnitOfWork, row: Gathering, wishes: Sequence[Wish], known: Known
) -> Mapping[UUID, Registration | Problem]:
    """A seat or a place in line for each; who gives up another seat for it comes by themselves."""
    comers = [(each.by, each.person_id) for each in wishes]
    of = await belongings.of_all(uow.session, comers, local_date(uow.now))
    held = {
        each.person_id: await alike_seats.seats_of(uow.session, row, each.person_id, uow.now)
        for each in wishes
    }
    latest, coming = None, list[tuple[Registration, Acting, bool]]()
    for each in wishes:
        key = each.person_id
        last = known.last(key, latest)
        entry = entry_of(row, each.by, Newcomer(key, last, of[key]), uow.now)
        coming.append((entry, each.by, each.waits))
        latest = entry.waiting_since
    if coming:
        room = None if known.has_quotas else Room(row.capacity)
        await enter(uow, row, coming, room)
    for each, (entry, by, _) in zip(wishes, coming, strict=True):
        if entry.place is Place.CONFIRMED:
            elsewhere = held[entry.person_id]
            await alike.swap(uow, elsewhere, by.cause, by.person_id, agreed=each.swaps)
    return {entry.person_id: answer_of(row, entry, waits=waits) for entry, _, waits in coming}


async def standing(
    uow: UnitOfWork, row: Gathering, by: Acting, person_id: UUID
) -> tuple[Registration | None, Last]:
    """An offer whose time is over has lapsed; the gathering is held."""
    newest, last = await queries.of(uow.session, row, person_id)
    if newest is not None and newest.place is Place.OFFERED:
        await seats.settle(uow, row, by.cause)
    return newest, last


def entry_of(row: Gathering, by: Acting, who: Newcomer, now: datetime) -> Registration:
    """Somebody's, last in line; the gathering is held."""
    return Registration(
        tenant=row.tenant,
        id=new_id(),
        gathering_id=row.id,
        person_id=who.person_id,
        **who.of._asdict(),
        created_by=by.person_id,
        submitted_at=now,
        waiting_since=who.last.behind(now),
        place=Place.WAITING,
        approval=Approval.PENDING if row.needs_approval else Approval.NOT_NEEDED,
        sequence=who.last.sequence + 1,
    )


async def enter(
    uow: UnitOfWork,
    row: Gathering,
    coming: Sequence[tuple[Registration, Acting, bool]],
    room: Room | None = None,
) -> None:
    """A seat for each, or a place in line for those who wait; others are not stored.

    The ``room`` is looked up where it is not known.
    """
    waits = {entry.id for entry, _, waits in coming if waits or row.needs_approval}
    await seats.enter(uow, row, [(entry, by) for entry, by, _ in coming], waits, room)
    for entry, by, _ in coming:
        seated = entry.place is Place.CONFIRMED or entry.id in waits
        if seated and entry.by_other and by.person_id is not None:
            told = {"gathering_id": row.id, "registration_id": entry.id}
            uow.announce(RegisteredForOther(**told, person_id=by.person_id), by.cause)


def answer_of(row: Gathering, entry: Registration, *, waits: bool) -> Registration | Problem:
    """What somebody has, or that they would have to wait."""
    if entry.place is Place.WAITING and not (waits or row.needs_approval):
        return Problem(409, "full-meanwhile", "There is no seat any more")
    return entry
