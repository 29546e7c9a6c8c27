"""Bugs on purpose, to see that the history checkers catch them; they live in no other process."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from shared.contracts.accounts import AccessRecord, SessionRecord
from shared.messaging.bus.bus import BrokerUnavailable, Bus, CaughtUp, OnBatch, ignore
from shared.messaging.message import Arrival, Message, Partition
from shared.messaging.outbox.outbox import LeaderOutbox
from tests.faults.steps import ThroughBus, ThroughDriver, wrap_driver

Wrap = Callable[[Bus], Bus]


class HastyBus(ThroughBus):
    """Says that it has stored what it has only begun to send."""

    def __init__(self, bus: Bus) -> None:
        super().__init__(bus)
        self._sending: set[asyncio.Task[None]] = set()

    async def publish(self, messages: Sequence[Message]) -> None:
        task = asyncio.create_task(self._try(messages))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _try(self, messages: Sequence[Message]) -> None:
        with contextlib.suppress(BrokerUnavailable):
            await self.bus.publish(messages)


class BackwardBus(ThroughBus):
    """Sends what it is given together from the last to the first."""

    async def publish(self, messages: Sequence[Message]) -> None:
        await self.bus.publish(messages[::-1])


class ForgetfulBus(ThroughBus):
    """Loses every seventh message without a word."""

    _count = 0

    async def publish(self, messages: Sequence[Message]) -> None:
        kept = []
        for message in messages:
            self._count += 1
            if self._count % 7:
                kept.append(message)
        await self.bus.publish(kept)


class SilentBus(ThroughBus):
    """Tells nobody who has signed in."""

    async def publish(self, messages: Sequence[Message]) -> None:
        told = [each for each in messages if each.topic != SessionRecord.topic or not each.data]
        await self.bus.publish(told)


class DeafBus(ThroughBus):
    """Never hears that somebody has signed out, or may do nothing any more."""

    async def consume(
        self,
        topics: Collection[str],
        group: str,
        on_batch: OnBatch,
        rest_seconds: float = 0.0,
        caught_up: CaughtUp = ignore,
    ) -> None:
        async def deaf(batch: Sequence[Arrival]) -> Mapping[Partition, Exception]:
            return await on_batch([each for each in batch if not _takes_away(each)])

        await self.bus.consume(topics, group, deaf, rest_seconds, caught_up)


def _takes_away(arrival: Arrival) -> bool:
    if arrival.partition.topic == AccessRecord.topic and arrival.value is not None:
        return not AccessRecord.model_validate_json(arrival.value).grants
    return arrival.partition.topic == SessionRecord.topic and arrival.value is None


_CLAIMS = re.compile(
    r"INSERT INTO inbox \([^)]*\) (SELECT .*) ON CONFLICT DO NOTHING RETURNING (.*)"
)
_CLAIM_ALL = re.compile(r"claim_all\(\$(\d+)::[^,]*, \$(\d+)::")


def _inbox_off(bus: Bus) -> Bus:
    """Every claim is granted, and none is noted."""

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def before(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
        grant = _CLAIMS.sub(
            lambda found: f"SELECT {found[2]} FROM ({found[1]}) AS claims", statement
        )
        if _CLAIM_ALL.search(statement):
            parameters = tuple(_without_claims(statement, parameters))
        return grant, parameters

    wrap_driver(_ForgetfulDriver)
    return bus


class _ForgetfulDriver(ThroughDriver):
    """Notes no claim that is written with its effects."""

    async def fetchval(self, statement: str, *values: Any) -> Any:
        return await super().fetchval(statement, *_without_claims(statement, values))


def _without_claims(statement: str, values: Sequence[Any]) -> list[Any]:
    """The values of a statement in which no handler claims a message."""
    found = _CLAIM_ALL.search(statement)
    assert (found is not None) == ("claim_all" in statement)
    none = {int(place) - 1 for place in found.groups()} if found else set()
    return [[] if place in none else value for place, value in enumerate(values)]


def _cursor_relay(bus: Bus) -> Bus:
    """Reads the outbox after the last position it has read, instead of whatever is still there."""
    last, oldest = 0, LeaderOutbox.oldest

    async def after_the_last(self: LeaderOutbox, limit: int) -> list[tuple[int, Message]]:
        nonlocal last
        found = [each for each in await oldest(self, limit) if each[0] > last]
        last = max((position for position, _ in found), default=last)
        return found

    LeaderOutbox.oldest = after_the_last  # type: ignore[method-assign]
    return bus


PLANTS: Mapping[str, Wrap] = {
    "inbox-off": _inbox_off,
    "relay-without-acknowledgement": HastyBus,
    "cursor-relay": _cursor_relay,
    "backward-relay": BackwardBus,
    "forgetful-relay": ForgetfulBus,
    "silent-relay": SilentBus,
    "deaf-copies": DeafBus,
}
