"""Gives and frees seats in workshops; all of it while the gathering is held."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, update

from services.trainings.workshop_seats import queries, rules
from services.trainings.workshop_seats.models import WorkshopWish, wishes
from services.trainings.workshop_seats.values import Wish
from services.trainings.workshops import queries as workshops
from shared.contracts.seats import WorkshopSeatChanged
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork


async def choose(
    uow: UnitOfWork, tenant: str, slot_id: UUID, registration_id: UUID, wanted: Sequence[UUID]
) -> None:
    """The first that has room, and a place in line for the better ones; raises ``Problem``.

    Whoever chooses anew keeps seat and places in line of what they name again.
    """
    known = await queries.of_slot(uow.session, tenant, slot_id)
    rules.refuse_unknown(wanted, await workshops.sizes(uow.session, tenant, slot_id))
    kept, since = rules.kept(known, registration_id), rules.behind(known, uow.now)
    new = [
        Wish(
            new_id(),
            registration_id,
            each,
            priority,
            kept[each].since if each in kept else since,
            seated=each in kept and kept[each].seated,
            overbooked=each in kept and kept[each].overbooked,
        )
        for priority, each in enumerate(wanted, 1)
    ]
    await _replace(uow, tenant, slot_id, registration_id, new, known)


async def put(
    uow: UnitOfWork,
    tenant: str,
    slot_id: UUID,
    registration_id: UUID,
    workshop_id: UUID | None,
    *,
    beyond: bool,
) -> None:
    """As the office wants: into one of this time, or none; raises ``Problem``."""
    known = await queries.of_slot(uow.session, tenant, slot_id)
    sizes = await workshops.sizes(uow.session, tenant, slot_id)
    new: list[Wish] = []
    if workshop_id is not None:
        rules.refuse_unknown([workshop_id], sizes)
        others = [each for each in known if each.registration_id != registration_id]
        over = rules.refuse_full(sizes, others, workshop_id, beyond=beyond)
        since = rules.behind(known, uow.now)
        wish = Wish(new_id(), registration_id, workshop_id, 0, since, True, over)
        new.append(wish)
    await _replace(uow, tenant, slot_id, registration_id, new, known)


async def vacate(uow: UnitOfWork, tenant: str, ids: Collection[UUID]) -> None:
    """These registrations want no workshop any more; their seats go to whoever is next."""
    found = await queries.slots_with(uow.session, tenant, ids) if ids else []
    if not found:
        return
    theirs = (wishes.c.tenant == tenant, wishes.c.registration_id.in_(ids))
    await uow.session.execute(delete(wishes).where(*theirs))
    for slot_id in found:
        await settle(uow, tenant, slot_id)


async def clear(uow: UnitOfWork, tenant: str, workshop_id: UUID) -> None:
    """Nobody wants this workshop any more; once it is gone, ``settle`` by what was ``before``."""
    theirs = (wishes.c.tenant == tenant, wishes.c.workshop_id == workshop_id)
    await uow.session.execute(delete(wishes).where(*theirs))


async def settle(
    uow: UnitOfWork, tenant: str, slot_id: UUID, before: Sequence[Wish] | None = None
) -> None:
    """Whoever is next moves up, until it begins; who had another seat ``before`` is told."""
    known = await queries.of_slot(uow.session, tenant, slot_id)
    seated = known
    if await workshops.moves(uow.session, tenant, slot_id, uow.now):
        seated = await _move_up(uow, tenant, slot_id, known)
    changed = rules.changed(known if before is None else before, seated)
    if changed:
        await _tell(uow, tenant, slot_id, changed)


async def _move_up(
    uow: UnitOfWork, tenant: str, slot_id: UUID, known: Sequence[Wish]
) -> list[Wish]:
    now = rules.settled(await workshops.sizes(uow.session, tenant, slot_id), known)
    gone = [each.id for each in known if each.seated and each.id not in now]
    new = [each.id for each in known if not each.seated and each.id in now]
    for ids, values in ((gone, {"seated": False, "overbooked": False}), (new, {"seated": True})):
        if ids:
            mine = (wishes.c.tenant == tenant, wishes.c.id.in_(ids))
            await uow.session.execute(update(wishes).where(*mine).values(values))
    return [replace(each, seated=each.id in now) for each in known]


async def _tell(
    uow: UnitOfWork, tenant: str, slot_id: UUID, changed: Mapping[UUID, int | None]
) -> None:
    """Those who have a seat in the gathering; who has given it up hears of that."""
    gathering_id, day, starts, ends = await workshops.time_of(uow.session, tenant, slot_id)
    people = await queries.seated_among(uow.session, tenant, changed)
    for registration_id, person_id in sorted(people.items()):
        told = WorkshopSeatChanged(
            gathering_id=gathering_id,
            registration_id=registration_id,
            person_id=person_id,
            day=day,
            starts=starts,
            ends=ends,
            wish=changed[registration_id],
        )
        uow.announce(told, Cause(tenant, new_id()))


async def _replace(
    uow: UnitOfWork,
    tenant: str,
    slot_id: UUID,
    registration_id: UUID,
    new: Sequence[Wish],
    before: Sequence[Wish],
) -> None:
    theirs = (
        wishes.c.tenant == tenant,
        wishes.c.slot_id == slot_id,
        wishes.c.registration_id == registration_id,
    )
    await uow.session.execute(delete(wishes).where(*theirs))
    row = row_of(WorkshopWish)
    rows = [
        row(
            tenant=tenant,
            id=each.id,
            registration_id=each.registration_id,
            slot_id=slot_id,
            workshop_id=each.workshop_id,
            priority=each.priority,
            since=each.since,
            seated=each.seated,
            overbooked=each.overbooked,
        )
        for each in new
    ]
    await insert_rows(uow.session, wishes, rows)
    await settle(uow, tenant, slot_id, before)
