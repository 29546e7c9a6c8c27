"""A tiny service to try messaging on: it notes numbers about things, and keeps copies of things."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database.tables import RowOf, Typed, row_of, table_of
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Body, Cause, Event, Record
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.message import Arrival, Message, Partition
from shared.messaging.outbox.relay import Relay
from shared.messaging.router import EventRouter, Received
from shared.messaging.tables import parked
from shared.messaging.unit_of_work import BulkUnitOfWork

BERGKAMEN = "05978004"
EVENTS = Partition("probe.events", 0)
THINGS = Partition("probe.things", 0)


class Noted(Event, name="probe.noted.v1", key="thing_id"):
    """A number was noted."""

    thing_id: UUID
    number: int


class Closed(Event, name="probe.closed.v1", key="thing_id"):
    """Nothing more will be noted."""

    thing_id: UUID
    number: int


class Answered(Event, name="probe.answered.v1", key="thing_id"):
    """What the probe itself announces."""

    thing_id: UUID


class Thing(Record, name="probe.thing.v1", key="thing_id", topic="probe.things"):
    """A thing with a title."""

    thing_id: UUID
    title: str
    parts: tuple[int, ...] = ()


class Base(Typed, DeclarativeBase):
    """The tables of the probe."""


class Note(Base):
    """A number that was noted or closed."""

    __tablename__ = "notes"

    position: Mapped[int] = mapped_column(primary_key=True, default=None)
    thing_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(default=None)
    number: Mapped[int] = mapped_column(BigInteger)


class ThingCopy(Base):
    """A copy of the record."""

    __tablename__ = "things"

    thing_id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    parts: Mapped[list[int]] = mapped_column(JSON)


metadata = Base.metadata
notes = table_of(Note)
things = table_of(ThingCopy)


def a_note(thing: UUID, number: int, kind: str = "noted") -> RowOf[Note]:
    return row_of(Note)(thing_id=thing, kind=kind, number=number)


Fault = Callable[[], Exception]


@dataclass
class Probe:
    """The service; a number in ``faults`` makes its handlers raise when they meet it."""

    database: Database
    faults: dict[int, Fault] = field(default_factory=dict)
    calls: list[list[int]] = field(default_factory=list)

    @property
    def processor(self) -> BatchProcessor:
        return BatchProcessor(self.database, self.handlers(), {BERGKAMEN})

    def handlers(self) -> EventRouter:
        router = EventRouter()
        router.keep_copy(Thing, things)

        @router.on(Noted)
        async def note(events: Sequence[Received[Noted]], uow: BulkUnitOfWork) -> None:
            await self._write("noted", events, uow)

        @router.on(Closed)
        async def close(events: Sequence[Received[Closed]], uow: BulkUnitOfWork) -> None:
            await self._write("closed", events, uow)

        return router

    async def noted(self, thing: UUID | None = None) -> list[int]:
        """The numbers written down, in order."""
        query = select(notes.c.number).order_by(notes.c.position)
        if thing is not None:
            query = query.where(notes.c.thing_id == thing)
        return [row[0] for row in await self.rows(query)]

    async def parked(self) -> list[tuple[int, str]]:
        """Offset and state of what is parked, in order."""
        columns = select(parked.c.offset, parked.c.state).order_by(parked.c.position)
        return [(offset, state) for offset, state in await self.rows(columns)]

    async def rows(self, query: Any) -> list[Any]:
        async with self.database.reading() as session:
            return list((await session.execute(query)).all())

    async def _write(self, kind: str, events: Sequence[Received[Any]], uow: BulkUnitOfWork) -> None:
        self.calls.append([event.body.number for event in events])
        rows = [a_note(event.body.thing_id, event.body.number, kind) for event in events]
        uow.insert(notes, rows)
        for event in events:
            uow.announce(Answered(thing_id=event.body.thing_id), event.cause)
        for event in events:
            if event.body.number in self.faults:
                raise self.faults[event.body.number]()


def message(body: Body, *, tenant: str = BERGKAMEN) -> Message:
    return Message(
        id=new_id(),
        topic=body.topic,
        key=body.key,
        type=body.type_name,
        time=datetime.now(UTC),
        tenant=tenant,
        correlation_id=uuid4(),
        causation_id=None,
        data=body.model_dump_json().encode(),
    )


def arrival(sent: Message, offset: int, index: int = 0) -> Arrival:
    """What a bus hands over for a message."""
    place = Partition(sent.topic, index)
    return Arrival.read(place, offset, sent.key.encode(), sent.data, sent.headers())


def foreign(
    offset: int, key: bytes | None, value: bytes | None, headers: Sequence[tuple[str, bytes | None]]
) -> Arrival:
    """What a bus hands over for any bytes."""
    return Arrival.read(EVENTS, offset, key, value, headers)


def batch_of(*bodies: Body, start: int = 0) -> list[Arrival]:
    """Arrivals of one partition with rising offsets."""
    return [arrival(message(body), offset) for offset, body in enumerate(bodies, start)]


def cause() -> Cause:
    return Cause(BERGKAMEN, uuid4())


async def moved(relay: Relay) -> int:
    """How much one step of a relay moves, once it leads."""
    async with relay.leading() as outbox:
        return await relay.step(outbox)
