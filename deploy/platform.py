"""Puts services together in one process: one app with each service mounted at its name."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from deploy.asyncapi import document
from shared.clock import Clock, MovableClock, SystemClock
from shared.messaging.bus import Bus
from shared.messaging.local_bus import LocalBus
from shared.runtime import running
from shared.service import Service
from shared.settings import Settings
from shared.web.assets import static_files
from shared.web.operations import metrics
from shared.web.problems import install_problems
from shared.web.security import SecurityHeaders


def make_bus(settings: Settings, name: str) -> Bus:
    """Kafka where brokers are named, else the log in a file."""
    if settings.kafka:
        from shared.messaging.kafka_bus import KafkaBus

        return KafkaBus(settings.kafka, name, settings.kafka_prefix)
    settings.data.mkdir(parents=True, exist_ok=True)
    return LocalBus(settings.data / "bus.db")


def make_clock(settings: Settings) -> Clock:
    """The machine's clock; in the embedded form one that the demo can move forward."""
    return MovableClock(settings.data / "clock.json") if settings.embedded else SystemClock()


@asynccontextmanager
async def platform(
    services: Iterable[Service], settings: Settings, bus: Bus, clock: Clock
) -> AsyncGenerator[FastAPI]:
    """The services, alive for as long as the block lasts; the embedded form migrates itself."""
    app = _outer_app()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bus.close)
        for service in services:
            if settings.embedded:
                from deploy.migrate import migrate_service  # 10 MB that the real form can spare

                await migrate_service(service, settings)
            mounted = await stack.enter_async_context(running(service, settings, bus, clock))
            app.mount(f"/{service.name}", mounted)
            app.state.mounted[service.name] = mounted
        yield app


def _outer_app() -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.mounted = {}
    install_problems(app)
    app.add_middleware(SecurityHeaders)
    app.mount("/static", static_files())
    app.add_route("/", _home)
    app.add_route("/favicon.ico", _icon)
    app.add_route("/asyncapi.json", _asyncapi)
    for path in ("/health/live", "/health/ready"):
        app.add_route(path, _first_bad_answer)
    app.add_route("/metrics", _metrics)
    return app


async def _home(request: Request) -> Response:
    return RedirectResponse("/dashboard/")


async def _icon(request: Request) -> Response:
    """Browsers ask for it where a page names none, such as a mail shown alone."""
    return RedirectResponse("/static/knotenpunkt.svg")


async def _asyncapi(request: Request) -> Response:
    return JSONResponse(document())


async def _metrics(request: Request) -> Response:
    """Once for the process; every series bears its service's name."""
    return await metrics()


async def _first_bad_answer(request: Request) -> Response:
    """Ask every service of this process; answer with the first that is not well, or the last."""
    answer = Answer()
    for mounted in request.app.state.mounted.values():
        answer = await Answer.of(mounted, request)
        if answer.status != 200:
            break
    return answer.response()


class Answer:
    """What a mounted service says to a path that the whole process is asked for."""

    def __init__(self, status: int = 503, body: bytes = b"", media_type: str = "") -> None:
        self.status, self.body, self.media_type = status, body, media_type

    @classmethod
    async def of(cls, app: ASGIApp, request: Request) -> "Answer":
        answer = cls()

        async def send(message: object) -> None:
            assert isinstance(message, dict)
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                headers = dict(message["headers"])
                answer.media_type = headers.get(b"content-type", b"").decode()
            else:
                answer.body += message.get("body", b"")

        await app(dict(request.scope), request.receive, send)
        return answer

    def response(self) -> Response:
        return Response(self.body, self.status, media_type=self.media_type)
