"""What every bus promises when it is closed, and whoever publishes is cancelled."""

import asyncio
import random
import time

from shared.messaging.bus.bus import BrokerUnavailable, Bus
from tests.shared.messaging.carrier import (
    ONE,
    TWO,
    Carrier,
    Leftovers,
    Listener,
    message,
    reading,
    until,
)
from tests.shared.messaging.test_bus_contract import KEYS


async def test_a_bus_that_answers_passes_the_check(bus: Bus) -> None:
    await bus.check()


async def test_nothing_published_is_nothing(bus: Bus) -> None:
    await bus.publish([])


async def test_closing_at_any_time_and_twice_leaves_nothing_behind(carrier: Carrier) -> None:
    leftovers, bus, listener = Leftovers(), carrier.bus(), Listener()
    ended: list[type[BaseException] | None] = []

    async def publisher(key: str) -> None:
        try:
            for number in range(100_000):
                await bus.publish([message(key, number)])
        except BaseException as error:
            ended.append(type(error))
            raise

    publishers = [asyncio.create_task(publisher(key)) for key in KEYS[:5]]
    consumer = asyncio.create_task(bus.consume([ONE, TWO], "reader", listener))
    await until(lambda: len(listener.got) > 20)
    await asyncio.gather(bus.close(), bus.close())
    async with asyncio.timeout(30):
        await asyncio.gather(*publishers, return_exceptions=True)
    assert ended == [BrokerUnavailable] * 5
    consumer.cancel()
    await asyncio.wait({consumer}, timeout=30)
    assert consumer.cancelled() or consumer.exception() is None
    await bus.close()
    await leftovers.gone()


async def test_a_bus_never_used_can_be_closed(carrier: Carrier) -> None:
    leftovers, bus = Leftovers(), carrier.bus()
    await bus.close()
    await leftovers.gone()


async def test_a_publisher_cancelled_at_any_moment_harms_nobody_else(carrier: Carrier) -> None:
    leftovers, bus, listener = Leftovers(), carrier.bus(), Listener()

    async def insist(number: int) -> None:
        while True:
            try:
                return await bus.publish([message("steady", number)])
            except BrokerUnavailable:
                await asyncio.sleep(0.01)

    await bus.publish([message("first", 0, TWO)])
    cancelled: list[asyncio.Task[None]] = []
    async with reading(bus, listener):
        for number in range(40):
            hasty = asyncio.create_task(bus.publish([message("hasty", n) for n in range(200)]))
            cancelled.append(hasty)
            await asyncio.sleep(random.Random(number).random() * 0.02)
            hasty.cancel()
            started = time.monotonic()
            await insist(number)
            assert time.monotonic() - started < 10
        await until(lambda: 39 in listener.numbers("steady"))
    assert listener.first_numbers("steady") == list(range(40))
    await asyncio.gather(*cancelled, return_exceptions=True)
    await bus.close()
    await leftovers.gone()
