"""Many small writes share a transaction, and each caller gets what is its own."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from shared.messaging.coalescing import MAX_ITEMS, TRIES, Coalescer
from shared.messaging.unit_of_work import BulkUnitOfWork
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import Probe, a_note, notes

THING = UUID(int=1)


async def double(uow: BulkUnitOfWork, numbers: Sequence[int]) -> Sequence[int]:
    """Note the numbers and answer twice each; 13 cannot be noted."""
    uow.insert(notes, [a_note(THING, number) for number in numbers])
    if 13 in numbers:
        raise LookupError(13)
    return [2 * number for number in numbers]


async def too_few(uow: BulkUnitOfWork, numbers: Sequence[int]) -> Sequence[int]:
    """A mistake of whoever wrote it."""
    return []


async def test_every_caller_gets_its_own_result(database: CountingDatabase) -> None:
    coalescer = Coalescer(database.bulk, double)
    answers = await asyncio.gather(*(coalescer.submit(n) for n in range(100, 200)))
    assert answers == [2 * n for n in range(100, 200)]


async def test_many_callers_need_few_transactions(
    database: CountingDatabase, service: Probe
) -> None:
    coalescer = Coalescer(database.bulk, double)
    await asyncio.gather(*(coalescer.submit(n) for n in range(100, 100 + MAX_ITEMS)))
    assert database.begun <= 2
    assert len(await service.noted()) == MAX_ITEMS


async def test_no_transaction_takes_more_than_the_most(database: CountingDatabase) -> None:
    coalescer = Coalescer(database.bulk, double)
    await asyncio.gather(*(coalescer.submit(n) for n in range(100, 100 + 2 * MAX_ITEMS)))
    assert 2 <= database.begun <= 3


async def test_a_lone_caller_waits_for_nobody(database: CountingDatabase) -> None:
    coalescer = Coalescer(database.bulk, double)
    async with asyncio.timeout(2):
        assert await coalescer.submit(4) == 8


async def test_one_callers_fault_is_nobody_elses(
    database: CountingDatabase, service: Probe
) -> None:
    coalescer = Coalescer(database.bulk, double)
    calls = [coalescer.submit(n) for n in range(10, 20)]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert [isinstance(answer, LookupError) for answer in answers] == [
        n == 13 for n in range(10, 20)
    ]
    assert sorted(await service.noted()) == [n for n in range(10, 20) if n != 13]


async def test_who_collides_is_tried_again_until_it_goes(database: CountingDatabase) -> None:
    left = TRIES - 1

    async def slower(uow: BulkUnitOfWork, numbers: Sequence[int]) -> Sequence[int]:
        nonlocal left
        left -= 1
        if left >= 0:
            raise IntegrityError("somebody was faster", None, Exception())
        return numbers

    assert await Coalescer(database.bulk, slower).submit(7) == 7
    left = TRIES
    with pytest.raises(IntegrityError):
        await Coalescer(database.bulk, slower).submit(7)


async def test_it_goes_on_after_a_fault(database: CountingDatabase) -> None:
    coalescer = Coalescer(database.bulk, double)
    with pytest.raises(LookupError):
        await coalescer.submit(13)
    assert await coalescer.submit(1) == 2


async def test_a_caller_that_gives_up_takes_nothing_from_the_others(
    database: CountingDatabase,
) -> None:
    coalescer = Coalescer(database.bulk, double)
    calls = [asyncio.create_task(coalescer.submit(n)) for n in range(5)]
    await asyncio.sleep(0)
    calls[2].cancel()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert isinstance(answers.pop(2), asyncio.CancelledError)
    assert answers == [0, 2, 6, 8]


async def test_whoever_has_gone_before_their_turn_is_not_written(
    database: CountingDatabase, service: Probe
) -> None:
    begun, let = asyncio.Event(), asyncio.Event()

    async def held(uow: BulkUnitOfWork, numbers: Sequence[int]) -> Sequence[int]:
        begun.set()
        await let.wait()
        return await double(uow, numbers)

    coalescer = Coalescer(database.bulk, held)
    first = asyncio.create_task(coalescer.submit(1))
    await begun.wait()
    gone, last = (asyncio.create_task(coalescer.submit(n)) for n in (2, 3))
    await asyncio.sleep(0)
    gone.cancel()
    let.set()
    await asyncio.gather(first, last)
    assert sorted(await service.noted()) == [1, 3]


async def test_a_write_that_answers_too_few_leaves_nobody_waiting(
    database: CountingDatabase,
) -> None:
    coalescer = Coalescer(database.bulk, too_few)
    async with asyncio.timeout(5):
        answers = await asyncio.gather(
            *(coalescer.submit(n) for n in range(3)), return_exceptions=True
        )
    assert all(isinstance(answer, Exception) for answer in answers)


async def test_the_write_is_committed_when_the_caller_gets_its_answer(
    database: CountingDatabase, service: Probe
) -> None:
    number = int(uuid4().time_low)
    await Coalescer(database.bulk, double).submit(number)
    assert await service.noted() == [number]
