"""A batch becomes effects that are committed together, in order, and exactly once."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from shared.messaging import tables
from shared.telemetry.metrics import IGNORED
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import Closed, Noted, Probe, arrival, batch_of, message


async def size(service: Probe, table: object) -> int:
    [(count,)] = await service.rows(select(func.count()).select_from(table))  # type: ignore[arg-type]
    return int(count)


async def test_the_same_batch_twice_has_its_effects_once(service: Probe) -> None:
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(20)))
    await service.processor.commit(batch)
    await service.processor.commit(batch)
    assert await service.noted() == list(range(20))
    assert await size(service, tables.outbox) == 20


async def test_a_message_that_stands_twice_in_a_batch_has_its_effect_once(service: Probe) -> None:
    [first, second] = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in (1, 2)))
    await service.processor.commit([first, second, first])
    assert await service.noted() == [1, 2]


async def test_batches_that_overlap_have_each_effect_once(service: Probe) -> None:
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(10)))
    await service.processor.commit(batch[:7])
    await service.processor.commit(batch[3:])
    assert await service.noted() == list(range(10))


async def test_two_instances_with_the_same_batch_have_its_effects_once(
    service: Probe, connect: Callable[[], CountingDatabase]
) -> None:
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(20)))
    other = Probe(connect())
    await asyncio.gather(service.processor.commit(batch), other.processor.commit(batch))
    assert sorted(await service.noted()) == list(range(20))


async def test_a_failing_handler_leaves_nothing(service: Probe) -> None:
    service.faults[3] = LookupError
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(5)))
    with pytest.raises(LookupError):
        await service.processor.commit(batch)
    assert await service.noted() == []
    assert [await size(service, each) for each in (tables.outbox, tables.inbox)] == [0, 0]


async def test_a_handler_gets_all_its_events_at_once_and_in_order(service: Probe) -> None:
    thing = uuid4()
    batch = batch_of(*(Noted(thing_id=thing, number=n) for n in range(30)))
    await service.processor.commit(batch)
    assert service.calls == [list(range(30))]


async def test_kinds_of_events_of_one_key_take_effect_in_order(service: Probe) -> None:
    thing = uuid4()
    kinds = [Noted, Noted, Closed, Noted, Closed, Closed]
    await service.processor.commit(
        batch_of(*(kind(thing_id=thing, number=n) for n, kind in enumerate(kinds)))
    )
    assert await service.noted() == list(range(6))


async def test_what_a_handler_announces_names_the_event_that_caused_it(service: Probe) -> None:
    sent = message(Noted(thing_id=uuid4(), number=1))
    await service.processor.commit([arrival(sent, 0)])
    [row] = await service.rows(select(tables.outbox))
    assert (row.causation_id, row.correlation_id) == (sent.id, sent.correlation_id)
    assert row.tenant == sent.tenant


async def test_a_batch_costs_one_transaction(service: Probe, database: CountingDatabase) -> None:
    await service.processor.commit(
        batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(200)))
    )
    assert database.begun == 1


async def test_an_unknown_major_version_is_ignored_and_counted(service: Probe) -> None:
    ignored = IGNORED.labels("probe")
    before = ignored._value.get()
    known = message(Noted(thing_id=uuid4(), number=1))
    later = type(known)(
        **{name: getattr(known, name) for name in known.__slots__ if name not in ("id", "type")},
        id=uuid4(),
        type="probe.noted.v2",
    )
    await service.processor.commit([arrival(later, 0), arrival(known, 1)])
    assert await service.noted() == [1]
    assert await service.parked() == []
    assert ignored._value.get() == before + 1
