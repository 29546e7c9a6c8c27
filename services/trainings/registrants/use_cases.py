"""Registrations of people who turn out to be one, and of those who are erased."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, update

from services.trainings.alike import queries as alike
from services.trainings.answers import use_cases as answers
from services.trainings.models import Registration, gatherings
from services.trainings.models import registrations as table
from services.trainings.registrants import rules
from services.trainings.registrations import queries as registrations
from services.trainings.seats import use_cases as seats
from services.trainings.values import GONE
from services.trainings.workshop_seats import use_cases as workshop_seats
from shared.contracts.gatherings import Place, RegistrationRecord, SeatLoss
from shared.database.lists import in_list
from shared.database.reach import crossing
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork


async def unite(
    uow: UnitOfWork, cause: Cause, survivor_id: UUID, merged_id: UUID
) -> Sequence[UUID]:
    """Registrations of the one are the other's; where both have one, the better place counts.

    Of seats at gatherings that stand in for each other one stays, but what has begun is not given
    back. Returns those that went over.
    """
    moved: list[UUID] = []
    for gathering_id in await registrations.gatherings_of(uow.session, cause.tenant, merged_id):
        row = await seats.hold(uow, cause.tenant, gathering_id)
        both = await registrations.of_people(uow.session, row, [survivor_id, merged_id])
        active = sorted((each for each in both if each.place not in GONE), key=rules.rank)
        for entry in active[1:]:
            await seats.release(uow, entry, cause, SeatLoss.UNITED)
        highest = max(each.sequence for each in both)
        if active and len(both) > 1:
            active[0].sequence = highest + 1
        theirs = [each for each in both if each.person_id == merged_id]
        for entry in theirs:
            entry.person_id = survivor_id
        await uow.session.flush()
        for entry in {*theirs, *active[:1]}:
            seats.record(uow, entry, cause)
        begun = row.starts_at is not None and row.starts_at <= uow.now
        elsewhere = await alike.seats_of(uow.session, row, survivor_id, uow.now)
        if elsewhere and not begun and active and active[0].place is Place.CONFIRMED:
            await seats.release(uow, active[0], cause, SeatLoss.SWAPPED)
        await seats.settle(uow, row, cause)
        moved += [each.id for each in theirs]
    return moved


async def part(uow: UnitOfWork, cause: Cause, person_id: UUID, ids: Sequence[UUID]) -> None:
    """These are somebody's again."""
    mine = (Registration.tenant == cause.tenant, Registration.id.in_(ids))
    found = (await uow.session.scalars(select(Registration).where(*mine))).all()
    for entry in found:
        entry.person_id = person_id
    await uow.session.flush()
    for entry in found:
        seats.record(uow, entry, cause)


async def vacate(uow: UnitOfWork, erased: Collection[UUID]) -> Sequence[UUID]:
    """Their seats go to the next, and no copy of their registrations stays; returns these."""
    entries: list[UUID] = []
    for tenant, gathering_id in await registrations.with_people(uow.session, erased):
        row, cause = await seats.hold(uow, tenant, gathering_id), Cause(tenant, new_id())
        for entry in await registrations.of_people(uow.session, row, erased):
            if entry.place not in GONE and registrations.can_withdraw(row, uow.now):
                entry.place, entry.answer_until = Place.WITHDRAWN, None
            uow.erase(RegistrationRecord, entry.id, cause)
            entries.append(entry.id)
        await uow.session.flush()
        await workshop_seats.vacate(uow, tenant, entries)
        await seats.settle(uow, row, cause)
    await seats.forget(uow, erased, entries)
    return entries


async def forget(uow: UnitOfWork, erased: Collection[UUID]) -> None:
    """Registrations lose them, and their seats go to the next."""
    entries = await vacate(uow, erased)
    for entry in (await uow.session.scalars(crossing(_THESE), {"ids": entries})).all():
        entry.person_id = new_id()
    await uow.session.flush()
    await answers.forget(uow, entries)
    for column in (table.c.created_by, gatherings.c.contact_id):
        gone = update(column.table).where(column.in_(erased)).values({column.name: None})
        await uow.session.execute(crossing(gone))


_THESE = select(Registration).where(in_list(table.c.id, "ids"))
