"""A record that an older release could not read is handled once it can be, and once only."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from shared.messaging.inbox.consumer import Consumer
from shared.messaging.inbox.redrive import LOOK_SECONDS, Redrive
from shared.messaging.message import headers_text
from shared.messaging.parking import desk as parking_desk
from shared.messaging.parking.parking import RELEASED
from shared.messaging.tables import parked
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import Closed, Noted, Probe, arrival, foreign, message

THING = uuid4()
GOOD = message(Noted(thing_id=THING, number=1))
UNREADABLE = foreign(0, GOOD.key.encode(), GOOD.data, [])


async def release_after_an_upgrade(service: Probe) -> None:
    """As if a newer release could read headers that the one before could not."""
    async with service.database.transaction() as uow:
        readable = update(parked).where(parked.c.offset == 0)
        await uow.session.execute(readable.values(headers=headers_text(GOOD.headers())))
        rows = await parking_desk.page(uow.session, state="failed")
        await parking_desk.release(uow, [row.position for row in rows], "operator")
    redrive = Redrive(service.database, service.processor)
    while await redrive.step():
        pass


async def test_it_is_handled_when_it_is_released_and_what_waits_behind_it_after(
    service: Probe,
) -> None:
    behind = arrival(message(Closed(thing_id=THING, number=2)), 1)
    await Consumer(service.processor).handle([UNREADABLE, behind])
    await release_after_an_upgrade(service)
    assert await service.noted() == [1, 2]
    assert await service.parked() == []


@pytest.mark.parametrize("when", ["while it is parked", "afterwards"])
async def test_it_is_handled_once_though_it_comes_again(service: Probe, when: str) -> None:
    consumer = Consumer(service.processor)
    await consumer.handle([UNREADABLE])
    if when == "while it is parked":
        await consumer.handle([arrival(GOOD, 0)])
    await release_after_an_upgrade(service)
    await consumer.handle([arrival(GOOD, 0)])
    assert await service.noted() == [1]
    assert await service.parked() == []


async def test_what_still_cannot_be_read_stays_parked(service: Probe) -> None:
    await Consumer(service.processor).handle([UNREADABLE])
    async with service.database.transaction() as uow:
        [row] = await parking_desk.page(uow.session)
        await parking_desk.release(uow, [row.position], "operator")
    assert await Redrive(service.database, service.processor).step()
    assert await service.parked() == [(0, "failed")]


async def test_what_another_instance_held_when_it_died_is_handled_soon(
    service: Probe, connect: Callable[[], CountingDatabase]
) -> None:
    """Nobody rings when a process dies."""
    if service.database.engine.sqlite:
        pytest.skip("a SQLite file has one process")
    await Consumer(service.processor).handle([UNREADABLE])
    dying = connect()
    async with service.database.transaction() as uow:
        readable = update(parked).values(headers=headers_text(GOOD.headers()), state=RELEASED)
        await uow.session.execute(readable)
    async with dying.engine.writing() as session:
        await session.execute(select(parked).with_for_update())
        running = asyncio.create_task(Redrive(service.database, service.processor).run())
        await asyncio.sleep(1)
        assert await service.noted() == []
        await session.rollback()
    async with asyncio.timeout(LOOK_SECONDS + 5):
        while await service.noted() != [1]:
            await asyncio.sleep(0.05)
    running.cancel()
    await asyncio.wait({running})
