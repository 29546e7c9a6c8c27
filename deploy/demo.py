"""``make run`` and ``make run-real``: everything up, the sample loaded, a story told."""

import argparse
import asyncio
import contextlib
import socket
import sys
import time
from collections.abc import Mapping
from functools import partial

from fastapi import FastAPI

from deploy.monitoring import monitored
from deploy.platform import make_bus, make_clock, platform
from deploy.run import configure_logs, server, tune_garbage_collection, uvloop_factory
from deploy.sample import MUNICIPALITIES, load_sample
from deploy.sample.asked import survey
from deploy.sample.dead_addresses import let_addresses_die
from deploy.sample.endpoints import connect_webhooks
from deploy.sample.framework import conceive
from deploy.sample.hours import keep_hours
from deploy.sample.known_workers import know_workers
from deploy.sample.past_pulses import have_asked
from deploy.sample.past_year import remember
from deploy.sample.quality import work_on
from deploy.sample.questionnaires import ask_each_other
from deploy.sample.runs import let_days_pass
from deploy.sample.topics import wish
from deploy.sample.voices import listen
from deploy.services import NAMES, load
from deploy.story import narrate
from shared.messaging.database import Database
from shared.settings import Settings, read_settings


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.demo")
    parser.add_argument("--real", action="store_true", help="on PostgreSQL and Kafka")
    parser.add_argument("--keycloak", action="store_true", help="with a provider to sign in at")
    given = parser.parse_args()
    settings = read_settings()
    if "municipalities" not in settings.model_fields_set:
        settings = settings.model_copy(update={"municipalities": MUNICIPALITIES})
    configure_logs(settings)
    refuse_taken_port(settings)
    if given.real:
        from deploy.local.installation import run

        job = run(settings, with_keycloak=given.keycloak)
    else:
        job = _embedded(settings)
    with (
        contextlib.suppress(KeyboardInterrupt),
        asyncio.Runner(loop_factory=uvloop_factory) as runner,
    ):
        runner.run(job)


def refuse_taken_port(settings: Settings) -> None:
    """One sentence instead of a traceback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            sys.exit(
                f"Port {settings.port} cannot be used ({error.strerror});"
                " choose another: make run PORT=8090"
            )


async def _embedded(settings: Settings) -> None:
    if not settings.embedded:
        sys.exit("make run is the embedded form; unset KNOTENPUNKT_KAFKA and _DATABASE_URL.")
    started = time.monotonic()
    print("Starting the services (SQLite, one process) ...", flush=True)
    bus, clock = make_bus(settings, "all"), make_clock(settings)
    async with (
        platform([load(name) for name in NAMES], settings, bus, clock) as app,
        monitored(app.state.mounted, settings),
    ):
        print("Loading the Bergkamen sample ...", flush=True)
        await fill(app.state.mounted, settings)
        tune_garbage_collection()
        front = server(app, settings)
        surveys = app.state.mounted["surveys"].state.context.database
        story = asyncio.create_task(_tell(settings, surveys))
        seconds = time.monotonic() - started
        print(f"Ready after {seconds:.1f} s: {settings.base_url}", flush=True)
        await front.serve()
        story.cancel()


async def fill(services: Mapping[str, FastAPI], settings: Settings) -> None:
    """Load the sample into all services; a second start finds it there."""
    contexts = {name: each.state.context for name, each in services.items()}
    directory, trainings, surveys, notifications = (
        contexts[name].database for name in ("directory", "trainings", "surveys", "notifications")
    )
    await load_sample(settings, directory, with_workforce=True)
    await know_workers(directory, notifications)
    await keep_hours(settings, notifications)
    await let_addresses_die(notifications)
    await connect_webhooks(contexts["directory"], contexts["notifications"])
    await have_asked(directory, surveys, contexts["surveys"].clock.now())
    await remember(settings, trainings, partial(listen, settings))
    await wish(settings, trainings)
    await ask_each_other(surveys, settings.municipalities)
    await survey(settings, directory, surveys)
    await conceive(settings, surveys)
    await let_days_pass(settings, {name: each.database for name, each in contexts.items()})


async def _tell(settings: Settings, surveys: Database) -> None:
    """The story, and what needs the people who come in it."""
    await narrate(settings)
    await work_on(settings, surveys)


if __name__ == "__main__":
    main()
