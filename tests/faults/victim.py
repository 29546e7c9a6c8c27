"""``python -m tests.faults.victim SERVICE``: a service as deployed, which also obeys orders."""

import argparse
import asyncio
import contextlib
from contextlib import AsyncExitStack
from pathlib import Path

from deploy.monitoring import monitored
from deploy.platform import make_clock, platform
from deploy.run import configure_logs, server, tune_garbage_collection, uvloop_factory
from deploy.services import NAMES, load
from shared.messaging.bus.bus import Bus
from shared.messaging.bus.kafka import KafkaBus
from shared.settings import read_settings
from tests.faults.plants import PLANTS
from tests.faults.steps import Orders, Transactions, WatchedBus, watch_relay


async def serve(arguments: argparse.Namespace) -> None:
    """As ``deploy.run.serve`` does, over a bus that is watched and perhaps sabotaged."""
    settings = read_settings()
    name, session_seconds = arguments.service, arguments.session_seconds
    bus: Bus = KafkaBus(settings.brokers(name), name, settings.kafka_prefix, session_seconds)
    if arguments.plant:
        bus = PLANTS[arguments.plant](bus)
    orders = Orders(arguments.orders)
    Transactions(orders).watch()
    watch_relay(orders)
    async with AsyncExitStack() as stack:
        service = platform([load(name)], settings, WatchedBus(bus, orders), make_clock(settings))
        app = await stack.enter_async_context(service)
        await stack.enter_async_context(monitored(app.state.mounted, settings))
        tune_garbage_collection()
        await server(app, settings).serve()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.victim")
    parser.add_argument("service", choices=NAMES)
    parser.add_argument("--orders", type=Path, required=True)
    parser.add_argument("--session-seconds", type=float, required=True)
    parser.add_argument("--plant", choices=sorted(PLANTS))
    arguments = parser.parse_args()
    configure_logs(read_settings())
    with (
        contextlib.suppress(KeyboardInterrupt),
        asyncio.Runner(loop_factory=uvloop_factory) as runner,
    ):
        runner.run(serve(arguments))


if __name__ == "__main__":
    main()
