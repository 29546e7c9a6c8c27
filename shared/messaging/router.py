"""Declares which function handles which event, as ``APIRouter`` does for requests."""

import inspect
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Table

from shared.messaging import copies
from shared.messaging.causes import DecodeError, ParkingCause
from shared.messaging.event import Body, Cause, Record
from shared.messaging.message import Message
from shared.messaging.transaction import Transaction
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

B = TypeVar("B", bound=Body)
E = TypeVar("E", bound=Body)


@dataclass(frozen=True, slots=True)
class Received(Generic[B]):
    """An event as it arrived: what it says, and the envelope it came in."""

    body: B
    message: Message

    @property
    def tenant(self) -> str:
        """The tenant it belongs to."""
        return self.message.tenant

    @property
    def cause(self) -> Cause:
        """What to name as the cause of everything done because of it."""
        return Cause(self.message.tenant, self.message.correlation_id, self.message.id)


Handler = (
    Callable[[Sequence[Received[E]], UnitOfWork], Awaitable[None]]
    | Callable[[Sequence[Received[E]], BulkUnitOfWork], Awaitable[None]]
)
MessageHandler = (
    Callable[[Sequence[Message], UnitOfWork], Awaitable[None]]
    | Callable[[Sequence[Message], BulkUnitOfWork], Awaitable[None]]
)
Run = Callable[[Sequence[Any], Transaction], Awaitable[None]]
Arrived = Callable[[BulkUnitOfWork, set[UUID]], None]
Erased = Callable[[UnitOfWork, set[UUID]], Awaitable[None]]


@dataclass(frozen=True)
class Copy:
    """A table that is kept equal to the records of a topic."""

    record: type[Record]
    table: Table
    erased: Erased | None
    of_others: ColumnElement[bool] | None = None
    """What of it is a copy; None: all."""


@dataclass(frozen=True)
class Subscription:
    """One function waiting for messages. ``name`` is its identity in the inbox, so never rename it.

    ``types`` is empty for every type; ``once`` says that the inbox guards it against repeats;
    ``bulk`` that all it writes travels in one statement.
    """

    name: str
    types: frozenset[str]
    topics: frozenset[str]
    once: bool
    bulk: bool
    read: Callable[[Message], Any]
    run: Run
    copy: Copy | None = None

    def takes(self, topic: str, type_name: str) -> bool:
        """Whether it waits for such a message."""
        return topic in self.topics and (not self.types or type_name in self.types)


