"""A service that was away longer than erasures are visible must not keep an erased person."""

import asyncio
import re
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.admin.records_to_delete import RecordsToDelete
from sqlalchemy import delete, select, text, update

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.services import load
from services.notifications.recipients.models import people
from shared.contracts.catalogue import PARTITIONS
from shared.contracts.directory import PersonRecord
from shared.ids import new_id
from shared.messaging.bus.local import LocalBus
from shared.messaging.freshness import Freshness, NotYetRead
from shared.messaging.message import Partition
from shared.messaging.tables import copies_read
from tests.house import House, embedded_house, real_house

LONG = PersonRecord.erasure_visible / 2 + timedelta(days=1)


def both(folder: Path) -> AbstractAsyncContextManager[House]:
    """The directory, and the notifications, which keep a copy of people."""
    return embedded_house(folder, ["directory", "notifications"])


def person(person_id: UUID) -> PersonRecord:
    return PersonRecord(
        person_id=person_id,
        version=1,
        given_name="Mara",
        family_name="Beispiel",
        email="mara@example.org",
    )


async def copies(house: House) -> set[UUID]:
    return {row[0] for row in await house.rows("notifications", select(people.c.person_id))}


async def until_read(house: House) -> None:
    """The notifications know that they have read everything."""
    async with asyncio.timeout(20):
        while True:
            try:
                await house.context("notifications").freshness.check()
                return
            except NotYetRead:
                await asyncio.sleep(0.02)


async def forget_on_the_bus(house: House, *keys: UUID) -> None:
    """As if they had been erased long ago: neither the record nor its erasure is there any more."""
    assert isinstance(house.bus, LocalBus)
    gone = text("DELETE FROM log WHERE topic = :topic AND key = :key")
    async with house.bus._engine.writing() as session:
        for key in keys:
            values = {"topic": PersonRecord.topic, "key": str(key).encode()}
            await session.execute(gone, values)


async def was_away(house: House, by: timedelta) -> None:
    """The notifications read the bus last so long ago."""
    async with house.context("notifications").database.transaction() as uow:
        await uow.session.execute(update(copies_read).values(at=uow.now - by))


async def two_people(house: House) -> tuple[UUID, UUID]:
    one, two = new_id(), new_id()
    await house.announce(person(one), person(two))
    await house.quiet()
    await until_read(house)
    return one, two


async def test_who_was_erased_during_a_long_absence_is_deleted_from_the_copy(
    tmp_path: Path,
) -> None:
    async with both(tmp_path) as house:
        erased, kept = await two_people(house)
        await was_away(house, LONG)
        await forget_on_the_bus(house, erased)
    async with both(tmp_path) as house:
        await house.announce(person(later := new_id()))
        await house.quiet()
        assert await copies(house) == {kept, later}


async def test_a_short_absence_costs_no_reading_anew(tmp_path: Path) -> None:
    async with both(tmp_path) as house:
        one, two = await two_people(house)
        await forget_on_the_bus(house, one)
    async with both(tmp_path) as house:
        await house.quiet()
        assert await copies(house) == {one, two}


async def test_a_bus_that_lost_everything_makes_nobody_delete_everything(tmp_path: Path) -> None:
    async with both(tmp_path) as house:
        one, two = await two_people(house)
        await was_away(house, LONG)
        await forget_on_the_bus(house, one, two)
    async with both(tmp_path) as house:
        await house.quiet()
        assert await copies(house) == {one, two}


async def test_a_service_that_never_noted_anything_checks_its_copy_once(tmp_path: Path) -> None:
    async with both(tmp_path) as house:
        erased, kept = await two_people(house)
        async with house.context("notifications").database.transaction() as uow:
            await uow.session.execute(delete(copies_read))
        await forget_on_the_bus(house, erased)
    async with both(tmp_path) as house:
        await house.quiet()
        await until_read(house)
        assert await copies(house) == {kept}


async def test_a_new_service_is_ready_once_it_has_read_what_others_told(tmp_path: Path) -> None:
    async with both(tmp_path) as house:
        async with asyncio.timeout(20):
            while (await house.http.get("/notifications/readiness")).status_code != 200:
                await asyncio.sleep(0.02)
        freshness = house.context("notifications").freshness
        await freshness.check()
        async with asyncio.timeout(20):
            while freshness.age() is None:
                await asyncio.sleep(0.02)
        told = (await house.http.get("/notifications/readiness")).json()
        assert re.fullmatch(r"complete \d+ seconds ago", told["copies"])
        assert (await house.http.get("/directory/readiness")).json() == {"status": "ready"}
        house.clock.forward(LONG)
        assert (freshness.age() or timedelta()) >= LONG
        assert await house.rows("notifications", select(copies_read)) != []


@pytest.mark.real
async def test_on_kafka_too_what_neither_record_nor_erasure_tells_of_is_deleted(
    tmp_path: Path, postgres: PostgresServer, kafka: KafkaServer
) -> None:
    services = ["directory", "notifications"]
    async with real_house(tmp_path, services, postgres, kafka) as house:
        erased, kept = await two_people(house)
        await forget_in_kafka(kafka, house, erased)
        await house.announce(person(kept))  # it may have lain in the same partition
        await house.quiet()
        await was_away(house, LONG)
        here = house.context("notifications")
        router = load("notifications").handlers
        await Freshness(here.database, house.bus, router, PARTITIONS).catch_up()
        assert await copies(house) == {kept}


async def forget_in_kafka(kafka: KafkaServer, house: House, person_id: UUID) -> None:
    """Everything that lies before the end of the person's partition."""
    topic = f"{house.settings.kafka_prefix}{PersonRecord.topic}"
    admin = AIOKafkaAdminClient(**kafka.admin.options())
    reader = AIOKafkaConsumer(**kafka.admin.options())
    await admin.start()
    await reader.start()
    try:
        places = [TopicPartition(topic, index) for index in range(PARTITIONS)]
        ends = await reader.end_offsets(places)
        mine = await _partition_of(reader, places, ends, str(person_id).encode())
        policy = {"cleanup.policy": "delete"}  # a compacted topic lets nobody delete
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, policy)])
        await admin.delete_records({mine: RecordsToDelete(ends[mine])})
    finally:
        await reader.stop()
        await admin.close()


async def _partition_of(
    reader: AIOKafkaConsumer,
    places: list[TopicPartition],
    ends: dict[TopicPartition, int],
    key: bytes,
) -> TopicPartition:
    reader.assign(places)
    for place in places:
        await reader.seek_to_beginning(place)
    found: dict[bytes, TopicPartition] = {}
    while sum(ends.values()) > len(found):
        for place, records in (await reader.getmany(timeout_ms=500)).items():
            found |= {record.key: place for record in records}
    return found[key]


async def test_a_topic_is_read_once_all_its_partitions_are_by_whichever_instance(
    tmp_path: Path,
) -> None:
    async with both(tmp_path) as house:
        here, router = house.context("notifications"), load("notifications").handlers
        house.clock.forward(timedelta(minutes=1))
        one, other = (Freshness(here.database, house.bus, router, 3) for _ in range(2))
        one.caught_up([Partition(PersonRecord.topic, index) for index in (0, 1)])
        assert not one.has_read(PersonRecord.topic)
        house.clock.forward(timedelta(minutes=1))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each.run()) for each in (one, other)]
            other.caught_up([Partition(PersonRecord.topic, 2)])
            while not one.has_read(PersonRecord.topic):
                one.caught_up([])
                await asyncio.sleep(0.01)
            for each in tasks:
                each.cancel()
