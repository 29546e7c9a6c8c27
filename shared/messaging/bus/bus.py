"""The one interface between a service and whatever carries its messages."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from shared.messaging.message import Arrival, Message, Partition

OnBatch = Callable[[Sequence[Arrival]], Awaitable[Mapping[Partition, Exception]]]
"""Handles arrivals of one or more partitions; returns those partitions that must come again."""

CaughtUp = Callable[[Collection[Partition]], None]
"""Is told, now and again, of partitions in which nothing waits any more."""


def ignore(_: Collection[Partition]) -> None:
    """For a consumer that need not know."""


SMALL = 100
"""A batch of fewer messages costs mostly what every batch costs."""


class BrokerUnavailable(Exception):
    """The bus cannot be reached or does not acknowledge; nothing is lost, try again."""


class Bus(Protocol):
    """Carries messages at least once, in order for each key.

    Held to one contract suite in both forms, the embedded and the real one.
    """

    async def publish(self, messages: Sequence[Message]) -> None:
        """Return once every message is stored; raise ``BrokerUnavailable`` if any may not be."""
        ...

    async def consume(
        self,
        topics: Collection[str],
        group: str,
        on_batch: OnBatch,
        rest_seconds: float = 0.0,
        caught_up: CaughtUp = ignore,
    ) -> None:
        """Hand over batches until cancelled, or until the bus is closed; rest after small ones.

        ``caught_up`` is told within seconds after the start, and every quarter of a minute.

        The first cancellation may let the batch at hand be finished; a second one does not wait.
        A partition that ``on_batch`` names, and every partition if it raises, is paused, backed
        off from and handed over again from the first unhandled arrival; the others go on.
        """
        ...

    def history(
        self, topics: Collection[str], since: datetime
    ) -> AsyncGenerator[Sequence[Arrival]]:
        """Everything stored from ``since`` up to the present end, in batches; moves no position."""
        ...

    async def check(self) -> None:
        """Raise ``BrokerUnavailable`` if the bus does not answer."""
        ...

    async def close(self) -> None:
        """Let go of connections for good; may be called at any time, also twice.

        A publisher at work, or one that tries afterwards, gets ``BrokerUnavailable``.
        """
        ...
