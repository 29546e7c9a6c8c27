"""Background tasks are started again when they fail; what fails for ever is told apart."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from shared.faults import Transient
from shared.tasks import GIVE_UP_AFTER, Tasks


class Failing:
    """Fails with each of these in turn, then goes on for ever."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self.through = asyncio.Event()

    async def run(self) -> None:
        if self._errors:
            raise self._errors.pop(0)
        self.through.set()
        await asyncio.Event().wait()


@pytest.fixture
async def tasks() -> AsyncGenerator[Tasks]:
    tasks = Tasks("probe", pause=lambda _: 0.0)
    yield tasks
    await tasks.end()


async def failed_with(tasks: Tasks, *errors: Exception) -> list[str]:
    failing = Failing(*errors)
    tasks.start("work", failing.run)
    async with asyncio.timeout(5):
        await failing.through.wait()
    return tasks.given_up()


async def test_what_fails_again_and_again_is_given_up(tasks: Tasks) -> None:
    assert await failed_with(tasks, *[ValueError()] * GIVE_UP_AFTER) == ["probe work"]


async def test_a_few_failures_are_no_reason_to_give_up(tasks: Tasks) -> None:
    assert await failed_with(tasks, *[ValueError()] * (GIVE_UP_AFTER - 1)) == []


async def test_a_database_that_is_away_for_long_is_no_reason_to_give_up(tasks: Tasks) -> None:
    assert await failed_with(tasks, *[ConnectionRefusedError()] * 3 * GIVE_UP_AFTER) == []


async def test_after_a_long_outage_a_failure_counts_as_the_first(tasks: Tasks) -> None:
    assert await failed_with(tasks, *[Transient()] * GIVE_UP_AFTER, ValueError()) == []


async def test_what_fails_because_it_was_told_to_end_is_not_started_again(tasks: Tasks) -> None:
    begun, times = asyncio.Event(), 0

    async def fail_in_place_of_ending() -> None:
        nonlocal times
        times += 1
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ConnectionRefusedError from None

    tasks.start("work", fail_in_place_of_ending)
    async with asyncio.timeout(5):
        await begun.wait()
        await tasks.end()
    assert times == 1


async def test_what_ends_as_if_cancelled_though_nobody_did_is_started_again(tasks: Tasks) -> None:
    again, times = asyncio.Event(), 0

    async def be_cancelled_by_itself() -> None:
        nonlocal times
        times += 1
        if times > 1:
            again.set()
        raise asyncio.CancelledError

    tasks.start("work", be_cancelled_by_itself)
    async with asyncio.timeout(5):
        await again.wait()
        await tasks.end()
