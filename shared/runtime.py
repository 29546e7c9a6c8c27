"""Brings a service to life: its HTTP app, relay, consumer, jobs and workers, over a bus."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache, partial

import structlog
from fastapi import APIRouter, FastAPI
from sqlalchemy.exc import IntegrityError
from starlette.routing import BaseRoute

from shared.backoff import delay
from shared.clock import Clock
from shared.context import Context
from shared.contracts.catalogue import PARTITIONS
from shared.contracts.directory import ACCESS_TOKENS
from shared.contracts.holds import LegalHoldRecord
from shared.contracts.notifications import LINKS
from shared.contracts.periods import RetentionPeriodRecord
from shared.database.notifier import PostgresNotifier
from shared.erasing.comparing import Comparing
from shared.faults import describe, is_transient
from shared.jobs import audit, parts
from shared.jobs.scheduler import Scheduler
from shared.keys import derive
from shared.links import Links
from shared.messaging.bus.bus import Bus
from shared.messaging.database import Database
from shared.messaging.freshness import Freshness
from shared.messaging.gauges import Gauges
from shared.messaging.inbox.consumer import Consumer
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.inbox.redrive import Redrive
from shared.messaging.marks import Mark
from shared.messaging.message import MAX_BYTES
from shared.messaging.outbox.relay import Relay
from shared.messaging.parking.dismissals import PURPOSE
from shared.retention.runs import retention_jobs
from shared.service import Service
from shared.settings import Settings
from shared.signing.keys import JWKS, Keys
from shared.tasks import Tasks
from shared.web import accesses, front, operations, parked, privacy_parts, published_keys
from shared.web.branch import Branch
from shared.web.conflicts import BACKBONE
from shared.web.head import HeadRequests
from shared.web.limits import BodyLimit, doors_of
from shared.web.meter import RequestMeter
from shared.web.problem import PROBLEMS
from shared.web.problems import install_problems
from shared.web.sessions import models as sessions
from shared.web.sessions.handlers import refuse_revoked
from shared.web.tenants import OneRequest
from shared.web.throttle import Throttle
from shared.web.tokens import AccessTokens

log = structlog.get_logger()

WAIT_AT_MOST = 5.0
STARTED_TOGETHER = 3
"""Tries for instances that start at once on an empty database and store the same."""
API = "/api/v1"
"""Where a service's routes for programs begin."""
USUAL_BODY = 256 * 1024
"""Bytes of a request body that a route takes unless its service says more."""
LARGEST_MESSAGE = 2 * MAX_BYTES
"""Bytes of a copy of a parked message, escaped as JSON."""


@asynccontextmanager
async def running(
    service: Service,
    settings: Settings,
    bus: Bus,
    clock: Clock,
    throttle: Throttle | None = None,
    keys: Keys | None = None,
) -> AsyncGenerator[FastAPI]:
    """The service, alive for as long as the block lasts; its database is migrated already."""
    context = build_context(service, settings, bus, clock, throttle, keys)
    app = build_app(service, context)
    tasks: Tasks = app.state.tasks
    try:
        for purpose in service.signs:
            context.ring(purpose).stored()
        comparing = Comparing(service, context.database, bus, Mark(settings.data, service.name))
        await comparing.before_serving()
        await _prepare(service, context.database)
        _start(service, context, tasks)
        tasks.start("comparing", comparing.run)
        yield app
    finally:
        await tasks.end()
        await context.database.close()


async def _prepare(service: Service, database: Database) -> None:
    """Wait for the database; try again where another instance prepares at the same time."""
    attempt = 0
    for prepare in service.preparations:
        while True:
            try:
                async with database.transaction() as uow:
                    await prepare(uow)
                break
            except Exception as error:
                attempt += 1
                together = isinstance(error, IntegrityError) and attempt < STARTED_TOGETHER
                if not is_transient(error) and not together:
                    raise
                log.warning("start.paused", service=service.name, error=describe(error))
                await asyncio.sleep(delay(attempt, most=WAIT_AT_MOST))


def build_context(
    service: Service,
    settings: Settings,
    bus: Bus,
    clock: Clock,
    throttle: Throttle | None = None,
    keys: Keys | None = None,
) -> Context:
    """The means of one service."""
    secret = settings.secret_of(service.name)
    database = Database(
        settings.database(service.name), service.name, clock, derive(secret, PURPOSE)
    )
    keys = keys or Keys(settings, clock.now, {service.name})
    return Context(
        settings=settings,
        secret=secret,
        clock=clock,
        database=database,
        bus=bus,
        freshness=Freshness(database, bus, service.handlers, PARTITIONS if settings.kafka else 1),
        links=Links(keys.public(LINKS), clock.now),
        tokens=AccessTokens(keys.public(ACCESS_TOKENS), clock.now),
        keys=keys,
        throttle=throttle or Throttle(),
    )