class EventRouter:
    """What one service, or one capability of it, listens to."""

    def __init__(self) -> None:
        self.subscriptions: list[Subscription] = []
        self.bodies: dict[str, type[Body]] = {}
        """What it knows how to read, by type."""

    def on(self, event: type[E]) -> Callable[[Handler[E]], Handler[E]]:
        """Subscribe the decorated function; it gets all its events of a batch at once, in order.

        The annotation of its second parameter chooses the kind of transaction.
        """

        def read(message: Message) -> Received[E]:
            return Received(parse(event, message), message)

        self.bodies[event.type_name] = event

        def register(handler: Handler[E]) -> Handler[E]:
            self._add_handler(handler, {event.type_name}, {event.topic}, read)
            return handler

        return register

    def on_any(self, events: Collection[type[Body]]) -> Callable[[Handler[Any]], Handler[Any]]:
        """As ``on``, for several events, in the order of the batch whichever they are.

        Of records it gets no tombstones: those are for ``on_erasure``.
        """
        known = {event.type_name: event for event in events}
        self.bodies |= known

        def read(message: Message) -> Received[Any] | None:
            body = known[message.type]
            if message.data is None and issubclass(body, Record):
                return None
            return Received(parse(body, message), message)

        def register(handler: Handler[Any]) -> Handler[Any]:
            self._add_handler(handler, known, {event.topic for event in events}, read)
            return handler

        return register

    def on_every(
        self, topics: Collection[str], known: Mapping[str, type[Body]] = MappingProxyType({})
    ) -> Callable[[MessageHandler], MessageHandler]:
        """Subscribe the decorated function to every message of ``topics``, unread.

        ``known`` are bodies by type: what is about somebody erased is recognised by them.
        """
        self.bodies |= known

        def register(handler: MessageHandler) -> MessageHandler:
            self._add_handler(handler, (), topics, lambda message: message)
            return handler

        return register

    def keep_copy(
        self,
        record: type[Record],
        table: Table,
        *,
        arrived: Arrived | None = None,
        erased: Erased | None = None,
        of_others: ColumnElement[bool] | None = None,
    ) -> None:
        """Keep ``table`` equal to the records: newest version wins, an erasure deletes the row.

        ``arrived`` and ``erased`` are then given the keys, and do more in the same transaction.
        """
        self.bodies[record.type_name] = record

        def read(message: Message) -> tuple[Message, Record | None]:
            return message, None if message.data is None else parse(record, message)

        async def run(
            states: Sequence[tuple[Message, Record | None]], transaction: Transaction
        ) -> None:
            await copies.apply(transaction, table, record.key_field, states)
            kept = {UUID(message.key) for message, state in states if state is not None}
            gone = {UUID(message.key) for message, state in states if state is None}
            if arrived and kept:
                arrived(BulkUnitOfWork(transaction), kept)
            if erased and gone:
                await transaction.flush()
                await erased(UnitOfWork(transaction), gone)

        name, topics = f"copy_{record.type_name}", frozenset({record.topic})
        types, copy = frozenset({record.type_name}), Copy(record, table, erased, of_others)
        self._append(Subscription(name, types, topics, False, True, read, run, copy))

    def on_erasure(self, record: type[Record]) -> Callable[[Erased], Erased]:
        """Subscribe the decorated function, which may be repeated, to keys of records gone."""

        def register(handler: Erased) -> Erased:
            async def run(items: Sequence[Message], transaction: Transaction) -> None:
                if gone := {UUID(each.key) for each in items if each.data is None}:
                    await handler(UnitOfWork(transaction), gone)

            which, where = frozenset({record.type_name}), frozenset({record.topic})
            name: str = getattr(handler, "__name__")  # noqa: B009
            self._append(Subscription(name, which, where, False, True, lambda each: each, run))
            return handler

        return register

    def include(self, other: "EventRouter") -> None:
        """Take over the subscriptions of a capability."""
        for subscription in other.subscriptions:
            self._append(subscription)
        self.bodies |= other.bodies

    def copies(self) -> list[Copy]:
        """What this service keeps copies of."""
        return [each.copy for each in self.subscriptions if each.copy is not None]

    def waiting_for(self, topic: str, type_name: str) -> tuple[Subscription, ...]:
        """The subscriptions for such a message, in the order they were declared."""
        return tuple(each for each in self.subscriptions if each.takes(topic, type_name))

    def topics(self) -> set[str]:
        """Every topic something is waiting on."""
        return {topic for subscription in self.subscriptions for topic in subscription.topics}

    def _add_handler(
        self,
        handler: Callable[..., Awaitable[None]],
        types: Collection[str],
        topics: Collection[str],
        read: Callable[[Message], Any],
    ) -> None:
        kind = kind_of(handler)

        async def run(items: Sequence[Any], transaction: Transaction) -> None:
            if there := [each for each in items if each is not None]:
                await handler(there, kind(transaction))

        which, where = frozenset(types), frozenset(topics)
        bulk = kind is BulkUnitOfWork
        self._append(Subscription(handler.__name__, which, where, True, bulk, read, run))

    def _append(self, subscription: Subscription) -> None:
        if any(known.name == subscription.name for known in self.subscriptions):
            raise ValueError(f"two handlers of a service are called {subscription.name}")
        self.subscriptions.append(subscription)


def kind_of(handler: Callable[..., Awaitable[None]]) -> type[UnitOfWork | BulkUnitOfWork]:
    """The kind of transaction that the handler's second parameter is annotated with."""
    _, asked = inspect.signature(handler, eval_str=True).parameters.values()
    if asked.annotation is UnitOfWork:
        return UnitOfWork
    if asked.annotation is BulkUnitOfWork:
        return BulkUnitOfWork
    raise TypeError(f"{handler.__name__} must annotate {asked.name} with a kind of transaction")


def parse(body: type[B], message: Message) -> B:
    """The body of ``message``; raises ``DecodeError`` naming the fields, never their values."""
    if message.data is None:
        raise DecodeError(ParkingCause.NO_DATA)
    try:
        return body.model_validate_json(message.data)
    except ValidationError as error:
        fields = {".".join(map(str, detail["loc"])) or "body" for detail in error.errors()}
        raise DecodeError(ParkingCause.SHAPE, ", ".join(sorted(fields))) from None
