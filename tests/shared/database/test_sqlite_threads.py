"""No thread of a SQLite connection outlives its engine, whatever was cancelled."""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from shared.database.connections import Connections
from shared.database.engine import Engine
from shared.messaging.bus.local import LocalBus
from shared.messaging.message import Arrival, Partition

_LONG = text(
    "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000)"
    " SELECT count(*) FROM n"
)


async def look(engine: Engine) -> None:
    async with engine.reading() as session:
        await session.execute(_LONG)


async def write(engine: Engine) -> None:
    async with engine.writing() as session:
        await session.execute(_LONG)


async def cancelled(file: Path, seconds: float, times: int) -> list[str]:
    """The threads that are left of an engine closed while everybody was at work."""
    before = set(threading.enumerate())
    engine = Engine(f"sqlite+aiosqlite:///{file}")
    at_work = [asyncio.create_task(work(engine)) for work in (look, look, write)]
    await asyncio.sleep(seconds)
    for _ in range(times):
        for task in at_work:
            task.cancel()
        await asyncio.sleep(0)
    await asyncio.wait(at_work, timeout=0.05)
    await engine.close()
    left = [str(each) for each in set(threading.enumerate()) - before]
    await asyncio.wait(at_work)
    return [each for each in left if "asyncio_" not in each]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("seconds", [0.0, 0.002, 0.01])
def test_none_is_left_when_the_engine_is_closed(tmp_path: Path, seconds: float, times: int) -> None:
    """In the middle of connecting, of a statement, and while being let go."""
    left = asyncio.run(cancelled(tmp_path / "one.db", seconds, times))
    assert left == []


async def test_an_engine_that_was_closed_can_be_used_again(tmp_path: Path) -> None:
    engine = Engine(f"sqlite+aiosqlite:///{tmp_path}/one.db")
    for _ in range(2):
        await look(engine)
        await engine.close()


async def test_whoever_was_closing_a_connection_when_its_thread_ended_is_done(
    tmp_path: Path,
) -> None:
    """As a pool does, in a task of its own, with one whose use was cancelled."""
    connections = Connections()
    connection = connections.open(tmp_path / "ended.db")
    await connection
    closing = asyncio.create_task(connection.close())
    await asyncio.sleep(0)
    await connections.end()
    async with asyncio.timeout(5):
        await closing


async def _idle(_: Sequence[Arrival]) -> Mapping[Partition, Exception]:
    return {}


async def measured_and_closed(file: Path, steps: int) -> bool:
    """Whether a bus was still in use when it was closed, so many steps into its measuring."""
    bus = LocalBus(file)
    consuming = asyncio.create_task(bus.consume({"one"}, "group", _idle))
    await asyncio.sleep(0.1)  # what is read at the start is over
    async with asyncio.timeout(10):
        while not bus._engine._users:
            await asyncio.sleep(0)
    for _ in range(steps):
        await asyncio.sleep(0)
    consuming.cancel()
    await asyncio.wait({consuming})
    in_use = bus._engine._users > 0
    await bus.close()
    return in_use


async def test_a_bus_is_not_in_use_any_more_once_its_consumer_has_ended(tmp_path: Path) -> None:
    """Or it would be closed by whoever measures its backlog, when nobody waits for that."""
    in_use = [n for n in range(12) if await measured_and_closed(tmp_path / f"{n}.db", n)]
    assert in_use == [], "one after the other, or the moment is missed"
