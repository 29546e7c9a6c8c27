"""How far a consumer is behind is told as it is, on either bus."""

import asyncio
import time
from collections.abc import Callable, Sequence

import pytest

from shared.messaging.bus.backlog import Backlog
from shared.messaging.bus.bus import Bus
from shared.messaging.message import Arrival, Partition
from shared.telemetry.measures import measures
from tests.shared.messaging.carrier import (
    ONE,
    WAIT_SECONDS,
    Failed,
    Listener,
    message,
    number_of,
    reading,
)
from tests.shared.messaging.meters import told

FIRST, SECOND = Partition("t", 0), Partition("t", 1)


def age(service: str) -> float:
    return told("consumer_lag_seconds", service=service, topic="t") or 0.0


def lag(service: str) -> float | None:
    return told("consumer_lag_messages", service=service, topic="t")


def test_who_has_handled_everything_is_not_behind() -> None:
    backlog = Backlog("caught-up", ["t"])
    backlog.reached(FIRST, time.time() - 1000)
    backlog.report({FIRST: 0, SECOND: 0}, paused=0)
    assert (lag("caught-up"), age("caught-up")) == (0, 0)


def test_the_age_counts_from_the_message_at_hand() -> None:
    backlog = Backlog("at-hand", ["t"])
    backlog.reached(FIRST, time.time() - 100)
    backlog.reached(SECOND, time.time() - 50)
    backlog.report({FIRST: 3, SECOND: 4}, paused=1)
    assert lag("at-hand") == 7
    assert age("at-hand") == pytest.approx(100, abs=2)
    assert told("partitions_paused", service="at-hand") == 1


def test_a_new_message_on_a_topic_long_silent_is_not_old() -> None:
    backlog = Backlog("silent", ["t"])
    backlog.reached(FIRST, time.time() - 100_000)
    backlog.report({FIRST: 0}, paused=0)
    backlog.report({FIRST: 1}, paused=0)
    assert age("silent") < 2


def test_a_wrong_clock_cannot_hide_a_backlog() -> None:
    backlog = Backlog("future", ["t"])
    backlog.reached(FIRST, time.time() + 100_000)
    backlog.report({FIRST: 1}, paused=0)
    before = age("future")
    time.sleep(0.05)
    backlog.report({FIRST: 1}, paused=0)
    assert age("future") > before


def test_what_another_instance_reads_now_is_not_counted_here() -> None:
    backlog = Backlog("handed-over", ["t"])
    backlog.reached(FIRST, time.time() - 100)
    backlog.keep({SECOND})
    backlog.report({SECOND: 0}, paused=0)
    assert (lag("handed-over"), age("handed-over")) == (0, 0)


class Slow(Listener):
    """Has its batch at hand until it is let go."""

    def __init__(self) -> None:
        super().__init__(self.wait)
        self.gate = asyncio.Event()

    async def wait(self, batch: Sequence[Arrival]) -> Failed:
        assert [number_of(each) for each in batch]
        await self.gate.wait()
        return {}


async def test_a_batch_at_hand_counts_until_it_is_handled(bus: Bus) -> None:
    listener, group = Slow(), "slow"

    async def until_read(wanted: Callable[[float, float], bool]) -> None:
        """As Prometheus reads it."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                await measures.take()
                messages, seconds = (
                    told(f"consumer_lag_{each}", service=group, topic=ONE)
                    for each in ("messages", "seconds")
                )
                if messages is not None and seconds is not None and wanted(messages, seconds):
                    return
                await asyncio.sleep(0.1)

    async with reading(bus, listener, group, [ONE]):
        await bus.publish([message("a", n) for n in range(30)])
        await until_read(lambda messages, seconds: messages == 30 and seconds > 1)
        listener.gate.set()
        await until_read(lambda messages, seconds: messages == seconds == 0)
