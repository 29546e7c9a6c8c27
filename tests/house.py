"""The whole platform in this process for a test, and the means to wait until it is quiet."""

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI
from httpx2 import AsyncClient
from pydantic import PrivateAttr, SecretStr
from sqlalchemy import Executable, func, select

import tests.tenancy  # noqa: F401 every house is watched
from deploy.access import grant, rules_for
from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.platform import platform
from deploy.services import NAMES, load
from shared.clock import MovableClock
from shared.context import Context
from shared.contracts.accounts import Grant
from shared.contracts.notifications import LINKS
from shared.ids import new_id
from shared.links import LinkKind, LinkMaker
from shared.messaging.bus.bus import Bus
from shared.messaging.bus.kafka import KafkaBus
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import Body, Cause
from shared.messaging.freshness import NotYetRead
from shared.messaging.tables import outbox
from shared.private_files import private_folder
from shared.settings import Settings
from shared.signing.keys import Keys
from tests.kafka_lag import KafkaLag
from tests.papers import Reading
from tests.prepared import Prepare, tables_on, with_tables
from tests.servers.topics import own_topics
from tests.signing_in import OPERATOR, coordinator_of, sign_in

BERGKAMEN = "05978004"
URL = "http://knotenpunkt.test"
PLENTY: dict[str, Any] = {"mail_per_client": 1_000_000, "mail_per_address": 1_000_000}
"""Quotas no test meets that does not ask for it."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.005, 0.04


def new_key() -> dict[str, str]:
    """A header: this request is none that was sent before."""
    return {"Idempotency-Key": uuid4().hex}


@dataclass
class House:
    """Some or all services, alive; ``http`` reaches them under their paths.

    Whoever uses it is signed in as an operator who is Bergkamen's coordinator as well.
    """

    app: FastAPI
    http: AsyncClient
    clock: MovableClock
    bus: Bus
    settings: Settings
    keys: Keys
    """Of every service, even where this house has only some."""
    lag: KafkaLag | None = None
    _looking: dict[Path, sqlite3.Connection] = field(default_factory=dict)
    """Kept open: SQLite reads which tables there are each time a file is opened."""

    def context(self, service: str) -> Context:
        context: Context = self.app.state.mounted[service].state.context
        return context

    def link(self, kind: LinkKind, subject: UUID, until: date) -> str:
        """As notifications makes it."""
        return LinkMaker(self.keys.ring(LINKS), self.settings.base_url).url(kind, subject, until)

    async def read_once(self) -> None:
        """Wait until every service has read what it copies, as its readiness does."""
        async with asyncio.timeout(20):
            for name in self.app.state.mounted:
                while not await self._has_read(name):
                    await asyncio.sleep(0.005)

    async def _has_read(self, name: str) -> bool:
        try:
            await self.context(name).freshness.check()
        except NotYetRead:
            return False
        return True

    async def sign_in(self, *grants: Grant, person_id: UUID | None = None) -> dict[str, str]:
        """The cookies of somebody new who may do this."""
        services = [self.context(name) for name in self.app.state.mounted]
        return await sign_in(services, *grants, person_id=person_id)

    async def announce(self, *bodies: Body, cause: Cause | None = None) -> Cause:
        """Let the owning services of this house announce ``bodies``."""
        cause = cause or Cause(BERGKAMEN, new_id())
        for body in bodies:
            async with self.context(body.owner()).database.transaction() as uow:
                uow.announce(body, cause)
        return cause

    async def rows(self, service: str, statement: Executable) -> list[Any]:
        async with self.context(service).database.reading() as session:
            return list((await session.execute(statement)).all())

    async def quiet(self, seconds: float = 20.0) -> None:
        """Wait until nothing waits in any outbox, on the bus, or in any handler."""
        async with asyncio.timeout(seconds):
            pause = FIRST_PAUSE_SECONDS
            while not await self._is_quiet():
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _is_quiet(self) -> bool:
        """What is handled may announce, and what is announced is to be handled: so look twice."""
        end = await self._handled_up_to()
        if end is None or await self._waiting():
            return False
        return end == await self._handled_up_to()

    async def _handled_up_to(self) -> object:
        """The end of the bus; None unless everything before it is handled."""
        if isinstance(self.bus, LocalBus):
            return self._handled_in(Path(str(self.bus._engine.url.database)))
        assert self.lag is not None
        return await self.lag.handled_up_to()

    def _handled_in(self, log: Path) -> int | None:
        told = self._look(
            log,
            "SELECT NULL, topic, max(position) FROM log GROUP BY topic"
            " UNION ALL SELECT consumer, topic, position FROM positions",
        )
        newest = {topic: position for consumer, topic, position in told if consumer is None}
        saved = {(consumer, topic): position for consumer, topic, position in told}
        handled = all(
            saved.get((name, topic), 0) >= newest.get(topic, 0)
            for name in self.app.state.mounted
            for topic in load(name).handlers.topics()
        )
        return max(newest.values(), default=0) if handled else None

    async def _waiting(self) -> bool:
        """Whether anything is still to be announced."""
        for name in self.app.state.mounted:
            engine = self.context(name).database.engine
            if engine.sqlite:
                file = Path(str(engine.url.database))
                [(count,)] = self._look(file, "SELECT count(*) FROM outbox")
            else:
                [(count,)] = await self.rows(name, select(func.count()).select_from(outbox))
            if count:
                return True
        return False

    def _look(self, file: Path, query: str) -> list[Any]:
        if file not in self._looking:
            self._looking[file] = open_to_look(file)
        return self._looking[file].execute(query).fetchall()

    def look_no_more(self) -> None:
        """Its files may go."""
        while self._looking:
            self._looking.popitem()[1].close()


def look(file: Path, query: str) -> list[Any]:
    """What is committed in a file of SQLite; asked through the pools it takes ten times as long."""
    with closing(open_to_look(file)) as connection:
        return connection.execute(query).fetchall()


def open_to_look(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)


@asynccontextmanager
async def embedded_house(
    folder: Path, services: Iterable[str], prepare: Prepare = with_tables, **given: Any
) -> AsyncGenerator[House]:
    """The embedded form in ``folder``; ``given`` are settings that are not the usual ones."""
    given = PLENTY | {"public_url": URL} | given
    settings = Settings(data=folder, _env_file=None, **given)
    bus = LocalBus(private_folder(folder) / "bus.db")
    async with _open(services, settings, bus, prepare) as house:
        yield house


@asynccontextmanager
async def real_house(
    folder: Path,
    services: Sequence[str],
    postgres: PostgresServer,
    kafka: KafkaServer,
    **given: Any,
) -> AsyncGenerator[House]:
    """The real form: databases and topics of its own on servers that others share."""
    async with (
        real_ground(folder, services, postgres, kafka, **given) as settings,
        opened_on(settings, services) as house,
    ):
        yield house


@asynccontextmanager
async def real_ground(
    folder: Path,
    services: Sequence[str],
    postgres: PostgresServer,
    kafka: KafkaServer,
    **given: Any,
) -> AsyncGenerator["RealSettings"]:
    """What stays while houses on it are opened one after the other, with some of ``services``."""
    mark = f"t{secrets.token_hex(4)}"
    for name in services:
        await tables_on(postgres, f"{mark}_{name}", name)
    given = PLENTY | {"mail_from": "Knotenpunkt <post@bergkamen.example>"} | given
    settings = RealSettings(
        data=folder,
        public_url=URL,
        database_url="postgresql+asyncpg://",
        kafka=kafka.bootstrap,
        kafka_user=mark,
        kafka_password=SecretStr(kafka.password(mark)),
        kafka_prefix=f"{mark}.",
        secret=SecretStr("x" * 40),
        _env_file=None,
        **given,
    )
    settings._urls = {name: postgres.url(f"{mark}_{name}") for name in services}
    async with own_topics(kafka.admin, settings.kafka_prefix, services):
        rules = {rule for name in services for rule in rules_for(name, settings.kafka_prefix, mark)}
        await grant(kafka.admin, {mark: kafka.password(mark)}, rules)
        yield settings


@asynccontextmanager
async def opened_on(settings: "RealSettings", services: Sequence[str]) -> AsyncGenerator[House]:
    """These services, on the ground that was made for them."""
    mark = settings.kafka_user
    brokers = settings.brokers(mark)
    bus = KafkaBus(brokers, mark, settings.kafka_prefix)
    async with (
        KafkaLag(brokers, settings.kafka_prefix, services) as lag,
        _open(services, settings, bus) as house,
    ):
        house.lag = lag
        yield house


class RealSettings(Settings):
    """Each service's database has a password of its own."""

    _urls: dict[str, str] = PrivateAttr(default_factory=dict)

    def database(self, service: str) -> str:
        return self._urls[service]


@asynccontextmanager
async def _open(
    services: Iterable[str], settings: Settings, bus: Bus, prepare: Prepare = with_tables
) -> AsyncGenerator[House]:
    clock, names = MovableClock(), list(services)
    keys = Keys(settings, clock.now, NAMES)
    migrated = settings.embedded and await prepare(settings.data, names)
    running = platform(
        [load(name) for name in names], settings, bus, clock, keys, migrated=migrated
    )
    async with running as app:
        if isinstance(bus, LocalBus):
            await bus.check()  # its tables are there before anybody looks
        transport = Reading(app=app)
        headers = {"sec-fetch-site": "same-origin"}
        at = settings.public_url or URL
        async with AsyncClient(transport=transport, base_url=at, headers=headers) as http:
            house = House(app, http, clock, bus, settings, keys)
            http.cookies.update(await house.sign_in(OPERATOR, coordinator_of(BERGKAMEN)))
            if settings.embedded:
                await house.read_once()
            try:
                yield house
            finally:
                house.look_no_more()
