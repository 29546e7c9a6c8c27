"""A message that cannot be handled is set aside; nothing else suffers, and order per key stays."""

from collections.abc import Callable
from math import ceil, log2
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.messaging import tables
from shared.messaging.causes import ParkingCause
from shared.messaging.inbox.consumer import ATTEMPTS, Consumer
from shared.messaging.message import Arrival, Headers
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import (
    Closed,
    Noted,
    Probe,
    Thing,
    arrival,
    batch_of,
    foreign,
    message,
    things,
)


def numbered(count: int, key: Callable[[int], UUID] = lambda n: uuid4()) -> list[Noted]:
    return [Noted(thing_id=key(n), number=n) for n in range(count)]


class Twice(dict[int, Callable[[], Exception]]):
    """A fault that happens twice and then no more."""

    def __init__(self, number: int) -> None:
        super().__init__({number: LookupError})
        self._times = 0

    def __contains__(self, number: object) -> bool:
        self._times += super().__contains__(number)
        return super().__contains__(number) and self._times <= 2


async def test_only_the_message_to_blame_is_parked(service: Probe) -> None:
    service.faults[5] = LookupError
    held_up = await Consumer(service.processor).handle(batch_of(*numbered(12)))
    assert held_up == {}
    assert await service.noted() == [n for n in range(12) if n != 5]
    assert await service.parked() == [(5, "failed")]


async def test_later_messages_of_its_key_wait_behind_it_in_order(service: Probe) -> None:
    things = [uuid4(), uuid4()]
    service.faults[2] = LookupError
    batch = batch_of(*numbered(9, lambda n: things[n % 2]))
    await Consumer(service.processor).handle(batch)
    assert await service.noted(things[1]) == [1, 3, 5, 7]
    assert await service.noted(things[0]) == [0]
    assert await service.parked() == [
        (2, "failed"),
        (4, "waiting"),
        (6, "waiting"),
        (8, "waiting"),
    ]


async def test_messages_of_a_parked_key_wait_in_later_batches_too(service: Probe) -> None:
    thing, other = uuid4(), uuid4()
    service.faults[0] = LookupError
    consumer = Consumer(service.processor)
    await consumer.handle(batch_of(Noted(thing_id=thing, number=0)))
    service.faults.clear()
    later = [Closed(thing_id=thing, number=1), Noted(thing_id=other, number=2)]
    await consumer.handle(batch_of(*later, start=1))
    assert await service.noted() == [2]
    assert await service.parked() == [(0, "failed"), (1, "waiting")]


async def test_a_fault_that_passes_within_the_attempts_parks_nothing(service: Probe) -> None:
    service.faults = Twice(0)
    await Consumer(service.processor).handle(batch_of(*numbered(1)))
    assert await service.noted() == [0]
    assert await service.parked() == []


@pytest.mark.parametrize("place", [0, 21, 63])
async def test_a_failing_batch_is_redone_about_log_n_times(
    service: Probe, database: CountingDatabase, place: int
) -> None:
    service.faults[place] = LookupError
    batch = batch_of(*numbered(64))
    await Consumer(service.processor).handle(batch)
    alone_again = ATTEMPTS - 1
    assert database.failed <= ceil(log2(64)) + 1 + alone_again
    assert await service.parked() == [(place, "failed")]


async def test_what_is_parked_can_be_looked_into(service: Probe) -> None:
    service.faults[0] = lambda: LookupError("Mara Özgür")
    sent = message(Noted(thing_id=uuid4(), number=0))
    await Consumer(service.processor).handle([arrival(sent, 7)])
    [row] = await service.rows(select(tables.parked))
    assert (row.topic, row.partition, row.offset) == ("probe.events", 0, 7)
    assert (row.message_id, row.type, row.tenant) == (sent.id, sent.type, sent.tenant)
    assert (row.key, row.value, row.attempts) == (sent.key.encode(), sent.data, ATTEMPTS)
    assert row.handlers == '["note"]'
    assert (row.cause, row.detail) == (ParkingCause.HANDLER_FAULT, "LookupError")
    assert "probe.py" in row.stack
    assert "Özgür" not in row.stack + row.cause + row.detail


