"""A batch is tried as if all of it were new; what the database refuses is looked at closely."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from shared.messaging import tables
from shared.messaging.causes import DecodeError, ParkingCause
from shared.messaging.inbox import inbox
from shared.messaging.inbox.consumer import Consumer
from shared.messaging.parking.parking import FAILED, ParkedEntry, park
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import Noted, Probe, Thing, batch_of, foreign


def noted(*keys: UUID, start: int = 0) -> list[Noted]:
    return [Noted(thing_id=key, number=number) for number, key in enumerate(keys, start)]


async def test_what_is_old_in_a_batch_is_left_out_and_the_rest_is_done(service: Probe) -> None:
    processor, batch = service.processor, batch_of(*noted(*(uuid4() for _ in range(5))))
    await processor.commit(batch[1:2])
    await processor.commit(batch)
    assert sorted(await service.noted()) == list(range(5))


async def test_after_a_refusal_what_is_new_is_one_transaction_again(
    service: Probe, database: CountingDatabase
) -> None:
    processor, batch = service.processor, batch_of(*noted(*(uuid4() for _ in range(8))))
    await processor.commit(batch[:2])
    await processor.commit(batch[:4])
    assert (database.begun, database.failed) == (3, 1)
    await processor.commit(batch[:6])
    assert (database.begun, database.failed) == (4, 1)
    await processor.commit(batch[6:])
    assert (database.begun, database.failed) == (5, 1)
    assert await service.noted() == list(range(8))


async def test_a_backlog_of_repeats_is_refused_once(
    service: Probe, database: CountingDatabase
) -> None:
    processor, batch = service.processor, batch_of(*noted(*(uuid4() for _ in range(10))))
    await processor.commit(batch)
    for each in batch:
        await processor.commit([each])
    assert database.failed == 1
    assert await service.noted() == list(range(10))


async def test_what_follows_a_parked_message_waits_behind_it(service: Probe) -> None:
    thing = uuid4()
    service.faults[0] = LookupError
    await Consumer(service.processor).handle(batch_of(*noted(thing)))
    service.faults.clear()
    [hopeful] = batch_of(*noted(thing, start=1), start=1)
    await service.processor.commit([hopeful])
    assert await service.parked() == [(0, "failed"), (1, "waiting")]


async def test_a_key_that_is_parked_in_one_topic_is_free_in_another(service: Probe) -> None:
    thing = uuid4()
    service.faults[0] = LookupError
    await Consumer(service.processor).handle(batch_of(*noted(thing)))
    record = Thing(thing_id=thing, title="a", version=1)
    await service.processor.commit(batch_of(*noted(uuid4(), start=1), record, start=1))
    assert await service.noted() == [1]
    assert len(await service.rows(select(tables.parked))) == 1


async def test_a_record_alone_is_held_up_by_a_parked_one_of_its_key(service: Probe) -> None:
    thing = uuid4()
    [good] = batch_of(Thing(thing_id=thing, title="a", version=1))
    unreadable = replace(good, offset=0, message=None, problem=DecodeError(ParkingCause.NO_KEY))
    await service.processor.commit([unreadable])
    await service.processor.commit([replace(good, offset=1)])
    assert await service.parked() == [(0, "failed"), (1, "waiting")]


async def test_what_cannot_be_read_is_parked_and_the_rest_of_its_batch_is_done(
    service: Probe,
) -> None:
    batch = batch_of(*noted(uuid4(), uuid4()))
    await service.processor.commit([batch[0], foreign(7, b"k", b"{", []), batch[1]])
    assert await service.noted() == [0, 1]
    assert await service.parked() == [(7, "failed")]


@pytest.mark.parametrize("wary", [False, True])
async def test_a_message_waits_behind_one_that_another_instance_parks_meanwhile(
    service: Probe, connect: Callable[[], CountingDatabase], wary: bool
) -> None:
    thing, processor = uuid4(), service.processor
    first, second, earlier = batch_of(*noted(thing, thing, uuid4()))
    assert first.message
    for _ in range(1 + wary):
        await processor.commit([earlier])
    async with connect().begin() as uow:
        await inbox.claim(uow.session, [("note", first.message.id)], uow.now)
        await park(uow, [ParkedEntry(first, ("note",), FAILED, ParkingCause.HANDLER_FAULT)])
        ours = asyncio.create_task(processor.commit([first, second]))
        await asyncio.sleep(0.3)
        assert not ours.done()
    await ours
    assert await service.noted() == [2]
    assert await service.parked() == [(0, "failed"), (1, "waiting")]


async def test_a_refused_batch_leaves_nothing_behind(
    service: Probe, connect: Callable[[], CountingDatabase]
) -> None:
    batch = batch_of(*noted(uuid4(), uuid4()))
    await service.processor.commit(batch[:1])
    await Probe(connect()).processor.commit(batch)
    counts = [
        (await service.rows(select(func.count()).select_from(table)))[0][0]
        for table in (tables.inbox, tables.outbox)
    ]
    assert counts == [2, 2]
