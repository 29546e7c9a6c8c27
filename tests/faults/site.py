"""The real form under test: servers, a wire for each connection, and each service's process."""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from httpx2 import AsyncClient, HTTPError
from pydantic import SecretStr

from deploy.histories import histories
from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.local.process import ServiceProcess
from deploy.local.program import free_port
from deploy.sample import load_sample
from deploy.services import NAMES, load
from deploy.topics import create_topics, grant_access
from shared.clock import SystemClock
from shared.database.migrate import migrate
from shared.messaging.database import Database
from shared.settings import Settings
from tests.faults.steps import Orders
from tests.faults.wire import Wire

SESSION_SECONDS = 3.0
START_SECONDS = 60.0
GUEST = "guest"
PUBLIC_URL = "http://knotenpunkt.test"


class VictimProcess(ServiceProcess):
    """A service's process that obeys orders, and may bear a planted bug."""

    plant = ""
    orders: Orders

    def command(self) -> list[str]:
        command = [sys.executable, "-m", "tests.faults.victim", self.name]
        command += ["--orders", str(self.orders.file)]
        command += ["--session-seconds", str(SESSION_SECONDS)]
        return command + (["--plant", self.plant] if self.plant else [])


class Instance:
    """One process of a service, and the wires it depends on."""

    def __init__(self, service: str, settings: Settings, kafka: Wire, postgres: Wire) -> None:
        self.service, self.kafka, self.postgres = service, kafka, postgres
        self.process = VictimProcess(service, settings, free_port())
        self.process.orders = Orders(settings.data / f"{service}-{self.process.port}.orders")
        self.busy = asyncio.Lock()
        """Held by the one fault that does something to the process."""
        self.stopped = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.process.port}"

    @property
    def monitoring_url(self) -> str:
        return f"http://127.0.0.1:{self.process.monitoring_port}"

    async def start(self) -> None:
        await asyncio.to_thread(self.process.start)

    async def kill(self) -> None:
        await asyncio.to_thread(self.process.kill)
        self.stopped = False

    async def end(self) -> None:
        self.resume()
        await asyncio.to_thread(self.process.stop)

    def stop(self) -> None:
        if self.process.running:
            self.process.pause()
            self.stopped = True

    def resume(self) -> None:
        if self.process.running:
            with contextlib.suppress(ProcessLookupError):
                self.process.resume()
        self.stopped = False

    async def ready(self, seconds: float = START_SECONDS, path: str = "/health/ready") -> float:
        """Wait until it answers well; returns how long that took."""
        began = time.monotonic()
        async with asyncio.timeout(seconds), AsyncClient(timeout=2) as http:
            while True:
                with contextlib.suppress(HTTPError, OSError):
                    answer = await http.get(self.monitoring_url + path)
                    if answer.status_code == 200:
                        return time.monotonic() - began
                if not self.process.running and not self.busy.locked():
                    raise RuntimeError(f"{self.service} has ended; see {self.process.log}")
                await asyncio.sleep(0.1)


