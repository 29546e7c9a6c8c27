"""Several people want the last place at once: one has it, the others wait in order."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from sqlalchemy import event

from services.trainings.arrivals.use_cases import Arrival, Arrivals
from services.trainings.models import Registration
from services.trainings.registrations import use_cases
from services.trainings.registrations.values import Wish
from services.trainings.seats.values import Belonging, Quota
from shared.contracts.directory import SchoolType
from shared.contracts.gatherings import Place
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me
from tests.servers.run import SharedPostgres
from tests.trainings.hall import Hall, me, opened
from tests.trainings.quotas import AWO, employed, of, stored

ROUNDS, PEOPLE = 3, 8


async def all_at_once(hall: Hall) -> tuple[list[Place], list[Place]]:
    """What each was told, and where each stands in the order in which they came."""
    gathering_id = await hall.convene(capacity=1)

    async def register() -> Place:
        async with hall.database.transaction() as uow:
            entry = await use_cases.register(uow, me(new_id()), gathering_id, waits=True)
        return entry.place

    told = await asyncio.gather(*(register() for _ in range(PEOPLE)))
    rows = await hall.entries(gathering_id)
    assert len({each.waiting_since for each in rows}) == PEOPLE
    return told, [each.place for each in rows]


@pytest.mark.real
def test_of_eight_who_want_the_last_place_the_first_has_it(postgres: SharedPostgres) -> None:
    name = f"places_{secrets.token_hex(4)}"
    postgres.create_for("trainings", name)
    with opened(postgres.owner_url(name)) as hall:
        for _ in range(ROUNDS):
            told, order = hall.run(all_at_once(hall))
            assert order == [Place.CONFIRMED, *[Place.WAITING] * (PEOPLE - 1)]
            assert sorted(told) == sorted(order)


def arrivals(hall: Hall) -> Callable[..., Awaitable[Registration]]:
    """The queues of a service on this database."""
    queues = Arrivals(hall.database.transaction)

    async def arrive(gathering_id: UUID, who: Me, *, waits: bool = True) -> Registration:
        wish = Wish(who, who.person_id, {who.role}, waits)
        return await queues.submit(Arrival(gathering_id, wish, nothing))

    return arrive


async def nothing(_: UnitOfWork) -> None:
    """Who did it is for another test."""


async def with_quotas(hall: Hall) -> list[Belonging]:
    """For what the seats count that three have, of eight who want them at once."""
    gathering_id = await hall.convene(capacity=3)
    for each in (Quota(AWO, 1), Quota(SchoolType.PRIMARY, None, 1)):
        await hall.execute(stored(gathering_id, each))
    people = [me(new_id(), AWO if n < 3 else None) for n in range(PEOPLE)]
    await hall.execute(employed(people[-1].person_id, new_id()))

    async def register(each: Me) -> None:
        async with hall.database.transaction() as uow:
            await use_cases.register(uow, each, gathering_id, waits=True)

    await asyncio.gather(*(register(each) for each in people))
    rows = await hall.entries(gathering_id)
    return [of(each) for each in rows if each.place is Place.CONFIRMED]


@pytest.mark.real
def test_quotas_hold_and_keep_seats_however_many_come_at_once(postgres: SharedPostgres) -> None:
    name = f"quotas_{secrets.token_hex(4)}"
    postgres.create_for("trainings", name)
    with opened(postgres.owner_url(name)) as hall:
        for _ in range(ROUNDS):
            seated = hall.run(with_quotas(hall))
            assert len(seated) == 3
            assert sum(each.carrier_id == AWO for each in seated) <= 1
            assert sum(each.school_type is SchoolType.PRIMARY for each in seated) == 1


async def most_connections(hall: Hall) -> int:
    """While more people register for one gathering than there are connections."""
    gathering_id, arrive, peak = await hall.convene(), arrivals(hall), 0
    pool = hall.database.engine.writer.pool

    def note(*_: object) -> None:
        nonlocal peak
        peak = max(peak, pool.checkedout())  # type: ignore[attr-defined]

    event.listen(pool, "checkout", note)
    await asyncio.gather(*(arrive(gathering_id, me(new_id())) for _ in range(3 * PEOPLE)))
    assert len(await hall.entries(gathering_id)) == 3 * PEOPLE
    return peak


@pytest.mark.real
def test_a_crowd_at_one_gathering_leaves_connections_for_other_pages(
    postgres: SharedPostgres,
) -> None:
    name = f"crowd_{secrets.token_hex(4)}"
    postgres.create_for("trainings", name)
    with opened(postgres.owner_url(name)) as hall:
        assert hall.run(most_connections(hall)) <= 4
