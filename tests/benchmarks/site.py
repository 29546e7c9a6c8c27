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
    """Both servers, and a folder for what is written beside them."""

    def __init__(self, folder: Path, postgres: PostgresServer, kafka: KafkaServer) -> None:
        self.folder = folder
        self.profiles: Path | None = None
        self.postgres = postgres
        self.kafka = kafka

    async def start(self) -> None:
        await asyncio.gather(
            asyncio.to_thread(self.postgres.start), asyncio.to_thread(self.kafka.start)
        )

    async def stop(self) -> None:
        await asyncio.gather(
            asyncio.to_thread(self.kafka.stop), asyncio.to_thread(self.postgres.stop)
        )

    def owner_dsn(self, installation: Installation, service: str) -> str:
        """For what a service itself may not do to its tables."""
        url = self.postgres.owner_url(f"{installation.mark}_{service}")
        return url.replace("+asyncpg", "")

    async def database(self) -> str:
        """The address of a new, empty database, for whoever makes tables there."""
        name = f"b{secrets.token_hex(4)}"
        await asyncio.to_thread(self.postgres.create, name)
        return self.postgres.owner_url(name)

    async def installation(self) -> Installation:
        """The tables and topics of all services, and the sample in the directory."""
        mark = f"b{secrets.token_hex(3)}"
        made = Installation(mark, {name: self._settings(mark, name) for name in NAMES})
        prefix = f"{mark}."
        await create_topics(self.kafka.admin, prefix)
        await grant_access(self.kafka.admin, self.kafka.passwords(NAMES, prefix), prefix)
        for name in NAMES:
            database = f"{mark}_{name}"
            await asyncio.to_thread(self.postgres.create, database)
            await migrate(self.postgres.owner_url(database), histories(load(name)))
        directory = made.settings["directory"]
        opened = Database(directory.database_url, "directory", SystemClock())
        await load_sample(directory, opened)
        await opened.close()
        return made

    def _settings(self, mark: str, service: str) -> Settings:
        return Settings(
            data=self.folder / mark,
            public_url="http://knotenpunkt.test",
            database_url=self.postgres.url(f"{mark}_{service}"),
            kafka=self.kafka.bootstrap,
            kafka_password=SecretStr(self.kafka.password(f"{mark}.{service}")),
            kafka_prefix=f"{mark}.",
            secret=SecretStr("x" * 40),
            mail_from="Knotenpunkt <post@bergkamen.example>",
            mail_per_client=10_000_000,
            mail_per_address=10_000_000,
            load_sample=True,
            _env_file=None,
        )


@asynccontextmanager
async def open_site() -> AsyncGenerator[Site]:
    """Both servers with full durability; what they wrote is kept only after a failure.

    PostgreSQL also remembers when things were committed.
    """
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    postgres = PostgresServer(folder / "postgres", more={"track_commit_timestamp": "on"})
    site = Site(folder, postgres, KafkaServer(folder / "kafka"))
    try:
        await site.start()
        yield site
    finally:
        await site.stop()
    shutil.rmtree(folder, ignore_errors=True)
