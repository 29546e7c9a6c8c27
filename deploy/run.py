"""``python -m deploy.run all``, or the services to run by name, in one process; or a companion."""

import argparse
import asyncio
import contextlib
import gc
import logging
import signal
import sys
from contextlib import AsyncExitStack
from typing import Any

import structlog
import uvicorn

from deploy.connections import Limits, guarded
from deploy.monitoring import monitored
from deploy.platform import make_bus, make_clock, platform
from deploy.server import Server
from deploy.services import COMPANIONS, NAMES, load
from shared.erasing.comparing import TooOld
from shared.runtime import accompanying, build_context
from shared.settings import Settings, read_settings


def configure_logs(settings: Settings) -> None:
    """One JSON object per line on stdout; never personal data."""
    level = getattr(logging, settings.log_level.upper())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)


def server(app: Any, settings: Settings, limits: Limits | None = None) -> Server:
    """The HTTP server: uvloop and httptools, no access log because links are secrets."""
    limits = limits or Limits()
    proxies = settings.trusted_proxies
    return Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            loop="uvloop",
            http=guarded(limits, proxies),
            ws="none",
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=5,
            timeout_keep_alive=limits.idle_seconds,
            # The tasks of clients that left count, too.
            limit_concurrency=limits.in_all + 1,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=list(proxies),
        )
    )


def tune_garbage_collection() -> None:
    """What lives from the start is not looked at again (1.5 times as many requests).

    Little is freed at once: 50,000 objects are a pause of 40 ms, in which nobody is answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000, 50, 500)


async def serve(names: list[str], settings: Settings) -> None:
    """Run until SIGINT or SIGTERM."""
    if settings.kafka:
        await _refuse_wrong_topics(names, settings)
    bus = make_bus(settings, process_name(names))
    async with AsyncExitStack() as stack:
        services = [load(name) for name in names]
        try:
            app = await stack.enter_async_context(
                platform(services, settings, bus, make_clock(settings))
            )
        except TooOld as error:
            sys.exit(f"Cannot start: {error}")
        await stack.enter_async_context(monitored(app.state.mounted, settings))
        tune_garbage_collection()
        await server(app, settings).serve()


async def accompany(name: str, settings: Settings) -> None:
    """Run a companion until SIGINT or SIGTERM; it has no door for people and needs no bus."""
    if settings.embedded:
        sys.exit(f"Cannot start: in the embedded form {COMPANIONS[name]} does it itself")
    service = load(COMPANIONS[name])
    context = build_context(service, settings, make_bus(settings, name), make_clock(settings))
    told = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, told.set)
    async with accompanying(service, name, context) as app, monitored({name: app}, settings):
        await told.wait()


def process_name(names: list[str]) -> str:
    """What a process that runs these services is called."""
    return "-".join(names) if len(names) < len(NAMES) else "all"


async def _refuse_wrong_topics(names: list[str], settings: Settings) -> None:
    from deploy.topics import WrongTopic, check_topics

    try:
        await check_topics(settings.brokers(process_name(names)), names, settings.kafka_prefix)
    except WrongTopic as error:
        sys.exit(f"Cannot start: {error}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.run")
    parser.add_argument(
        "services", nargs="+", choices=[*NAMES, *COMPANIONS, "all"], metavar="SERVICE"
    )
    names = parser.parse_args().services
    if len(names) > 1 and COMPANIONS.keys() & set(names):
        parser.error("a companion runs alone: that is what it is for")
    settings = read_settings()
    configure_logs(settings)
    with (
        contextlib.suppress(KeyboardInterrupt),
        asyncio.Runner(loop_factory=uvloop_factory) as runner,
    ):
        companion = names[0] in COMPANIONS
        every = list(NAMES) if "all" in names else names
        runner.run(accompany(names[0], settings) if companion else serve(every, settings))


def uvloop_factory() -> asyncio.AbstractEventLoop:
    """The faster event loop."""
    import uvloop

    return uvloop.new_event_loop()


if __name__ == "__main__":
    main()
