"""``python -m tests.benchmarks.service SERVICE``: one of ours as deployed, except for the mails.

Letters are queued and not written, because neither the minimum nor the usual way writes any.
"""

import argparse
import asyncio
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from deploy.platform import make_bus, make_clock, platform
from deploy.run import configure_logs, server, tune_garbage_collection, uvloop_factory
from deploy.services import NAMES, load
from services.directory.hires.rules import Intake, Outcome
from services.directory.hires.use_cases import _coalescer, hire_all
from services.notifications.deliveries.values import CHANNEL
from services.notifications.sending import workers as sending
from shared.context import Context
from shared.messaging.database import Database
from shared.runtime import build_app, build_context
from shared.service import Service
from shared.settings import Settings, read_settings
from tests.benchmarks.sampler import Sampler

COALESCED, ONE_BY_ONE = "coalesced", "one-by-one"


class OneByOne(Context):
    """A transaction for each hire."""

    def single(self, make: Any) -> Any:
        return OneHire(self.database) if make is _coalescer else super().single(make)


@dataclass(frozen=True)
class OneHire:
    """Stands where the coalescer of hires does."""

    database: Database

    async def submit(self, intake: Intake) -> Outcome:
        async with self.database.bulk() as uow:
            [outcome] = await hire_all(uow, [intake])
        return outcome


@asynccontextmanager
async def whole(name: str, settings: Settings) -> AsyncGenerator[FastAPI]:
    """The service with everything that runs beside it but the delivery of mails."""
    service = without_delivery(load(name))
    bus, clock = make_bus(settings, name), make_clock(settings)
    async with platform([service], settings, bus, clock) as app:
        yield app


@asynccontextmanager
async def intake(name: str, settings: Settings, kind: str) -> AsyncGenerator[FastAPI]:
    """Only the routes of the service: nothing relays, nothing consumes."""
    service, bus = load(name), make_bus(settings, name)
    context = build_context(service, settings, bus, make_clock(settings))
    if kind == ONE_BY_ONE:
        context = OneByOne(**vars(context))
    app = FastAPI()
    app.mount(f"/{name}", build_app(service, context))
    yield app
    await bus.close()
    await context.database.close()


def without_delivery(service: Service) -> Service:
    workers = [_listen if each is sending.deliver else each for each in service.workers]
    return replace(service, workers=workers)


async def _listen(context: Context) -> None:
    """In the place of ``deliver``: is rung for, so that no other instance is."""
    with context.database.notifier.only_here(CHANNEL):
        await asyncio.Event().wait()


async def serve(name: str, settings: Settings, kind: str | None) -> None:
    """Until SIGTERM."""
    async with intake(name, settings, kind) if kind else whole(name, settings) as app:
        tune_garbage_collection()
        await server(app, settings).serve()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.service")
    parser.add_argument("service", choices=NAMES)
    parser.add_argument("--intake", choices=(COALESCED, ONE_BY_ONE), help="its routes alone")
    parser.add_argument("--profile", type=Path, help="where to write its profile")
    arguments = parser.parse_args()
    settings = read_settings()
    configure_logs(settings)
    sampler = Sampler() if arguments.profile else None
    if sampler:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        sampler.start()
    try:
        with asyncio.Runner(loop_factory=uvloop_factory) as runner:
            runner.run(serve(arguments.service, settings, arguments.intake))
    finally:
        if sampler:
            arguments.profile.write_text(sampler.report())


if __name__ == "__main__":
    main()