async def test_the_batch_with_a_parked_message_again_changes_nothing(service: Probe) -> None:
    service.faults[2] = LookupError
    batch = batch_of(*numbered(5, lambda n: UUID(int=n // 3)))
    consumer = Consumer(service.processor)
    await consumer.handle(batch)
    noted, parked = await service.noted(), await service.parked()
    service.faults.clear()
    await consumer.handle(batch)
    assert (await service.noted(), await service.parked()) == (noted, parked)


async def test_two_messages_to_blame_are_both_found(service: Probe) -> None:
    service.faults |= {3: LookupError, 9: ValueError}
    await Consumer(service.processor).handle(batch_of(*numbered(12)))
    assert await service.noted() == [n for n in range(12) if n not in (3, 9)]
    assert await service.parked() == [(3, "failed"), (9, "failed")]


GOOD = message(Noted(thing_id=uuid4(), number=0))
KEY = GOOD.key.encode()


def without(name: str) -> Headers:
    return [header for header in GOOD.headers() if header[0] != name]


def given(name: str, value: Any) -> Headers:
    return [*without(name), (name, value)]


UNREADABLE: dict[str, tuple[bytes | None, bytes | None, Headers]] = {
    "no key": (None, GOOD.data, GOOD.headers()),
    "an empty key": (b"", GOOD.data, GOOD.headers()),
    "a key with NUL": (b"a\0b", GOOD.data, GOOD.headers()),
    "a key that is no UTF-8": (b"\xff\xfe", GOOD.data, GOOD.headers()),
    "no headers": (KEY, GOOD.data, []),
    "foreign headers": (KEY, GOOD.data, [("schema", b"\x00\x01"), ("\x00", b"\xff")]),
    "a header without a value": (KEY, GOOD.data, given("ce_id", None)),
    "a header without a value that nobody reads": (b"other", b"[", given("traceparent", None)),
    "no id": (KEY, GOOD.data, without("ce_id")),
    "an id that is none": (KEY, GOOD.data, given("ce_id", b"17")),
    "another version of CloudEvents": (KEY, GOOD.data, given("ce_specversion", b"0.3")),
    "a time without a zone": (KEY, GOOD.data, given("ce_time", b"2027-02-01T08:00:00")),
    "a type of another form": (KEY, GOOD.data, given("ce_type", b"com.example.\xc3\xa4")),
    "a municipality that is none": (KEY, GOOD.data, given("ce_tenant", b"Bergkamen")),
    "a municipality not served here": (KEY, GOOD.data, given("ce_tenant", b"05978005")),
    "no JSON": (KEY, b"\x00\xff not json", GOOD.headers()),
    "no data": (KEY, None, GOOD.headers()),
    "JSON of a wrong shape": (KEY, b'["thing_id"]', GOOD.headers()),
    "a field of a wrong type": (KEY, b'{"thing_id": "x", "number": {}}', GOOD.headers()),
    "a missing field": (KEY, b"{}", GOOD.headers()),
}


@pytest.mark.parametrize("what", UNREADABLE)
async def test_a_record_with_something_unreadable_is_parked_and_the_partition_goes_on(
    service: Probe, what: str
) -> None:
    before, after = numbered(2)
    batch = [
        arrival(message(before), 0),
        foreign(1, *UNREADABLE[what]),
        arrival(message(after), 2),
    ]
    assert await Consumer(service.processor).handle(batch) == {}
    assert await service.noted() == [0, 1]
    assert await service.parked() == [(1, "failed")]
    assert await Consumer(service.processor).handle(batch) == {}
    assert await service.parked() == [(1, "failed")]


async def test_what_follows_an_unreadable_record_of_its_key_waits_behind_it(
    service: Probe,
) -> None:
    thing = uuid4()
    before, after = (message(Noted(thing_id=thing, number=n)) for n in (1, 2))
    unreadable = foreign(1, str(thing).encode(), b"[", GOOD.headers())
    await service.processor.commit([arrival(before, 0), unreadable, arrival(after, 2)])
    assert await service.noted() == [1]
    assert await service.parked() == [(1, "failed"), (2, "waiting")]


async def test_unreadable_records_of_a_partition_without_a_key_do_not_wait_for_each_other(
    service: Probe,
) -> None:
    batch = [foreign(offset, None, b"", []) for offset in range(3)]
    await Consumer(service.processor).handle(batch)
    assert await service.parked() == [(n, "failed") for n in range(3)]


async def test_the_reason_does_not_quote_what_was_sent(service: Probe) -> None:
    secret = b'{"thing_id": "Mara Oezguer", "number": "Mara Oezguer"}'
    await service.processor.commit([foreign(0, KEY, secret, GOOD.headers())])
    [row] = await service.rows(select(tables.parked))
    assert (row.cause, row.detail) == (ParkingCause.SHAPE, "number, thing_id")
    assert "Mara" not in row.cause + row.detail + row.stack


@pytest.mark.parametrize("number", [2**70, -(2**63) - 1])
async def test_a_value_no_database_can_hold_is_parked_and_holds_nothing_up(
    service: Probe, number: int
) -> None:
    batch = batch_of(Noted(thing_id=uuid4(), number=number), Noted(thing_id=uuid4(), number=1))
    assert await Consumer(service.processor).handle(batch) == {}
    assert await service.noted() == [1]
    assert await service.parked() == [(0, "failed")]


async def test_a_nul_in_a_records_text_holds_nothing_up(service: Probe) -> None:
    """SQLite stores it, PostgreSQL refuses it for good."""
    first, second = (Thing(thing_id=uuid4(), version=1, title=t) for t in ("a\0b", "good"))
    assert await Consumer(service.processor).handle(batch_of(first, second)) == {}
    titles = [row.title for row in await service.rows(select(things))]
    assert "good" in titles
    assert len(titles) + len(await service.parked()) == 2


async def test_a_poisoned_record_of_one_partition_holds_up_no_other(service: Probe) -> None:
    service.faults[0] = LookupError
    poison = arrival(message(Noted(thing_id=uuid4(), number=0)), 0)
    record = message(Thing(thing_id=uuid4(), version=1, title="kept"))
    elsewhere: list[Arrival] = [arrival(record, 0)]
    assert await Consumer(service.processor).handle([poison, *elsewhere]) == {}
    assert len(await service.rows(select(things))) == 1
    assert await service.parked() == [(0, "failed")]
