"""Bugs on purpose, to see that the history checkers catch them; they live in no other process."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from shared.messaging.bus import Bus, BusAway
from shared.messaging.message import Message
from tests.faults.steps import ThroughBus

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
        with contextlib.suppress(BusAway):
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
    _rewrite(claim, lambda found, _: f"SELECT {found[2]} FROM ({found[1]}) AS claims")
    return bus


def _cursor_relay(bus: Bus) -> Bus:
    """Reads the outbox after the last position it has read, instead of whatever is still there."""
    last = 0

    def note(statement: str, parameters: Any) -> None:
        nonlocal last
        if statement.startswith("DELETE FROM outbox"):
            last = max(last, *parameters[0])

    reading = re.compile(r"FROM outbox\s+ORDER BY")
    _rewrite(reading, lambda *_: f"FROM outbox WHERE position > {last} ORDER BY", note)
    return bus


def _rewrite(
    pattern: re.Pattern[str],
    change: Callable[[re.Match[str], Any], str],
    note: Callable[[str, Any], None] = lambda *_: None,
) -> None:
    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def before(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
        note(statement, parameters)
        return pattern.sub(lambda found: change(found, parameters), statement), parameters


PLANTS: Mapping[str, Wrap] = {
    "inbox-off": _inbox_off,
    "relay-without-acknowledgement": HastyBus,
    "cursor-relay": _cursor_relay,
    "backward-relay": BackwardBus,
    "forgetful-relay": ForgetfulBus,
}
