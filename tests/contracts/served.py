"""All services on a free loopback port, in a thread with a loop of its own."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import uuid4

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import select

from deploy.run import server
from deploy.sample import CLIENT_ID, load_sample
from deploy.services import NAMES
from services.directory.access.models import clients
from shared.contracts.consultations import CONSULTATION_PAGE
from shared.contracts.directory import ACCESS_TOKENS, Scope
from shared.contracts.surveys import SURVEY_PAGE
from shared.contracts.trainings import TASK_PAGE
from shared.messaging.bus.local import LocalBus
from shared.web.tokens import TokenIssuer
from tests.dashboard.conftest import connect
from tests.house import BERGKAMEN, URL, House, RealSettings, _open
from tests.prepared import tables_at
from tests.servers.run import SharedPostgres
from tests.signing_in import OPERATOR, coordinator_of

BOUNCE_SECRET = "what came back"
MAIL_SERVER = {"Authorization": f"Bearer {BOUNCE_SECRET}"}


@dataclass
class Served:
    """Its address, the apps by service, and what opens each kind of door."""

    folder: Path
    databases: Mapping[str, str]
    owners: Mapping[str, str]
    ready: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    token: str = ""
    links: dict[str, str] = field(default_factory=dict)
    apps: dict[str, FastAPI] = field(default_factory=dict)
    house: House | None = None
    loop: asyncio.AbstractEventLoop | None = None
    http: uvicorn.Server | None = None

    def run(self) -> None:
        asyncio.run(self._serve())

    def person(self) -> dict[str, str]:
        """Headers of somebody who has just signed in, an operator and Bergkamen's coordinator."""
        assert self.house is not None
        assert self.loop is not None
        signing_in = self.house.sign_in(OPERATOR, coordinator_of(BERGKAMEN))
        cookies = asyncio.run_coroutine_threadsafe(signing_in, self.loop).result(30)
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    async def _serve(self) -> None:
        settings = RealSettings(
            data=self.folder,
            public_url=URL,
            secret=SecretStr("x" * 40),
            trusted_proxies=("127.0.0.1",),
            mail_from="Knotenpunkt <knotenpunkt@example.org>",
            database_url="postgresql+asyncpg://" if self.databases else "",
            load_sample=True,
            bounce_domain="bounce.example.org",
            bounce_secret=SecretStr(BOUNCE_SECRET),
            _env_file=None,
        )
        settings._urls = dict(self.databases) or {
            name: f"sqlite+aiosqlite:///{self.folder}/{name}.db" for name in NAMES
        }
        for name in NAMES:
            await tables_at(self.owners.get(name) or settings.database(name), name)
        async with _open(NAMES, settings, LocalBus(self.folder / "bus.db")) as house:
            self.house, self.loop = house, asyncio.get_running_loop()
            await self._prepare(house)
            connect(house)
            alone = settings.model_copy(update={"port": 0})
            self.http = server(house.app, alone)
            serving = asyncio.create_task(self.http.serve())
            while not self.http.started:
                await asyncio.sleep(0.01)
            self.port = self.http.servers[0].sockets[0].getsockname()[1]
            self.ready.set()
            await serving

    async def _prepare(self, house: House) -> None:
        context = house.context("directory")
        await load_sample(context.settings, context.database)
        [client] = await house.rows(
            "directory", select(clients).where(clients.c.client_id == CLIENT_ID)
        )
        tenant, carrier = client.tenant, client.carrier_id
        issuer = TokenIssuer(house.keys.ring(ACCESS_TOKENS), context.clock.now)
        self.token, _ = issuer.issue(CLIENT_ID, tenant, carrier, list(Scope))
        for kind in (TASK_PAGE, SURVEY_PAGE, CONSULTATION_PAGE):
            link = house.link(kind, uuid4(), date(2090, 1, 1))
            self.links[kind.service] = link.rsplit("/", 1)[1]
        self.apps = house.app.state.mounted


@contextmanager
def served(folder: Path, postgres: SharedPostgres | None) -> Iterator[Served]:
    """On SQLite, or with a database for each service on this PostgreSQL."""
    databases: dict[str, str] = {}
    owners: dict[str, str] = {}
    if postgres is not None:
        for name in NAMES:
            postgres.create_for(name, f"any_request_{name}")
            databases[name] = postgres.url(f"any_request_{name}")
            owners[name] = postgres.owner_url(f"any_request_{name}")
    serving = Served(folder, databases, owners)
    thread = threading.Thread(target=serving.run)
    thread.start()
    assert serving.ready.wait(180)
    yield serving
    assert serving.http is not None
    serving.http.should_exit = True
    thread.join(30)
