"""What an operator has given up is not parked again when the bus brings it again."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from shared.messaging.inbox.consumer import Consumer
from shared.messaging.message import Arrival
from shared.messaging.parking import desk as parking_desk
from shared.messaging.tables import inbox, parked
from tests.shared.messaging.carrier import KafkaCarrier, Listener, LocalCarrier, reading, until
from tests.shared.messaging.probe import (
    EVENTS,
    Noted,
    Probe,
    Thing,
    arrival,
    foreign,
    message,
    things,
)

THING = uuid4()
KEY = str(THING).encode()
GOOD = message(Noted(thing_id=THING, number=0))
BROKEN = message(Thing(thing_id=THING, version=1, title="broken"))
UNREADABLE = {
    "no headers": foreign(0, KEY, GOOD.data, []),
    "no key": foreign(0, None, None, [("schema", b"\x00\xff"), ("empty", None)]),
    "no JSON": foreign(0, KEY, b"[", GOOD.headers()),
    "a copy's record that is no JSON": Arrival.read(
        arrival(BROKEN, 0).partition, 0, KEY, b"[", BROKEN.headers()
    ),
}


async def failed(service: Probe) -> list[int]:
    """Positions of what an operator has to decide on."""
    async with service.database.reading() as session:
        return [row.position for row in await parking_desk.page(session, state="failed")]


async def discard_all(service: Probe) -> int:
    positions = await failed(service)
    async with service.database.transaction() as uow:
        return await parking_desk.discard(uow, positions, "of no use", "operator")


async def test_what_is_remembered_of_a_discarded_record_cannot_be_guessed(
    service: Probe,
) -> None:
    """Another installation's secret makes another imprint of the same bytes."""
    imprints = set()
    for key in (b"one", b"another"):
        service.database.key = key
        await Consumer(service.processor).handle([UNREADABLE["no headers"]])
        assert await discard_all(service) == 1
        async with service.database.reading() as session:
            imprints |= set(await session.scalars(select(inbox.c.message_id)))
    assert len(imprints) == 2


@pytest.mark.parametrize("what", UNREADABLE)
async def test_what_was_discarded_is_not_parked_again(service: Probe, what: str) -> None:
    consumer = Consumer(service.processor)
    await consumer.handle([UNREADABLE[what]])
    assert await discard_all(service) == 1
    await consumer.handle([UNREADABLE[what]])
    await consumer.handle([UNREADABLE[what], UNREADABLE[what]])
    assert await service.parked() == []


@pytest.mark.parametrize("what", UNREADABLE)
async def test_what_was_not_discarded_stays_parked_once(service: Probe, what: str) -> None:
    consumer = Consumer(service.processor)
    for _ in range(3):
        assert await consumer.handle([UNREADABLE[what]]) == {}
    assert await service.parked() == [(0, "failed")]


async def test_what_follows_a_discarded_record_of_its_key_is_handled(service: Probe) -> None:
    after = arrival(message(Noted(thing_id=THING, number=1)), 1)
    consumer = Consumer(service.processor)
    await consumer.handle([UNREADABLE["no headers"]])
    await discard_all(service)
    await consumer.handle([UNREADABLE["no headers"], after])
    assert await service.noted() == [1]
    assert await service.parked() == []


async def test_a_discarded_record_does_not_wait_behind_another_one(service: Probe) -> None:
    again = foreign(1, KEY, b"{", [])
    consumer = Consumer(service.processor)
    await consumer.handle([again])
    await discard_all(service)
    await consumer.handle([UNREADABLE["no headers"], again])
    assert await service.parked() == [(0, "failed")]


async def test_a_copys_record_no_handler_can_store_is_not_parked_again(service: Probe) -> None:
    """PostgreSQL refuses the NUL for good; SQLite keeps it, then nothing was ever parked."""
    record = arrival(message(Thing(thing_id=THING, version=1, title="a\0b")), 0)
    consumer = Consumer(service.processor)
    await consumer.handle([record])
    refused = await discard_all(service)
    await consumer.handle([record])
    assert await service.parked() == []
    assert len(await service.rows(select(things))) == 1 - refused


async def test_the_original_of_an_edited_copy_is_not_parked_again(service: Probe) -> None:
    original = UNREADABLE["a copy's record that is no JSON"]
    consumer = Consumer(service.processor)
    await consumer.handle([original])
    [position] = await failed(service)
    body = Thing(thing_id=THING, version=1, title="mended").model_dump_json().encode()
    async with service.database.transaction() as uow:
        await parking_desk.edit(uow, position, body, "typing error", "operator")
        await uow.session.execute(parked.delete())
    await consumer.handle([original])
    assert await service.parked() == []


async def test_other_bytes_in_the_same_place_are_another_record(service: Probe) -> None:
    """A topic that was made anew counts from the beginning."""
    consumer = Consumer(service.processor)
    await consumer.handle([UNREADABLE["no headers"]])
    await discard_all(service)
    await consumer.handle([foreign(0, KEY, b"other", [])])
    assert await service.parked() == [(0, "failed")]


@pytest.fixture(params=["local", pytest.param("kafka", marks=pytest.mark.real)])
async def carrier(request: pytest.FixtureRequest, tmp_path: Path) -> "LocalCarrier | KafkaCarrier":
    if request.param == "local":
        return LocalCarrier(tmp_path / "bus.db")
    carrier = KafkaCarrier(request.getfixturevalue("kafka").admin)
    await carrier.create(EVENTS.topic)
    return carrier


async def test_a_bus_that_begins_anew_brings_back_nothing_that_was_discarded(
    service: Probe, carrier: "LocalCarrier | KafkaCarrier"
) -> None:
    headers = [("schema", b"\x00\xff"), ("schema", b"")]
    await carrier.store(
        (EVENTS.topic, KEY, b"\x00", headers),
        (EVENTS.topic, None, b"1", []),
        (EVENTS.topic, GOOD.key.encode(), GOOD.data, GOOD.headers()),
    )
    bus, consumer, rounds = carrier.bus(), Consumer(service.processor), []

    for group in ("first", "second"):
        heard = Listener(consumer.handle)
        async with reading(bus, heard, group, [EVENTS.topic]) as member:
            await until(lambda heard=heard: len(heard.got) == 3)  # type: ignore[misc]
            await member.stop()
        rounds.append(await discard_all(service))
    assert rounds == [2, 0]
    await bus.close()
