"""The bus in a file forgets what Kafka would, and no byte of it is left."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.messaging.bus.forgetting import Forgetting, Kept
from shared.messaging.bus.local import LocalBus
from shared.messaging.message import Message
from tests.shared.messaging.carrier import message, until

STATES, FACTS = "probe.people", "probe.facts"
DAY = timedelta(days=1)
KEPT = Kept(facts={FACTS: 365 * DAY}, tombstones={STATES: 45 * DAY})
NOW = datetime.now(UTC)


@pytest.fixture
async def bus(tmp_path: Path) -> AsyncGenerator[LocalBus]:
    opened = LocalBus(tmp_path / "bus.db")
    yield opened
    await opened.close()


def state(key: str, name: str | None, at: datetime = NOW) -> Message:
    data = f'{{"name": "{name}"}}'.encode() if name else None
    return replace(message(key, 0, STATES), data=data, time=at)


async def left(bus: LocalBus, topic: str) -> list[tuple[str, bytes | None]]:
    beginning = datetime(1970, 1, 1, tzinfo=UTC)
    found = [each.message async for batch in bus.history([topic], beginning) for each in batch]
    return [(each.key, each.data) for each in found if each]


def bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("bus.db*"))


async def test_of_somebody_erased_no_byte_is_left_while_the_bus_goes_on(
    bus: LocalBus, tmp_path: Path
) -> None:
    """Between others, and more than once, so that pages were split and filled anew."""
    for turn in range(6):
        await bus.publish(
            [state(f"p-{n}", f"Sonnentau {turn} {n} " + "x" * (n % 900)) for n in range(300)]
        )
    await bus.publish([state(f"p-{n}", f"Wiesengrund {n}") for n in range(0, 300, 2)])
    await bus.publish([state(f"p-{n}", None) for n in range(1, 300, 2)])
    assert b"Sonnentau" in bytes_in(tmp_path)
    assert await Forgetting(bus, KEPT, lambda: NOW).forget() == 1800
    assert b"Sonnentau" not in bytes_in(tmp_path)
    assert len(await left(bus, STATES)) == 300


async def test_tombstones_go_when_nobody_waits_for_them_any_more(bus: LocalBus) -> None:
    await bus.publish([state("a", "A", NOW - 60 * DAY), state("a", None, NOW - 46 * DAY)])
    await bus.publish([state("b", "B", NOW - 60 * DAY), state("b", None, NOW - 44 * DAY)])
    await bus.publish([state("c", "C", NOW - 600 * DAY)])
    await Forgetting(bus, KEPT, lambda: NOW).forget()
    assert await left(bus, STATES) == [("b", None), ("c", b'{"name": "C"}')]


async def test_facts_go_when_their_period_is_over(bus: LocalBus) -> None:
    days = (366, 364, 400, 0)
    times = [NOW - n * DAY for n in days]
    await bus.publish(
        [replace(message(f"k{n}", 0, FACTS), time=at) for n, at in zip(days, times, strict=True)]
    )
    assert await Forgetting(bus, KEPT, lambda: NOW).forget() == 2
    assert [key for key, _ in await left(bus, FACTS)] == ["k364", "k0"]


async def test_whoever_reads_goes_on_where_they_were(bus: LocalBus) -> None:
    await bus.publish([state("a", f"A{n}") for n in range(5)])
    await Forgetting(bus, KEPT, lambda: NOW).forget()
    await bus.publish([state("a", "new")])
    assert [data for _, data in await left(bus, STATES)] == [b'{"name": "A4"}', b'{"name": "new"}']


async def test_a_tombstone_wakes_whoever_forgets(bus: LocalBus) -> None:
    waiting = asyncio.create_task(bus.erased_within(60))
    await bus.publish([state("a", "A")])
    assert not bus.erasing.is_set()
    await bus.publish([state("a", None)])
    await until(waiting.done)
