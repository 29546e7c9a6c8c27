"""A batch is tried as if all of it were new; what the database refuses is looked at closely."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from deploy.local.postgres import PostgresServer
from shared.clock import MovableClock
from shared.database.guards import Refused
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging import tables
from shared.messaging.causes import DecodeError, ParkingCause
from shared.messaging.inbox import inbox
from shared.messaging.inbox.claiming import HANDLED, PARKED, refuse_unless_new
from shared.messaging.inbox.consumer import Consumer
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.parking.parking import FAILED, ParkedEntry, park
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from tests.shared.messaging import probe
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import (
    Noted,
    Probe,
    Thing,
    ThingCopy,
    a_note,
    batch_of,
    foreign,
    notes,
    things,
)


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
    [later] = batch_of(*noted(thing, start=1), start=1)
    await service.processor.commit([later])
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


@pytest.mark.parametrize("claiming_first", [False, True])
async def test_a_message_waits_behind_one_that_another_instance_parks_meanwhile(
    service: Probe, connect: Callable[[], CountingDatabase], claiming_first: bool
) -> None:
    thing, processor = uuid4(), service.processor
    first, second, earlier = batch_of(*noted(thing, thing, uuid4()))
    assert first.message
    for _ in range(1 + claiming_first):
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


def clashing(kind: type[UnitOfWork | BulkUnitOfWork], seen: list[int]) -> EventRouter:
    """A handler, of each kind of transaction, that stores one thing for whatever is noted."""
    router = EventRouter()
    row = row_of(ThingCopy)(thing_id=UUID(int=1), tenant="", version=1, title="", parts=[])

    async def clash(events: Sequence[Received[Noted]], uow: UnitOfWork) -> None:
        seen.extend(event.body.number for event in events)
        await insert_rows(uow.session, things, [row])

    async def clash_in_bulk(events: Sequence[Received[Noted]], uow: BulkUnitOfWork) -> None:
        seen.extend(event.body.number for event in events)
        uow.insert(things, [row])

    router.on(Noted)(clash if kind is UnitOfWork else clash_in_bulk)
    return router


@pytest.mark.parametrize("kind", [UnitOfWork, BulkUnitOfWork])
async def test_a_conflict_of_a_handler_is_the_handlers_fault_and_not_taken_for_a_repeat(
    database: CountingDatabase, kind: type[UnitOfWork | BulkUnitOfWork]
) -> None:
    seen: list[int] = []
    processor = BatchProcessor(database, clashing(kind, seen))
    await processor.commit(batch_of(*noted(uuid4())))
    with pytest.raises(IntegrityError):
        await processor.commit(batch_of(*noted(uuid4(), start=1), start=1))
    assert (database.begun, database.failed, seen) == (2, 1, [0, 1])


async def test_an_ordinary_handler_is_not_called_for_what_is_refused(
    database: CountingDatabase, connect: Callable[[], CountingDatabase]
) -> None:
    batch, seen = batch_of(*noted(uuid4())), list[int]()
    for each in (database, connect()):
        await BatchProcessor(each, clashing(UnitOfWork, seen)).commit(batch)
    assert seen == [0]


async def test_an_ordinary_handler_sees_what_another_wrote_of_the_same_batch(
    database: CountingDatabase,
) -> None:
    router, seen = EventRouter(), list[int]()

    @router.on(Noted)
    async def write(events: Sequence[Received[Noted]], uow: BulkUnitOfWork) -> None:
        uow.insert(notes, [a_note(UUID(int=1), 7)])

    @router.on(Noted)
    async def look(events: Sequence[Received[Noted]], uow: UnitOfWork) -> None:
        seen.extend((await uow.session.execute(select(notes.c.number))).scalars())

    await BatchProcessor(database, router).commit(batch_of(*noted(uuid4())))
    assert seen == [7]


@pytest.mark.parametrize(("first", "reason"), [("handled", HANDLED), ("parked", PARKED)])
async def test_a_refusal_says_why(
    service: Probe, database: CountingDatabase, first: str, reason: str
) -> None:
    thing = uuid4()
    if first == "parked":
        service.faults[0] = LookupError
    batch = batch_of(*noted(thing))
    await Consumer(service.processor).handle(batch)
    following = batch if first == "handled" else batch_of(*noted(thing, start=1), start=1)
    message = following[0].message
    assert message
    with pytest.raises(Refused, match=reason):
        async with database.begin() as transaction:
            refuse_unless_new(transaction, [("note", message.id)], following)
            transaction.insert(notes, [a_note(thing, 9)])
    assert 9 not in await service.noted()


@pytest.mark.real
async def test_refusals_leave_nothing_in_the_log_of_postgresql(postgres: PostgresServer) -> None:
    postgres.create("silent")
    log = postgres.folder / "log"
    database = CountingDatabase(postgres.owner_url("silent"), "probe", MovableClock())
    async with database.engine._write.begin() as connection:
        for each in (tables.metadata, probe.metadata):
            await connection.run_sync(each.create_all)
    before, thing, service = len(log.read_text()), uuid4(), Probe(database)
    service.faults[1] = LookupError
    await Consumer(service.processor).handle(batch_of(*noted(thing, thing)))
    for again in (batch_of(*noted(thing)), batch_of(*noted(thing, start=2), start=2)):
        for _ in range(2):
            await Probe(database).processor.commit(again)
    assert database.failed > 2
    await database.close()
    said = log.read_text()[before:]
    assert not re.search("inbox|null value|KN001|claim_all", said)
