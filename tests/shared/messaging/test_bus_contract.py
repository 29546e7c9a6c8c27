"""What every bus promises; the embedded one and Kafka are held to the same tests."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from shared.messaging.bus.bus import Bus
from shared.messaging.message import Arrival, Partition
from tests.shared.messaging.carrier import (
    ONE,
    TWO,
    Carrier,
    Failed,
    Listener,
    message,
    noise,
    number_of,
    reading,
    until,
)

KEYS = [f"key-{n}" for n in range(20)]


async def test_each_key_stays_in_order_across_publishes_and_batches(bus: Bus) -> None:
    listener, chance = Listener(), random.Random(7)
    sent = [message(chance.choice(KEYS), n) for n in range(1500)]
    async with reading(bus, listener):
        while sent:
            size = chance.choice([1, 2, 30, 700])
            chunk, sent = sent[:size], sent[size:]
            await bus.publish(chunk)
        await until(lambda: len(set(listener.numbers())) == 1500)
    for key in KEYS:
        assert listener.numbers(key) == sorted(set(listener.numbers(key)))


async def test_a_consumer_that_starts_later_gets_everything(carrier: Carrier) -> None:
    first = carrier.bus()
    await first.publish([message(KEYS[n % 20], n) for n in range(1200)])
    await first.close()
    later, listener = carrier.bus(), Listener()
    async with reading(later, listener):
        await until(lambda: len(listener.got) >= 1200)
    assert sorted(listener.numbers()) == list(range(1200))
    await later.close()


async def test_what_was_published_is_stored_though_nobody_closes_the_bus(carrier: Carrier) -> None:
    killed, bus, listener = carrier.bus(), carrier.bus(), Listener()
    await killed.publish([message("a", 1)])
    async with reading(bus, listener):
        await until(lambda: listener.numbers() == [1])
    await bus.close()
    await killed.close()


async def test_each_group_gets_every_message(bus: Bus) -> None:
    first, second = Listener(), Listener()
    async with reading(bus, first, "first"), reading(bus, second, "second", [ONE]):
        await bus.publish([message(KEYS[n % 20], n, (ONE, TWO)[n % 2]) for n in range(100)])
        await until(lambda: len(first.got) >= 100 and len(second.got) >= 50)
    assert sorted(first.numbers()) == list(range(100))
    assert sorted(second.numbers()) == list(range(0, 100, 2))


class Stubborn(Listener):
    """Holds one partition up ``times`` times: names it, or raises when it alone is there."""

    def __init__(self, times: int, *, raises: bool) -> None:
        super().__init__(self.hold)
        self._times, self._raises = times, raises
        self.held: Partition | None = None
        self.deliveries: list[list[int]] = []
        self.handled: list[int] = []

    async def hold(self, batch: Sequence[Arrival]) -> Failed:
        self.held = self.held or batch[0].partition
        mine = [a for a in batch if a.partition == self.held]
        if mine:
            self.deliveries.append([number_of(a) for a in mine])
        failed = bool(mine) and len(self.deliveries) <= self._times
        if failed and self._raises:
            raise LookupError
        self.handled += [number_of(a) for a in batch if not (failed and a in mine)]
        return {self.held: LookupError()} if failed and self.held else {}


@pytest.mark.parametrize("raises", [False, True])
async def test_a_batch_that_fails_comes_again_from_its_first_and_others_go_on(
    bus: Bus, raises: bool
) -> None:
    """Others are other topics, and on Kafka also the keys of other partitions."""
    listener = Stubborn(5, raises=raises)
    sent = [message(KEYS[n % 20], n, (ONE, TWO)[n // 20 % 2]) for n in range(200)]
    async with reading(bus, listener):
        for start in range(0, 200, 40):
            await bus.publish(sent[start : start + 40])
        await until(lambda: len(set(listener.handled)) == 200)
    held = [n for n in listener.deliveries if n[0] == listener.deliveries[0][0]]
    assert len(held) == 6
    assert len(listener.handled) == 200
    for key in KEYS:
        for topic in (ONE, TWO):
            mine = [s.data for s in sent if s.key == key and s.topic == topic]
            done = [n for n in listener.handled if str(n).encode() in mine]
            assert done == sorted(done)


async def test_while_one_partition_is_held_up_what_comes_to_others_is_handled(bus: Bus) -> None:
    listener = Stubborn(1000, raises=False)
    async with reading(bus, listener):
        await bus.publish([message("a", 0, ONE)])
        await until(lambda: len(listener.deliveries) >= 2)
        for number in range(1, 30):
            await bus.publish([message("b", number, TWO)])
            await until(lambda number=number: number in listener.handled, 2.0)  # type: ignore[misc]
        before = len(listener.deliveries)
        await until(lambda: len(listener.deliveries) > before, 15.0)
    assert listener.handled == list(range(1, 30))
    assert all(delivery == [0] for delivery in listener.deliveries)


async def test_a_failing_batch_is_not_hurried(bus: Bus) -> None:
    listener = Stubborn(1000, raises=True)
    await bus.publish([message("a", 0)])
    async with reading(bus, listener):
        await until(lambda: len(listener.deliveries) >= 1)
        await asyncio.sleep(1.5)
        assert 2 <= len(listener.deliveries) <= 10


async def test_a_stopped_consumer_goes_on_where_it_was(carrier: Carrier) -> None:
    bus, first = carrier.bus(), Listener()
    async with reading(bus, first) as consumer:
        await bus.publish([message(KEYS[n % 20], n) for n in range(100)])
        await until(lambda: len(first.got) == 100)
        await consumer.stop()
    await bus.publish([message(KEYS[n % 20], n) for n in range(100, 130)])
    await bus.close()
    again, second = carrier.bus(), Listener()
    async with reading(again, second):
        await until(lambda: len(second.got) >= 30)
        await asyncio.sleep(0.5)
    assert sorted(second.numbers()) == list(range(100, 130))
    await again.close()


async def test_what_was_at_hand_when_the_consumer_was_killed_comes_again(carrier: Carrier) -> None:
    async def never(batch: Sequence[Arrival]) -> Failed:
        await asyncio.Event().wait()
        return {}

    bus, first = carrier.bus(), Listener(never)
    async with reading(bus, first) as consumer:
        await bus.publish([message("a", n) for n in range(10)])
        await until(lambda: len(first.got) > 0)
        await consumer.kill()
    await bus.close()
    again, second = carrier.bus(), Listener()
    async with reading(again, second):
        await until(lambda: len(second.got) >= 10)
    assert second.numbers() == list(range(10))
    await again.close()


async def test_a_stop_finishes_what_is_at_hand_or_it_comes_again(carrier: Carrier) -> None:
    finished: list[int] = []

    async def slowly(batch: Sequence[Arrival]) -> Failed:
        await asyncio.sleep(0.5)
        finished.extend(number_of(a) for a in batch)
        return {}

    bus, first = carrier.bus(), Listener(slowly)
    async with reading(bus, first) as consumer:
        await bus.publish([message("a", n) for n in range(10)])
        await until(lambda: len(first.got) == 10)
        await consumer.stop()
        assert consumer.task.cancelled()
    await bus.close()
    again, second = carrier.bus(), Listener(slowly)
    await again.publish([message("a", 10)])
    async with reading(again, second):
        await until(lambda: 10 in finished)
    assert list(dict.fromkeys(finished)) == list(range(11))
    await again.close()


async def test_a_message_travels_unchanged(bus: Bus) -> None:
    whole = replace(message("Schlüssel 1", 1), data='{"was": "Grüße"}'.encode())
    sent = [
        whole,
        replace(message("k", 2), causation_id=None),
        replace(message("k", 3), data=None),
        replace(message("k", 4), data=b""),
        replace(message("k", 5), data=noise(800_000)),
        replace(message("k", 6, TWO), tenant="00000000"),
    ]
    listener = Listener()
    async with reading(bus, listener):
        await bus.publish(sent)
        await until(lambda: len(listener.got) >= 6)
    arrived = {a.message.id: a for a in listener.got if a.message}
    for each in sent:
        assert arrived[each.id].message == each
        assert list(arrived[each.id].headers) == each.headers()


async def test_many_publish_at_once_and_each_keeps_its_order(bus: Bus) -> None:
    async def publisher(key: str) -> None:
        for number in range(0, 60, 3):
            await bus.publish([message(key, number + n) for n in range(3)])

    listener = Listener()
    async with reading(bus, listener):
        await asyncio.gather(*(publisher(key) for key in KEYS))
        await until(lambda: len(listener.got) >= 1200)
    for key in KEYS:
        assert listener.first_numbers(key) == list(range(60))


async def test_undecodable_records_arrive_in_their_place(carrier: Carrier, bus: Bus) -> None:
    good = [message("k", n) for n in range(4)]
    raw = [(ONE, m.key.encode(), m.data, m.headers()) for m in good]
    foreign = (ONE, b"k", b"-5", [("schema", b"\x00\xff")])
    keyless = (ONE, None, b"-6", good[0].headers())
    await carrier.store(raw[0], foreign, raw[1], keyless, raw[2], raw[3])
    listener = Listener()
    async with reading(bus, listener):
        await until(lambda: len(listener.got) >= 6)
    assert listener.numbers() == [0, -5, 1, -6, 2, 3]
    bad = [a for a in listener.got if a.message is None]
    assert [number_of(a) for a in bad] == [-5, -6]
    assert all(a.problem for a in bad)
    assert list(bad[0].headers) == [("schema", b"\x00\xff")]
