"""What is counted is what became of messages: committed, and neither more nor less."""

import dataclasses
from uuid import uuid4

from shared.faults import Transient
from shared.messaging.inbox.consumer import ATTEMPTS, Consumer
from shared.messaging.inbox.redrive import Redrive
from shared.messaging.parking.desk import release
from tests.shared.messaging.meters import Growth
from tests.shared.messaging.probe import Noted, Probe, arrival, batch_of, foreign, message

NOTED = {"service": "probe", "type": "probe.noted.v1"}
MESSAGES = ("messages_ignored_total", "messages_repeated_total")


def handled() -> Growth:
    return Growth("messages_handled_total", **NOTED)


def parked(state: str) -> Growth:
    return Growth("messages_parked_total", service="probe", state=state)


async def test_each_delivery_counts_as_one_thing_only(service: Probe) -> None:
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(3)))
    await service.processor.commit(batch)
    known = message(Noted(thing_id=uuid4(), number=9))
    other = arrival(dataclasses.replace(known, id=uuid4(), type="probe.never.v1"), 4)
    unreadable = foreign(5, b"key", b"?", [])
    done, failed, others = handled(), parked("failed"), Growth(*MESSAGES, service="probe")
    await service.processor.commit([*batch, arrival(known, 3), other, unreadable])
    assert done.now() == {"messages_handled_total": 1}
    assert failed.now() == {"messages_parked_total": 1}
    assert others.now() == {"messages_ignored_total": 1, "messages_repeated_total": 3}


async def test_what_is_rolled_back_is_not_counted_as_handled(service: Probe) -> None:
    service.faults[1] = Transient
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(3)))
    done = handled()
    rolled_back = Growth("batches_failed_total", service="probe", transient="true")
    await Consumer(service.processor).handle(batch)
    assert done.now() == {"messages_handled_total": 0}
    assert rolled_back.now() == {"batches_failed_total": 1}


async def test_every_attempt_is_counted(service: Probe) -> None:
    service.faults[0] = LookupError
    rolled_back = Growth("batches_failed_total", service="probe", transient="false")
    failed = parked("failed")
    await Consumer(service.processor).handle(batch_of(Noted(thing_id=uuid4(), number=0)))
    assert rolled_back.now() == {"batches_failed_total": ATTEMPTS}
    assert failed.now() == {"messages_parked_total": 1}


async def test_what_was_parked_counts_as_handled_once_it_is(service: Probe) -> None:
    service.faults[0] = LookupError
    await Consumer(service.processor).handle(batch_of(Noted(thing_id=uuid4(), number=0)))
    service.faults.clear()
    done = handled()
    processor = Growth("effect_seconds_count", service="probe")
    async with service.database.transaction() as uow:
        await release(uow, [1], "operator")
    assert await Redrive(service.database, service.processor).step()
    assert done.now() == {"messages_handled_total": 1}
    assert processor.now() == {"effect_seconds_count": 1}
