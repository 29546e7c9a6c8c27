"""A broker and a database server for the benchmark alone, and installations on them."""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from deploy.histories import histories
from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.sample import load_sample
from deploy.services import NAMES, load
from deploy.topics import create_topics, grant_access
from shared.clock import SystemClock
from shared.database.migrate import migrate
from shared.messaging.database import Database
from shared.settings import Settings


@dataclass(frozen=True)
class Installation:
    """Databases and topics of its own; whoever wants may fill them, not only our services."""

    mark: str
    settings: dict[str, Settings]

    def dsn(self, service: str) -> str:
        return self.settings[service].database_url.replace("+asyncpg", "")

    @asynccontextmanager
    async def connected(self, service: str) -> AsyncGenerator[asyncpg.Connection]:
        connection = await asyncpg.connect(self.dsn(service))
        try:
            yield connection
        finally:
            await connection.close()


class Site:
    """Both servers with full durability; PostgreSQL also remembers when things were committed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.profiles: Path | None = None
        self.postgres = PostgresServer(folder / "postgres", more={"track_commit_timestamp": "on"})
        self.kafka = KafkaServer(folder / "kafka")

    async def start(self) -> None:
        await asyncio.gather(
            asyncio.to_thread(self.postgres.start), asyncio.to_thread(self.kafka.start)
        )

    async def stop(self) -> None:
        await asyncio.gather(
            asyncio.to_thread(self.kafka.stop), asyncio.to_thread(self.postgres.stop)
        )

    async def database(self) -> str:
        """The address of a new, empty database, for whoever makes tables there."""
        return self.postgres.owner_url(await self._create())

    async def _create(self) -> str:
        name = f"b{secrets.token_hex(4)}"
        await asyncio.to_thread(self.postgres.create, name)
        return name

    async def installation(self) -> Installation:
        """The tables and topics of all services, and the sample in the directory."""
        mark = f"b{secrets.token_hex(3)}"
        made = Installation(mark, {name: await self._settings(mark, name) for name in NAMES})
        prefix = f"{mark}."
        await create_topics(self.kafka.admin, prefix)
        await grant_access(self.kafka.admin, self.kafka.passwords(NAMES, prefix), prefix)
        for name in NAMES:
            created = make_url(made.settings[name].database_url).database
            assert created is not None
            await migrate(self.postgres.owner_url(created), histories(load(name)))
        directory = made.settings["directory"]
        database = Database(directory.database_url, "directory", SystemClock())
        await load_sample(directory, database)
        await database.close()
        return made

    async def _settings(self, mark: str, service: str) -> Settings:
        return Settings(
            data=self.folder / mark,
            public_url="http://knotenpunkt.test",
            database_url=self.postgres.url(await self._create()),
            kafka=self.kafka.bootstrap,
            kafka_password=SecretStr(self.kafka.password(f"{mark}.{service}")),
            kafka_prefix=f"{mark}.",
            secret=SecretStr("x" * 40),
            operator_password=SecretStr("operator-password"),
            mail_from="Knotenpunkt <post@bergkamen.example>",
            mail_per_client=10_000_000,
            mail_per_address=10_000_000,
            load_sample=True,
            _env_file=None,
        )


@asynccontextmanager
async def open_site() -> AsyncGenerator[Site]:
    """Both servers up until the block is left; what they wrote is kept only after a failure."""
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    site = Site(folder)
    try:
        await site.start()
        yield site
    finally:
        await site.stop()
    shutil.rmtree(folder, ignore_errors=True)