class Site:
    """Everything that can break."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = PostgresServer(folder / "postgres")
        self._listeners = {name: free_port() for name in (*NAMES, GUEST)}
        self._kafka_wires = {name: Wire(port) for name, port in self._listeners.items()}
        self.kafka: KafkaServer
        self.instances: dict[str, Instance] = {}
        self.front: Wire
        self.guest: Instance | None = None
        self.hosting = asyncio.Lock()
        """Held by the one fault that has a guest."""
        self.broker_busy, self.database_busy = asyncio.Lock(), asyncio.Lock()
        self.incidents: list[str] = []

    def url(self, service: str) -> str:
        """Of the database itself, by no wire."""
        return self.postgres.url(service)

    def dsn(self, service: str) -> str:
        return self.url(service).replace("+asyncpg", "")

    def entrances(self) -> list[str]:
        """Where carriers reach the directory."""
        guest = [self.guest.url] if self.guest and self.guest.service == "directory" else []
        return [f"http://127.0.0.1:{self.front.port}", *guest]

    def all(self) -> list[Instance]:
        return [*self.instances.values(), *([self.guest] if self.guest else [])]

    async def start(self) -> None:
        for wire in self._kafka_wires.values():
            await wire.start()
        self.kafka = KafkaServer(self.folder / "kafka", more=self._doors())
        await asyncio.gather(
            asyncio.to_thread(self.postgres.start), asyncio.to_thread(self.kafka.start)
        )
        await self._prepare()
        instances = {name: await self._instance(name, self._kafka_wires[name]) for name in NAMES}
        self.front = Wire(instances["directory"].process.port)
        await self.front.start()
        self.instances = instances
        await self.restart()

    async def restart(self, *services: str, plant: str = "") -> None:
        """These services or all anew, with a planted bug or without."""
        instances = [self.instances[name] for name in services or NAMES]
        for instance in instances:
            await instance.end()
            instance.process.plant = plant
            await instance.start()
        await asyncio.gather(*(each.ready() for each in instances))

    async def invite(self, service: str) -> Instance:
        """A second instance of a service, on wires of its own."""
        guest = await self._instance(service, self._kafka_wires[GUEST])
        guest.process.plant = self.instances[service].process.plant
        self.guest = guest
        await guest.start()
        await guest.ready()
        return guest

    async def part(self, *, kill: bool) -> None:
        """The guest goes, in order or not."""
        if self.guest is not None:
            await (self.guest.kill() if kill else self.guest.end())
            await self.guest.postgres.stop()
            self.guest = None

    def wires(self) -> list[Wire]:
        """Every wire a service or a carrier depends on now; none before all has begun."""
        wires = [wire for each in self.all() for wire in (each.kafka, each.postgres)]
        return [*wires, self.front] if self.instances else []

    async def heal(self) -> None:
        """Everything runs, and every wire carries."""
        for wire in self.wires():
            wire.heal()
        await self.part(kill=False)
        await asyncio.gather(
            asyncio.to_thread(self.kafka.start), asyncio.to_thread(self.postgres.start)
        )
        for instance in self.instances.values():
            instance.process.orders.withdraw()
            instance.resume()
            if not instance.process.running:
                self.incidents.append(f"{instance.service} had ended by itself")
                await instance.start()

    async def stop(self) -> None:
        await self.part(kill=True)
        await asyncio.gather(*(each.kill() for each in self.instances.values()))
        for wire in [*self.wires(), *self._kafka_wires.values()]:
            await wire.stop()
        await asyncio.to_thread(self.kafka.kill)
        await asyncio.to_thread(self.kafka.stop)
        await asyncio.to_thread(self.postgres.stop)

    def _doors(self) -> str:
        """A listener for each service, which advertises the wire that leads to it."""
        recipe = "SASL_PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller_port}"

        def door(name: str, port: int) -> str:
            return f",{name.upper()}://127.0.0.1:{port}"

        here = "".join(door(name, port) for name, port in self._listeners.items())
        there = "".join(door(name, wire.port) for name, wire in self._kafka_wires.items())
        names = ("SASL_PLAINTEXT", "CONTROLLER", *(name.upper() for name in self._listeners))
        login = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
        return "\n".join(
            (
                f"\nlisteners={recipe}{here}",
                f"advertised.listeners={recipe}{there}",
                f"listener.security.protocol.map={','.join(f'{n}:SASL_PLAINTEXT' for n in names)}",
                *(
                    f"listener.name.{name}.scram-sha-512.sasl.jaas.config={login}"
                    for name in self._listeners
                ),
                "group.min.session.timeout.ms=1000",
                "",
            )
        )

    async def _prepare(self) -> None:
        """Topics, databases, and the sample."""
        for name in NAMES:
            await asyncio.to_thread(self.postgres.create, name)
        await create_topics(self.kafka.admin)
        await grant_access(self.kafka.admin, self.kafka.passwords(NAMES))
        for name in NAMES:
            await migrate(self.postgres.owner_url(name), histories(load(name)))
        database = Database(self.url("directory"), "directory", SystemClock())
        await load_sample(
            self._settings("directory", self.url("directory"), self.kafka.port), database
        )
        await database.close()

    async def _instance(self, service: str, kafka: Wire) -> Instance:
        postgres = Wire(self.postgres.port)
        await postgres.start()
        url = self.url(service).replace(f":{self.postgres.port}/", f":{postgres.port}/")
        return Instance(service, self._settings(service, url, kafka.port), kafka, postgres)

    def _settings(self, service: str, database_url: str, kafka_port: int) -> Settings:
        return Settings(
            data=self.folder / "services",
            public_url=PUBLIC_URL,
            database_url=database_url,
            kafka=f"127.0.0.1:{kafka_port}",
            kafka_password=SecretStr(self.kafka.password(service)),
            secret=SecretStr("x" * 40),
            mail_from="Knotenpunkt <post@bergkamen.example>",
            mail_per_client=10_000_000,
            mail_per_address=10_000_000,
            load_sample=True,
            _env_file=None,
        )


@asynccontextmanager
async def open_site(folder: Path | None = None) -> AsyncGenerator[Site]:
    """Everything up until the block is left; what it wrote stays in its folder."""
    site = Site(folder or Path(tempfile.mkdtemp(prefix="faults-")))
    try:
        await site.start()
        yield site
    finally:
        await site.stop()


async def until(done: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.01)
    return True
