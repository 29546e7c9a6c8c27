"""Bugs on purpose, to see that the history checkers catch them; they live in no other process."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from shared.messaging.bus.bus import BrokerUnavailable, Bus
from shared.messaging.message import Message
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


def _inbox_off(bus: Bus) -> Bus:
    """Every claim is granted, and none is noted."""
    claim = re.compile(
        r"INSERT INTO inbox \([^)]*\) (SELECT .*) ON CONFLICT DO NOTHING RETURNING (.*)"
    )

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def before(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
        grant = claim.sub(lambda found: f"SELECT {found[2]} FROM ({found[1]}) AS claims", statement)
        return grant, parameters

    wrap_driver(_ForgetfulDriver)
    return bus


class _ForgetfulDriver(ThroughDriver):
    """Notes no claim that is written with its effects."""

    _CLAIMS = re.compile(
        r"INSERT INTO inbox \([^)]*\) SELECT rows\.[^)]*\) AS rows\(handler, message_id\)",
        re.DOTALL,
    )

    async def execute(self, statement: str, *values: Any) -> Any:
        forgetful, found = self._CLAIMS.subn(r"\g<0> WHERE false", statement)
        assert found == ("SELECT rows.handler" in statement)
        return await super().execute(forgetful, *values)


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
}
