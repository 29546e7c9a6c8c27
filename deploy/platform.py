"""Puts services together in one process: one app with each service mounted at its name."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from deploy.asyncapi import document
from shared.clock import Clock, MovableClock, SystemClock
from shared.contracts.catalogue import EVENTS_KEPT, topics
from shared.messaging.bus.bus import Bus
from shared.messaging.bus.forgetting import Forgetting, Kept
from shared.messaging.bus.local import LocalBus
from shared.private_files import private_folder
from shared.runtime import running
from shared.service import Service
from shared.settings import Settings
from shared.signing.keys import Keys
from shared.tasks import Tasks
from shared.web.assets import static_files
from shared.web.hosts import OwnHosts
from shared.web.problems import install_problems
from shared.web.security import SecurityHeaders, origin_of
from shared.web.text_guard import TextGuard
from shared.web.throttle import Throttle


def make_bus(settings: Settings, name: str, user: str = "") -> Bus:
    """Kafka where brokers are named, else the log in a file; ``user`` where ``name`` is none."""
    if settings.kafka:
        from shared.messaging.bus.kafka import KafkaBus

        return KafkaBus(settings.brokers(user or name), name, settings.kafka_prefix)
    return LocalBus(private_folder(settings.data) / "bus.db")


def kept_on_bus() -> Kept:
    """What brokers are told of topics, for the bus that has none."""
    return Kept(
        facts={topic.name: EVENTS_KEPT for topic in topics() if not topic.compacted},
        tombstones={each.name: each.erasure_visible for each in topics() if each.erasure_visible},
    )


def make_clock(settings: Settings) -> Clock:
    """The machine's clock; in the embedded form one that the demo can move forward."""
    return MovableClock(settings.data / "clock.json") if settings.embedded else SystemClock()


@asynccontextmanager
async def platform(
    services: Iterable[Service],
    settings: Settings,
    bus: Bus,
    clock: Clock,
    keys: Keys | None = None,
    *,
    migrated: bool = False,
) -> AsyncGenerator[FastAPI]:
    """The services, alive for as long as the block lasts.

    The embedded form migrates itself, unless its databases are ``migrated`` already.
    """
    app = _outer_app(settings)
    services = list(services)
    throttle = Throttle()
    keys = keys or Keys(settings, clock.now, {service.name for service in services})
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bus.close)
        for service in services:
            if settings.embedded and not migrated:
                from deploy.migrate import migrate_service  # 10 MB that the real form can spare

                await migrate_service(service, settings)
            mounted = await stack.enter_async_context(
                running(service, settings, bus, clock, throttle, keys)
            )
            app.mount(f"/{service.name}", mounted)
            app.state.mounted[service.name] = mounted
            app.state.context = mounted.state.context  # who is signed in, on pages of no service
        for each in app.state.mounted.values():
            each.state.context.beside.update(app.state.mounted)
        if isinstance(bus, LocalBus):
            beside = Tasks("bus")
            stack.push_async_callback(beside.end)
            contexts = [each.state.context for each in app.state.mounted.values()]
            files = [each.database.engine for each in contexts if each.database.engine.sqlite]
            beside.start("forgetting", Forgetting(bus, kept_on_bus(), clock.now, files).run)
        yield app


def _outer_app(settings: Settings) -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.mounted = {}
    install_problems(app)
    app.add_middleware(TextGuard)
    if settings.embedded and settings.on_loopback:
        app.add_middleware(OwnHosts, hosts=settings.own_hosts)
    app.add_middleware(SecurityHeaders, forms_to=origin_of(settings.oidc_issuer))
    app.mount("/static", static_files())
    app.add_route("/", _home)
    app.add_route("/favicon.ico", _icon)
    app.add_route("/robots.txt", _robots)
    app.add_route("/asyncapi.json", _asyncapi)
    return app


async def _home(request: Request) -> Response:
    mounted = request.app.state.mounted
    return RedirectResponse(f"/{'dashboard' if 'dashboard' in mounted else next(iter(mounted))}/")


async def _icon(request: Request) -> Response:
    """Browsers ask for it where a page names none, such as a mail shown alone."""
    return RedirectResponse("/static/knotenpunkt.svg")


async def _robots(request: Request) -> Response:
    """The directory knows who may be found from outside."""
    return RedirectResponse("/directory/oeffentlich/robots.txt")


async def _asyncapi(request: Request) -> Response:
    return JSONResponse(document())
