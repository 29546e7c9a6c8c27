"""A killed member is missed soon; one that is only slow is not taken for dead."""

import asyncio
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from deploy.local.kafka import KafkaServer
from deploy.local.program import spawn
from shared.messaging.bus.bus import BrokerUnavailable
from shared.messaging.bus.kafka_wire import SESSION_SECONDS
from shared.messaging.message import Arrival
from tests.shared.messaging.carrier import (
    ONE,
    TWO,
    Failed,
    KafkaCarrier,
    Listener,
    message,
    number_of,
    reading,
    until,
)

pytestmark = pytest.mark.real

AIM_SECONDS = 10.0
START_SECONDS = 5.0
"""Of Python and its imports on a busy machine; what is measured is the group."""


class Member:
    """A process that reads ``ONE`` and writes down what it was handed."""

    def __init__(self, carrier: KafkaCarrier, log: Path) -> None:
        self._command = [sys.executable, "-m", "tests.shared.messaging.member"]
        brokers = carrier.brokers
        self._command += [brokers.servers, brokers.user, brokers.password, carrier.prefix]
        self._log = log
        self.start()

    def start(self) -> None:
        self._process = spawn(self._command, self._log, signal.SIGKILL)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def has(self, number: int) -> bool:
        return str(number) in self._log.read_text().split()


async def published(carrier: KafkaCarrier, number: int) -> None:
    """However long the broker takes to come back."""
    bus = carrier.bus()
    while True:
        try:
            await bus.publish([message("k", number)])
            break
        except BrokerUnavailable:
            await asyncio.sleep(0.1)
    await bus.close()


@pytest.fixture
def broker(kafka: KafkaServer, tmp_path: Path) -> KafkaServer:
    """One that may be killed; ``kafka`` is asked for because it knows whether there can be any."""
    server = KafkaServer(tmp_path / "broker")
    server.start()
    return server


@pytest.mark.parametrize("what", ["service", "reboot"])
async def test_a_killed_member_goes_on_within_ten_seconds(
    broker: KafkaServer, tmp_path: Path, what: str
) -> None:
    carrier = KafkaCarrier(broker.admin)
    await carrier.create(ONE, TWO)
    member = Member(carrier, tmp_path / "member.log")
    try:
        await published(carrier, 1)
        await until(lambda: member.has(1))
        member.kill()
        if what == "reboot":
            await asyncio.to_thread(broker.kill)
            await asyncio.to_thread(broker.start)
        began = time.monotonic()
        member.start()
        await published(carrier, 2)
        await until(lambda: member.has(2))
        assert time.monotonic() - began < AIM_SECONDS + START_SECONDS
    finally:
        member.kill()
        broker.kill()
        broker.stop()


@pytest.mark.parametrize(
    ("seconds", "blocking"), [(SESSION_SECONDS * 1.5, False), (SESSION_SECONDS * 0.4, True)]
)
async def test_a_slow_handler_is_not_thrown_out(
    kafka: KafkaServer, seconds: float, blocking: bool
) -> None:
    """Whoever is thrown out gets again what it could not commit, and waits for a rebalance."""
    carrier = KafkaCarrier(kafka.admin)
    await carrier.create(ONE, TWO)
    bus = carrier.bus()
    handed: list[int] = []

    async def slowly(batch: Sequence[Arrival]) -> Failed:
        if 1 in map(number_of, batch):
            if blocking:
                time.sleep(seconds)
            else:
                await asyncio.sleep(seconds)
        handed.extend(map(number_of, batch))
        return {}

    async with reading(bus, Listener(slowly)):
        await bus.publish([message("k", 0)])
        await until(lambda: handed == [0])
        await bus.publish([message("k", 1)])
        await until(lambda: 1 in handed)
        began = time.monotonic()
        await bus.publish([message("k", 2)])
        await until(lambda: 2 in handed)
        assert time.monotonic() - began < 1.0
    await bus.close()
    assert handed == [0, 1, 2]
