"""Knotenpunkt as it is run, in processes of its own, reached by nothing but HTTP."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from httpx2 import AsyncClient, HTTPError
from pydantic import SecretStr

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.local.process import ServiceProcess
from deploy.local.program import free_port
from deploy.sample import CLIENT_ID, CLIENT_SECRET, load_sample
from deploy.services import NAMES
from deploy.topics import grant_access
from shared.clock import SystemClock
from shared.messaging.database import Database
from shared.settings import Settings
from tests.journeys.carrier import a_hire
from tests.prepared import tables_on
from tests.servers.topics import own_topics

START_SECONDS = 60.0


@dataclass(frozen=True)
class System:
    """The port of each service; in the embedded form they are one. ``targets`` are monitored."""

    ports: Mapping[str, int]
    targets: Sequence[str]
    http: AsyncClient

    def url(self, path: str) -> str:
        service = path.split("/")[1]
        return f"http://127.0.0.1:{self.ports[service]}{path}"

    async def token(self) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        answer = await self.http.post(self.url("/directory/oauth/token"), data=form)
        return str(answer.json()["access_token"])

    async def hire(self, token: str, external_id: str) -> None:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": external_id}
        url = self.url("/directory/api/v1/hires")
        body = a_hire(external_id)
        body["person"]["email"] = f"{external_id}@example.org"
        answer = await self.http.post(url, json=body, headers=headers)
        assert answer.status_code == 201, answer.text

    async def ready(self) -> None:
        async with asyncio.timeout(START_SECONDS):
            for target in self.targets:
                while not await self._is_ready(f"http://{target}/health/ready"):
                    await asyncio.sleep(0.2)

    async def _is_ready(self, url: str) -> bool:
        with contextlib.suppress(HTTPError, OSError):
            return (await self.http.get(url)).status_code == 200
        return False


@asynccontextmanager
async def embedded_system(folder: Path) -> AsyncGenerator[System]:
    """All services in one process."""
    settings = Settings(data=folder, _env_file=None)
    process = ServiceProcess("all", settings, free_port())
    ports = dict.fromkeys(NAMES, process.port)
    async with _running([process], ports, settings) as system:
        yield system


@asynccontextmanager
async def real_system(
    folder: Path, postgres: PostgresServer, kafka: KafkaServer
) -> AsyncGenerator[System]:
    """Each service in its process, with databases and topics of their own."""
    mark = f"o{secrets.token_hex(4)}"
    async with own_topics(kafka.admin, f"{mark}.", NAMES):
        await grant_access(kafka.admin, kafka.passwords(NAMES, f"{mark}."), f"{mark}.")
        settings = {name: await _settings(folder, postgres, kafka, mark, name) for name in NAMES}
        processes = [ServiceProcess(name, settings[name], free_port()) for name in NAMES]
        ports = {process.name: process.port for process in processes}
        async with _running(processes, ports, settings["directory"]) as system:
            yield system


async def _settings(
    folder: Path, postgres: PostgresServer, kafka: KafkaServer, mark: str, name: str
) -> Settings:
    await tables_on(postgres, f"{mark}_{name}", name)
    return Settings(
        data=folder,
        database_url=postgres.url(f"{mark}_{name}"),
        kafka=kafka.bootstrap,
        kafka_password=SecretStr(kafka.password(f"{mark}.{name}")),
        kafka_prefix=f"{mark}.",
        secret=SecretStr("x" * 40),
        mail_from="Knotenpunkt <post@bergkamen.example>",
        load_sample=True,
        _env_file=None,
    )


@asynccontextmanager
async def _running(
    processes: list[ServiceProcess], ports: dict[str, int], directory: Settings
) -> AsyncGenerator[System]:
    """Up and ready, and only then the sample, whose records are thus not old when they come."""
    async with AsyncClient(timeout=10) as http:
        targets = [f"127.0.0.1:{process.monitoring_port}" for process in processes]
        system = System(ports, targets, http)
        try:
            for process in processes:
                await asyncio.to_thread(process.start)
            await system.ready()
            database = Database(directory.database("directory"), "directory", SystemClock())
            await load_sample(directory, database)
            await database.close()
            yield system
        finally:
            await asyncio.gather(*(asyncio.to_thread(process.stop) for process in processes))
