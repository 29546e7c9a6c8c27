"""Declares which function handles which event, as ``APIRouter`` does for requests."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from sqlalchemy import Table

from shared.messaging import copies
from shared.messaging.event import Body, Cause, Event, Record
from shared.messaging.message import DecodeError, Message
from shared.messaging.unit_of_work import UnitOfWork

B = TypeVar("B", bound=Body)
E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Received(Generic[B]):
    """An event as it arrived: what it says, and the envelope it came in."""

    body: B
    message: Message

    @property
    def tenant(self) -> str:
        """The municipality it belongs to."""
        return self.message.tenant

    @property
    def cause(self) -> Cause:
        """What to name as the cause of everything done because of it."""
        return Cause(self.message.tenant, self.message.correlation_id, self.message.id)


Handler = Callable[[Sequence[Received[E]], UnitOfWork], Awaitable[None]]
MessageHandler = Callable[[Sequence[Message], UnitOfWork], Awaitable[None]]


@dataclass(frozen=True)
class Subscription:
    """One function waiting for messages. ``name`` is its identity in the inbox, so never rename it.

    ``type`` is None for every type; ``once`` says that the inbox guards it against repeats.
    """

    name: str
    type: str | None
    topics: frozenset[str]
    once: bool
    read: Callable[[Message], Any]
    run: Callable[[Sequence[Any], UnitOfWork], Awaitable[None]]


class EventRouter:
    """What one service, or one capability of it, listens to."""

    def __init__(self) -> None:
        self.subscriptions: list[Subscription] = []

    def on(self, event: type[E]) -> Callable[[Handler[E]], Handler[E]]:
        """Subscribe the decorated function; it gets all its events of a batch at once, in order."""

        def read(message: Message) -> Received[E]:
            return Received(parse(event, message), message)

        def register(handler: Handler[E]) -> Handler[E]:
            self._add(handler.__name__, event.type_name, {event.topic}, True, read, handler)
            return handler

        return register

    def on_every(self, topics: Collection[str]) -> Callable[[MessageHandler], MessageHandler]:
        """Subscribe the decorated function to every message of ``topics``, unread."""

        def register(handler: MessageHandler) -> MessageHandler:
            self._add(handler.__name__, None, topics, True, lambda message: message, handler)
            return handler

        return register

    def keep_copy(self, record: type[Record], table: Table) -> None:
        """Keep ``table`` equal to the records: newest version wins, an erasure deletes the row."""

        def read(message: Message) -> tuple[Message, Record | None]:
            return message, None if message.data is None else parse(record, message)

        async def run(states: Sequence[tuple[Message, Record | None]], uow: UnitOfWork) -> None:
            await copies.apply(uow, table, record.key_field, states)

        name = f"copy_{record.type_name}"
        self._add(name, record.type_name, {record.topic}, False, read, run)

    def include(self, other: "EventRouter") -> None:
        """Take over the subscriptions of a capability."""
        for subscription in other.subscriptions:
            self._append(subscription)

    def waiting_for(self, topic: str, type_name: str) -> tuple[Subscription, ...]:
        """The subscriptions for such a message, in the order they were declared."""
        return tuple(
            s for s in self.subscriptions if topic in s.topics and s.type in (None, type_name)
        )

    def topics(self) -> set[str]:
        """Every topic something is waiting on."""
        return {topic for subscription in self.subscriptions for topic in subscription.topics}

    def _add(
        self,
        name: str,
        type_name: str | None,
        topics: Collection[str],
        once: bool,
        read: Callable[[Message], Any],
        run: Callable[[Sequence[Any], UnitOfWork], Awaitable[None]],
    ) -> None:
        self._append(Subscription(name, type_name, frozenset(topics), once, read, run))

    def _append(self, subscription: Subscription) -> None:
        if any(known.name == subscription.name for known in self.subscriptions):
            raise ValueError(f"two handlers of a service are called {subscription.name}")
        self.subscriptions.append(subscription)


def parse(body: type[B], message: Message) -> B:
    """The body of ``message``; raises ``DecodeError`` naming the fields, never their values."""
    if message.data is None:
        raise DecodeError("the message has no data")
    try:
        return body.model_validate_json(message.data)
    except ValidationError as error:
        fields = {".".join(map(str, detail["loc"])) or "body" for detail in error.errors()}
        raise DecodeError(f"the body has a wrong shape at: {', '.join(sorted(fields))}") from None
