"""Two services without a bus between them, and the employments that carriers tell of."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from deploy.services import load
from shared.contracts.directory import PlacementFact, SchoolType
from shared.ids import new_id
from shared.messaging import tables
from shared.messaging.database import Database
from shared.messaging.event import Body
from shared.messaging.message import Message
from tests.house import BERGKAMEN
from tests.shared.messaging.conftest import create

DAY = timedelta(days=1)
SERVICES = ("trainings", "surveys")
HEARD = {
    "trainings": ("directory.events",),
    "surveys": ("directory.events", "trainings.events"),
}
MORNING = datetime(2027, 1, 4, 9, tzinfo=UTC)


class GivenClock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.moment = MORNING

    def now(self) -> datetime:
        return self.moment


class Topics:
    """Everything announced, by topic in order."""

    def __init__(self) -> None:
        self.logs: defaultdict[str, list[Message]] = defaultdict(list)

    async def publish(self, messages: Any) -> None:
        for message in messages:
            self.logs[message.topic].append(message)


class Ground:
    """Both services' databases, emptied for each example."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.loop = asyncio.new_event_loop()
        self.clock = GivenClock()
        self.databases = {name: Database(urls[name], name, self.clock) for name in SERVICES}
        self.run(self._create())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    async def _create(self) -> None:
        for name, database in self.databases.items():
            async with database.engine.writing() as session:
                await session.execute(select(1))
            async with database.engine._write.begin() as connection:
                for metadata in (tables.metadata, load(name).tables):
                    await connection.run_sync(create, metadata)

    async def empty(self) -> None:
        for name, database in self.databases.items():
            async with database.engine.writing() as session:
                for metadata in (tables.metadata, load(name).tables):
                    for table in reversed(metadata.sorted_tables):
                        await session.execute(delete(table))
            for prepare in load(name).preparations:
                async with database.transaction() as uow:
                    await prepare(uow)

    async def rows(self, name: str, table: Any) -> Any:
        async with self.databases[name].reading() as session:
            return (await session.execute(select(table))).all()

    def close(self) -> None:
        for database in self.databases.values():
            self.run(database.close())
        self.loop.close()


@dataclass
class Employment:
    """What the directory knows of one."""

    worker: UUID
    start: date
    until: date | None
    known_on: date
    id: UUID = field(default_factory=new_id)
    last_day: date | None = None
    cancelled: bool = False

    @property
    def end(self) -> date | None:
        return self.last_day or self.until

    def is_over(self, today: date) -> bool:
        return self.cancelled or (self.end is not None and self.end < today)

    def is_settled(self, today: date) -> bool:
        """A fixed term that is over may turn out to have been extended."""
        return self.cancelled or (self.last_day is not None and self.last_day < today)


def placement() -> PlacementFact:
    return PlacementFact(
        placement_id=new_id(),
        school_id=new_id(),
        school_number="123456",
        school_type=SchoolType.PRIMARY,
        weekly_hours=Decimal(39),
    )


def said(body: Body, moment: datetime) -> Message:
    """As the directory publishes it."""
    return Message(
        id=new_id(),
        topic=body.topic,
        key=body.key,
        type=body.type_name,
        time=moment,
        tenant=BERGKAMEN,
        correlation_id=new_id(),
        causation_id=None,
        data=body.model_dump_json().encode(),
    )
