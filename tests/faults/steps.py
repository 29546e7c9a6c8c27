"""The named steps of a service's work, and what the campaign may order a process to do there."""

import asyncio
import contextlib
import os
import re
import signal
from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import Pool

from shared.database.engine import Engine as Databases
from shared.messaging.bus.bus import Bus, CaughtUp, OnBatch, ignore
from shared.messaging.message import Arrival, Message, Partition
from shared.messaging.outbox.outbox import LeaderOutbox

STEPS = (
    "post.before-commit",
    "post.while-committing",
    "post.after-commit",
    "relay.before-publish",
    "relay.while-publishing",
    "relay.after-publish",
    "relay.after-remove",
    "consumer.before-batch",
    "consumer.after-claim",
    "consumer.before-commit",
    "consumer.while-committing",
    "consumer.after-commit",
    "consumer.after-batch",
    "consumer.while-committing-offsets",
)
WAIT_SECONDS = 0.4
SOON = 0.0005


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _nothing() -> None:
    """Whoever reaches the step waits a moment while others go on, if it can."""


ACTIONS: Mapping[str, Callable[[], None]] = {"die": _die, "stop": _stop, "wait": _nothing}


class Orders:
    """A file that says at which step, at the how many-th time, to do what; gone once it is done."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def give(self, step: str, count: int, action: str) -> None:
        assert step in STEPS
        assert action in ACTIONS
        draft = self.file.with_suffix(".draft")
        draft.write_text(f"{step} {count} {action}")
        draft.rename(self.file)

    def withdraw(self) -> bool:
        """Whether they had not been carried out."""
        try:
            self.file.unlink()
        except FileNotFoundError:
            return False
        return True

    def reach(self, step: str) -> str:
        """Do what is ordered for this step; returns what that was."""
        try:
            wanted, left, action = self.file.read_text().split()
        except FileNotFoundError:
            return ""
        if step != wanted:
            return ""
        if int(left) > 1:
            self.give(step, int(left) - 1, action)
        elif self.withdraw():
            ACTIONS[action]()
            return action
        return ""


class ThroughBus:
    """Passes everything on."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus

    async def publish(self, messages: Sequence[Message]) -> None:
        await self.bus.publish(messages)

    async def consume(
        self,
        topics: Collection[str],
        group: str,
        on_batch: OnBatch,
        rest_seconds: float = 0.0,
        caught_up: CaughtUp = ignore,
    ) -> None:
        await self.bus.consume(topics, group, on_batch, rest_seconds, caught_up)

    def history(
        self, topics: Collection[str], since: datetime
    ) -> AsyncGenerator[Sequence[Arrival]]:
        return self.bus.history(topics, since)

    async def check(self) -> None:
        await self.bus.check()

    async def close(self) -> None:
        await self.bus.close()


class ThroughDriver:
    """A connection that passes everything on."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def fetchval(self, statement: str, *values: Any) -> Any:
        return await self.connection.fetchval(statement, *values)


def wrap_driver(wrap: Callable[[Any], Any]) -> None:
    """Whatever this process writes without a transaction around it goes through ``wrap``."""
    driver = Databases.driver

    @contextlib.asynccontextmanager
    async def wrapped(self: Databases) -> AsyncGenerator[Any]:
        async with driver(self) as connection:
            yield wrap(connection)

    Databases.driver = wrapped  # type: ignore[method-assign]


class WatchedBus(ThroughBus):
    """Reaches steps around everything that a bus does."""

    def __init__(self, bus: Bus, orders: Orders) -> None:
        super().__init__(bus)
        self._orders = orders

    async def publish(self, messages: Sequence[Message]) -> None:
        self._orders.reach("relay.before-publish")
        soon(self._orders, "relay.while-publishing")
        await self.bus.publish(messages)
        self._orders.reach("relay.after-publish")

    async def consume(
        self,
        topics: Collection[str],
        group: str,
        on_batch: OnBatch,
        rest_seconds: float = 0.0,
        caught_up: CaughtUp = ignore,
    ) -> None:
        async def watched(batch: Sequence[Arrival]) -> Mapping[Partition, Exception]:
            self._orders.reach("consumer.before-batch")
            failed = await on_batch(batch)
            self._orders.reach("consumer.after-batch")
            soon(self._orders, "consumer.while-committing-offsets")
            return failed

        await self.bus.consume(topics, group, watched, rest_seconds, caught_up)


def soon(orders: Orders, step: str) -> None:
    """Reach a step while something is on its way."""
    asyncio.get_running_loop().call_later(SOON, orders.reach, step)


_KINDS = (
    (re.compile("INSERT INTO inbox|SELECT .* AS claims|.*claim_all", re.DOTALL), "consumer"),
    (re.compile(".*INSERT INTO outbox", re.DOTALL), "post"),
)


def watch_relay(orders: Orders) -> None:
    """Reach a step once a relay has deleted what was acknowledged."""
    remove = LeaderOutbox.remove

    async def watched(self: LeaderOutbox, positions: Sequence[int]) -> None:
        await remove(self, positions)
        orders.reach("relay.after-remove")

    LeaderOutbox.remove = watched  # type: ignore[method-assign]


class WatchedDriver(ThroughDriver):
    """Reaches steps around statements that are transactions by themselves."""

    def __init__(self, connection: Any, orders: Orders) -> None:
        super().__init__(connection)
        self._orders = orders

    async def fetchval(self, statement: str, *values: Any) -> Any:
        kind = "consumer" if "claim_all" in statement else "post"
        if self._orders.reach(f"{kind}.before-commit") == "wait":
            async with self._connection_of_the_driver().transaction():
                answer = await super().fetchval(statement, *values)
                await asyncio.sleep(WAIT_SECONDS)
        else:
            soon(self._orders, f"{kind}.while-committing")
            answer = await super().fetchval(statement, *values)
        self._orders.reach(f"{kind}.after-commit")
        return answer

    def _connection_of_the_driver(self) -> Any:
        inner = self.connection
        while isinstance(inner, ThroughDriver):
            inner = inner.connection
        return inner


class Transactions:
    """Reaches steps around the commits of this process; what one wrote says whose it is."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def watch(self) -> None:
        event.listen(Engine, "after_cursor_execute", self._executed)
        event.listen(Engine, "commit", self._committing)
        event.listen(Engine, "rollback", self._rolled_back)
        event.listen(Pool, "checkin", self._given_back)
        wrap_driver(lambda connection: WatchedDriver(connection, self._orders))

    def _executed(self, connection: Connection, _: Any, statement: str, *__: Any) -> None:
        kind = next((kind for pattern, kind in _KINDS if pattern.match(statement)), None)
        if kind is None or "kind" in connection.info:
            return
        connection.info["kind"] = kind
        if kind == "consumer":
            self._orders.reach("consumer.after-claim")

    def _committing(self, connection: Connection) -> None:
        if kind := connection.info.get("kind"):
            connection.info["committed"] = True
            if self._orders.reach(f"{kind}.before-commit") == "wait":
                driver: Any = connection.connection.dbapi_connection
                driver.run_async(lambda _: asyncio.sleep(WAIT_SECONDS))

    def _rolled_back(self, connection: Connection) -> None:
        if not connection.invalidated:
            connection.info.pop("kind", None)
            connection.info.pop("committed", None)

    def _given_back(self, _: Any, record: Any) -> None:
        kind = record.info.pop("kind", None)
        if record.info.pop("committed", False):
            self._orders.reach(f"{kind}.after-commit")