def build_app(service: Service, context: Context) -> FastAPI:
    """The service's HTTP app; it is mounted at ``/<name>``."""
    app = FastAPI(
        title=f"Knotenpunkt: {service.name}",
        version="1",
        docs_url=None,
        redoc_url=None,
        routes=_routes(service),
    )
    app.state.name, app.state.title = service.name, service.title
    app.state.context = context
    app.state.tokens = context.tokens
    app.state.signs = service.signs
    app.state.tables = service.tables
    app.state.throttle = context.throttle
    app.state.problem_formats = service.problem_formats
    app.state.constraints = BACKBONE | service.constraints
    app.state.tasks = Tasks(service.name)
    install_problems(app)
    larger = {"/copy": LARGEST_MESSAGE, **service.large_bodies, **_of_pages(service)}
    doors = doors_of(app, larger)
    app.add_middleware(BodyLimit, default_bytes=USUAL_BODY, larger=larger, doors=doors)
    app.add_middleware(HeadRequests)
    app.add_middleware(OneRequest)
    app.add_middleware(RequestMeter, service=service.name, uncounted=[*service.uncounted, JWKS])
    return app


def _of_pages(service: Service) -> dict[str, int]:
    """What pages of the kit take that is larger, such as files."""
    return {path: size for router in service.pages for path, size in router.large_bodies.items()}


@cache
def _routes(service: Service) -> list[BaseRoute]:
    """The first that fits is served: of programs' routes first what every start page asks.

    Pages pass each other over one by one, those of programs only all together. Built once: a
    process may bring a service to life again.
    """
    router = APIRouter(responses=PROBLEMS)
    keys = [published_keys.api] if service.signs else []
    for each in (*service.standards, *keys, operations.api):
        router.include_router(each)
    programs = Branch()
    programs.beginning = API
    for each in (*service.api, parked.api, accesses.api, privacy_parts.api):
        programs.include_router(each, prefix=API)
    router.include_router(programs)
    for each in (*service.pages, front.pages):
        router.include_router(each, include_in_schema=False)
    return router.routes


def _start(service: Service, context: Context, tasks: Tasks) -> None:
    database = context.database
    if isinstance(database.notifier, PostgresNotifier):
        tasks.start("notifier", database.notifier.run)
    tasks.start("relay", Relay(database, context.bus, service.relay_rest_seconds).run)
    if topics := service.handlers.topics():
        effects = BatchProcessor(database, service.handlers, context.settings.tenants)
        freshness, consumer = context.freshness, Consumer(effects)

        async def consume() -> None:
            await effects.learn_erased()
            await freshness.catch_up()
            await context.bus.consume(
                topics, service.name, consumer.handle, service.rest_seconds, freshness.caught_up
            )

        tasks.start("consumer", consume)
        tasks.start("freshness", freshness.run)

        async def redrive() -> None:
            await effects.learn_erased()
            await Redrive(database, effects).run()

        tasks.start("redrive", redrive)
        if isinstance(database.notifier, PostgresNotifier):
            tasks.start("erased", effects.follow_erased)
    own = [*service.jobs.all, *retention_jobs(service.tables, service.retention).all]
    jobs = [*own, *audit.jobs.all, *parts.jobs.all]
    told = (LegalHoldRecord.topic, RetentionPeriodRecord.topic)
    scheduler = Scheduler(database, jobs, lambda: all(map(context.freshness.has_read, told)))
    tasks.start("jobs", scheduler.run)
    gauges = Gauges(database, context.bus, [job.name for job in jobs])
    tasks.start("gauges", gauges.run)
    if sessions.revoked_clients.name in service.tables.tables:
        tasks.start("revocations", partial(refuse_revoked, context))
    for worker in service.workers:
        tasks.start(worker.__name__, partial(worker, context))
    for worker in service.companions.values() if context.settings.embedded else ():
        tasks.start(worker.__name__, partial(worker, context))


@asynccontextmanager
async def accompanying(service: Service, name: str, context: Context) -> AsyncGenerator[FastAPI]:
    """One companion of a service and nothing else; what is given answers no request of people."""
    app = FastAPI(openapi_url=None)
    app.state.context, app.state.tasks = context, Tasks(name)
    notifier = context.database.notifier
    try:
        if isinstance(notifier, PostgresNotifier):
            app.state.tasks.start("notifier", notifier.run)
        app.state.tasks.start(name, partial(service.companions[name], context))
        yield app
    finally:
        await app.state.tasks.end()
        await context.database.close()
