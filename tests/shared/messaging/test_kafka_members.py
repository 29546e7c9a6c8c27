"""Members of a group come, go, vanish and are slow: each message is handled, in order."""

import asyncio
import time
from collections.abc import Sequence

import pytest

from deploy.local.kafka import KafkaServer
from shared.messaging.bus.kafka import KafkaBus
from shared.messaging.message import Arrival
from tests.shared.messaging.carrier import (
    ONE,
    TWO,
    Failed,
    KafkaCarrier,
    Listener,
    message,
    number_of,
    reading,
    until,
)

pytestmark = pytest.mark.real

KEYS = [f"key-{n}" for n in range(30)]


@pytest.fixture
async def carrier(kafka: KafkaServer) -> KafkaCarrier:
    carrier = KafkaCarrier(kafka.admin)
    await carrier.create(ONE, TWO)
    return carrier


class Ledger:
    """What all members of a group were handed, in the order it was handed over."""

    def __init__(self) -> None:
        self.handed: list[tuple[str, int]] = []
        self.by: dict[str, int] = {}

    def member(self, name: str, seconds: float = 0.0) -> Listener:
        async def note(batch: Sequence[Arrival]) -> Failed:
            self.handed += [((a.key or b"").decode(), number_of(a)) for a in batch]
            self.by[name] = self.by.get(name, 0) + len(batch)
            await asyncio.sleep(seconds)
            return {}

        return Listener(note)

    def first(self, key: str) -> list[int]:
        return list(dict.fromkeys(number for k, number in self.handed if k == key))

    def numbers(self) -> set[int]:
        return {number for _, number in self.handed}


async def flow(bus: KafkaBus, stop: asyncio.Event) -> int:
    """Publish without end; returns how many."""
    number = 0
    while not stop.is_set():
        await bus.publish(
            [message(KEYS[n % 30], n, (ONE, TWO)[n % 2]) for n in range(number, number + 15)]
        )
        number += 15
        await asyncio.sleep(0.02)
    return number


@pytest.mark.parametrize("seconds", [0.0, 1.5])
@pytest.mark.parametrize("ends", ["stop", "kill"])
async def test_members_share_and_take_over_from_one_that_leaves(
    carrier: KafkaCarrier, ends: str, seconds: float
) -> None:
    ledger, buses, stop = Ledger(), [carrier.bus() for _ in range(3)], asyncio.Event()
    flowing = asyncio.create_task(flow(buses[2], stop))
    async with reading(buses[0], ledger.member("a", seconds)):
        await until(lambda: ledger.by.get("a", 0) > 30)
        async with reading(buses[1], ledger.member("b", seconds)) as second:
            await until(lambda: ledger.by.get("b", 0) > 30)
            await getattr(second, ends)()
        stop.set()
        count = await flowing
        await until(lambda: ledger.numbers() == set(range(count)))
    for key in KEYS:
        assert ledger.first(key) == sorted(ledger.first(key))
    for bus in buses:
        await bus.close()


async def test_a_member_that_vanishes_is_replaced(carrier: KafkaCarrier) -> None:
    """Its process is gone without a word: here, its event loop is never run again."""
    ledger = Ledger()
    loop = asyncio.new_event_loop()
    dead = KafkaBus(carrier.brokers, "dead", carrier.prefix, session_seconds=6)
    living = KafkaBus(carrier.brokers, "living", carrier.prefix, session_seconds=6)
    task = loop.create_task(dead.consume([ONE, TWO], "reader", ledger.member("dead", 1000)))
    await living.publish([message(key, n) for n, key in enumerate(KEYS)])

    def live() -> None:
        async def while_reading() -> None:
            await until(lambda: ledger.by.get("dead", 0) > 0)

        loop.run_until_complete(while_reading())

    await asyncio.to_thread(live)
    async with reading(living, ledger.member("living")):
        started = time.monotonic()
        await until(lambda: ledger.by.get("living", 0) >= len(KEYS))
        assert time.monotonic() - started < 30
    await living.close()

    def bury() -> None:
        task.cancel()
        loop.call_later(0.1, task.cancel)
        loop.run_until_complete(asyncio.wait({task}))
        loop.run_until_complete(dead.close())
        loop.close()

    await asyncio.to_thread(bury)


async def test_a_handler_slower_than_a_rebalance_loses_and_skips_nothing(
    carrier: KafkaCarrier,
) -> None:
    """It holds its batch for longer than others wait for it, and then fails it once."""
    ledger, buses, failures = Ledger(), [carrier.bus() for _ in range(2)], 0

    async def slowly(batch: Sequence[Arrival]) -> Failed:
        nonlocal failures
        if failures == 0:
            failures += 1
            await asyncio.sleep(13)
            raise LookupError
        ledger.handed += [((a.key or b"").decode(), number_of(a)) for a in batch]
        return {}

    await buses[0].publish([message(KEYS[n % 30], n) for n in range(300)])
    async with reading(buses[0], Listener(slowly)):
        await until(lambda: failures == 1)
        async with reading(buses[1], ledger.member("other")):
            await buses[0].publish([message(KEYS[n % 30], n) for n in range(300, 600)])
            await until(lambda: ledger.numbers() == set(range(600)))
    for key in KEYS:
        assert ledger.first(key) == sorted(ledger.first(key))
    for bus in buses:
        await bus.close()
