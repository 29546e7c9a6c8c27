"""What only shows on PostgreSQL: several instances write at once; every query is understood."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from deploy.services import load
from services.dashboard.cockpit.queries import overview
from services.dashboard.events.models import organizations, templates
from services.dashboard.events.queries import following
from services.dashboard.events.schemas import EventFilter
from services.dashboard.events.use_cases import record
from services.dashboard.journeys.queries import journey, picture
from shared.clock import SystemClock, local_date
from shared.contracts.directory import OrganizationRecord
from shared.contracts.trainings import TemplateRecord
from shared.database.migrate import migrate
from shared.messaging import copies
from shared.messaging.causes import ParkingCause
from shared.messaging.database import Database
from shared.messaging.message import Arrival, Message, Partition
from shared.messaging.parking import desk as parking_desk
from shared.messaging.parking.parking import FAILED, WAITING, ParkedEntry, park
from shared.messaging.unit_of_work import BulkUnitOfWork
from tests.dashboard.stories import HireStory, hired

pytestmark = pytest.mark.real


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    server = PostgresServer(tmp_path / "postgres")
    server.start()
    server.create("dashboard")
    await migrate(server.owner_url("dashboard"), histories(load("dashboard")))
    database = Database(server.url("dashboard"), "dashboard", SystemClock())
    yield database
    await database.close()
    server.stop()


async def test_a_reader_misses_nothing_while_several_instances_write(database: Database) -> None:
    read: list[int] = []

    async def write(pause: float) -> None:
        for _ in range(15):
            async with database.begin() as transaction:
                record(BulkUnitOfWork(transaction), [hired() for _ in range(3)])
                if pause:
                    await transaction.flush()
                    await asyncio.sleep(pause)

    async def follow() -> None:
        while len(read) < 180:
            async with database.reading() as session:
                new = await following(session, EventFilter(), read[-1] if read else 0, 50)
            read.extend(told.position for told in new)
            await asyncio.sleep(0)

    async with asyncio.timeout(30):
        await asyncio.gather(follow(), *(write(pause) for pause in (0, 0.001, 0.004, 0.01)))
    assert len(read) == len(set(read)) == 180


async def test_stories_and_figures_are_the_same_as_on_sqlite(database: Database) -> None:
    story = HireStory(database.clock.now())
    async with database.begin() as transaction:
        record(BulkUnitOfWork(transaction), [*story.events, story.hire])
        for message in story.records:
            assert message.data
            kind, table = (
                (TemplateRecord, templates)
                if message.type == TemplateRecord.type_name
                else (OrganizationRecord, organizations)
            )
            state = kind.model_validate_json(message.data)
            await copies.apply(transaction, table, kind.key_field, [(message, state)])
            await transaction.flush()
    now = database.clock.now()
    async with database.reading() as session:
        shown = await overview(session, "", now)
        told = await journey(session, "", story.correlation_id, local_date(now))
    assert told
    assert len(told.placed) == len(story.events)
    assert set(told.involved) == {
        "Pfalzschule Bergkamen",
        "AWO Bildung und Lernen gGmbH",
    }
    assert len(picture(told).boxes) == 6
    assert (shown.hires_today, shown.onboardings, shown.able_to_work) == (1, 1, 0)
    assert [each.events for each in shown.stories] == [len(story.events)]


async def test_parked_messages_are_counted_with_what_waits_behind_them(database: Database) -> None:
    hire, other = hired(), hired()
    asides = [
        ParkedEntry(_arrival(message, offset), ("note",), state, cause, detail)
        for offset, (message, state, cause, detail) in enumerate(
            [
                (hire, FAILED, ParkingCause.HANDLER_FAULT, "LookupError"),
                (other, FAILED, ParkingCause.HANDLER_FAULT, "LookupError"),
                (hire, WAITING, ParkingCause.WAITING, ""),
                (hire, WAITING, ParkingCause.WAITING, ""),
            ]
        )
    ]
    async with database.begin() as transaction:
        await park(transaction, asides)
    async with database.reading() as session:
        causes = await parking_desk.causes(session)
        page = await parking_desk.page(
            session,
            type=hire.type,
            state=FAILED,
            cause=ParkingCause.HANDLER_FAULT,
            detail="LookupError",
        )
        without_type = await parking_desk.page(session, type="")
    counted = {
        (row.cause, row.detail, row.state): (row.messages, int(row.waiting)) for row in causes
    }
    assert counted == {
        ("handler-fault", "LookupError", FAILED): (2, 2),
        ("waiting", "", WAITING): (2, 0),
    }
    assert [row.waiting for row in page] == [2, 0]
    assert without_type == []


def _arrival(message: Message, offset: int) -> Arrival:
    place, key = Partition(message.topic, 0), message.key.encode()
    return Arrival.read(place, offset, key, message.data, message.headers())
