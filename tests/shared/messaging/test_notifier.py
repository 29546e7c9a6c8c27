"""A notification wakes what waits for it, at once in this process and soon in another."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from deploy.local.postgres import PostgresServer
from shared.clock import MovableClock
from shared.database.notifier import (
    ANYTHING,
    RECONNECT_SECONDS,
    LocalNotifier,
    PostgresNotifier,
)
from shared.messaging.database import Database

LONG = 20.0
SOON = 2.0


async def seconds(notifier: LocalNotifier, name: str, at_most: float) -> float:
    started = asyncio.get_running_loop().time()
    await notifier.wait(name, at_most)
    return asyncio.get_running_loop().time() - started


async def test_a_ring_wakes_who_waits() -> None:
    notifier = LocalNotifier()
    waiting = asyncio.create_task(seconds(notifier, "outbox", LONG))
    await asyncio.sleep(0.01)
    notifier.notify("outbox")
    assert await waiting < SOON


async def test_a_ring_with_nobody_waiting_is_kept_for_the_next() -> None:
    notifier = LocalNotifier()
    notifier.notify("outbox")
    assert await seconds(notifier, "outbox", LONG) < SOON


async def test_a_ring_wakes_once() -> None:
    notifier = LocalNotifier()
    notifier.notify("outbox")
    notifier.notify("outbox")
    await notifier.wait("outbox", LONG)
    assert await seconds(notifier, "outbox", 0.1) >= 0.09


async def test_a_ring_wakes_nobody_who_waits_for_something_else() -> None:
    notifier = LocalNotifier()
    notifier.notify("parked")
    assert await seconds(notifier, "outbox", 0.1) >= 0.09


async def test_who_waits_hears_what_all_rings_were_about_or_that_it_may_be_anything() -> None:
    notifier = LocalNotifier()
    notifier.notify("inbox", "05978004")
    notifier.notify("inbox", "05978020")
    assert await notifier.wait("inbox", LONG) == {"05978004", "05978020"}
    notifier.notify_all()
    assert await notifier.wait("inbox", LONG) == ANYTHING
    assert await notifier.wait("inbox", 0.0) == ANYTHING


async def test_everybody_can_be_woken() -> None:
    notifier = LocalNotifier()
    waiting = [asyncio.create_task(seconds(notifier, name, LONG)) for name in ("outbox", "parked")]
    await asyncio.sleep(0.01)
    notifier.notify_all()
    assert max(await asyncio.gather(*waiting)) < SOON


async def test_whoever_sleeps_until_a_moment_is_woken_when_the_clock_is_moved(
    tmp_path: Path,
) -> None:
    clock = MovableClock()
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/notifier.db", "probe", clock)
    waiting = asyncio.create_task(database.notifier.wait("jobs", LONG))
    await asyncio.sleep(0.01)
    clock.forward(timedelta(days=1))
    async with asyncio.timeout(SOON):
        await waiting
    await database.close()


@asynccontextmanager
async def listening(url: str, count: int) -> AsyncGenerator[list[PostgresNotifier]]:
    notifiers = [PostgresNotifier(url) for _ in range(count)]
    tasks = [asyncio.create_task(notifier.run()) for notifier in notifiers]
    try:
        yield notifiers
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def heard(ringing: PostgresNotifier, waiting: PostgresNotifier) -> None:
    """Ring until it is heard, because both may still be connecting."""
    async with asyncio.timeout(LONG):
        answer = asyncio.create_task(waiting.wait("outbox", LONG))
        while not answer.done():
            ringing.notify("outbox")
            await asyncio.sleep(0.05)


@pytest.fixture
async def two(postgres: PostgresServer) -> AsyncGenerator[list[PostgresNotifier]]:
    """Bells of two instances that hear each other."""
    postgres.create("notifier")
    async with listening(postgres.url("notifier").replace("+asyncpg", ""), 2) as notifiers:
        for ringing, waiting in (notifiers, notifiers[::-1]):
            await heard(ringing, waiting)
        await asyncio.sleep(0.2)
        for notifier in notifiers:
            await notifier.wait("outbox", 0.05)
        yield notifiers


@pytest.mark.real
async def test_a_ring_is_heard_by_another_instance(two: list[PostgresNotifier]) -> None:
    one, other = two
    one.notify("outbox")
    assert await seconds(other, "outbox", LONG) < SOON


@pytest.mark.real
async def test_another_instance_hears_what_it_is_about(two: list[PostgresNotifier]) -> None:
    one, other = two
    one.notify("inbox", "05978004")
    assert await other.wait("inbox", LONG) == {"05978004"}


@pytest.mark.real
async def test_what_is_heard_here_is_told_to_no_other_instance(two: list[PostgresNotifier]) -> None:
    here, there = two
    with here.only_here("outbox"):
        here.notify("outbox")
        here.notify("letters")
        assert await seconds(there, "letters", LONG) < SOON
        assert await seconds(there, "outbox", 0.5) >= 0.5
        assert await seconds(here, "outbox", LONG) < SOON
    here.notify("outbox")
    assert await seconds(there, "outbox", LONG) < SOON


@pytest.mark.real
async def test_a_lost_connection_is_made_again(postgres: PostgresServer) -> None:

    postgres.create("notifier_lost")
    url = postgres.url("notifier_lost").replace("+asyncpg", "")
    async with listening(url, 2) as (one, other):
        await heard(one, other)
        killer = await asyncpg.connect(url)
        await killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await killer.close()
        other.notify("outbox")
        await heard(one, other)
        await other.wait("outbox", 0.05)
        await heard(other, one)


async def lose_connections(url: str) -> None:
    """Of everybody who listens there."""
    killer = await asyncpg.connect(url)
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await killer.close()


@pytest.mark.real
async def test_what_could_not_be_heard_is_made_up_for(two: list[PostgresNotifier]) -> None:
    """Nobody rings: whoever could not listen for a moment looks for what was missed."""
    _, deaf = two
    waiting = asyncio.create_task(seconds(deaf, "outbox", LONG))
    await asyncio.sleep(0.01)
    await lose_connections(deaf._dsn)
    assert await waiting < RECONNECT_SECONDS + SOON


@pytest.mark.real
async def test_what_could_not_be_told_is_told_later(postgres: PostgresServer) -> None:
    postgres.create("notifier_mute")
    url = postgres.url("notifier_mute").replace("+asyncpg", "")
    async with listening(url, 1) as [mute]:
        await heard(mute, mute)
        await asyncio.sleep(0.2)
        await lose_connections(url)
        mute.notify("letters")
        async with listening(url, 1) as [other]:
            other_waits = asyncio.create_task(seconds(other, "letters", LONG))
            assert await other_waits < RECONNECT_SECONDS + SOON


async def test_ringing_without_a_connection_neither_blocks_nor_raises() -> None:
    notifier = PostgresNotifier("postgresql://nobody@127.0.0.1:1/nowhere")
    notifier.notify("outbox")
    assert await seconds(notifier, "outbox", LONG) < SOON
