"""What the workers of one test run share: a folder, and the servers in it."""

import asyncio
import fcntl
import shutil
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import asyncpg

from deploy.local.kafka import KafkaServer
from deploy.local.keycloak import KeycloakServer
from deploy.local.postgres import OWNER, PostgresServer
from deploy.local.program import CannotStartError, wait_until

CHECKOUT = Path(__file__).parents[2]
START_SECONDS = 180
"""Kafka's jars may have to be fetched first."""
KEYCLOAK_SECONDS = 420
"""It may have to be fetched and built first."""
STOP_SECONDS = 60


class SharedPostgres(PostgresServer):
    """The run's server, as one worker sees it: its databases bear the worker's name."""

    def __init__(self, folder: Path, worker: str) -> None:
        super().__init__(folder)
        self._worker = worker

    def database(self, name: str) -> str:
        """What the server calls the worker's database of this name."""
        return f"{self._worker}_{name}"

    def url(self, name: str) -> str:
        return super().url(self.database(name))

    def owner_url(self, name: str) -> str:
        return super().owner_url(self.database(name))

    def create(self, name: str) -> None:
        """One worker at a time: PostgreSQL refuses to change a role twice at once."""
        with locked(self.folder / "creating"):
            super().create(self.database(name))

    def create_for(self, service: str, name: str) -> None:
        """The same with the service's tables, a copy of one that is migrated once a run."""
        template = f"migrated_{service}"
        made = self.folder / template
        with locked(self.folder / "creating"):
            if not made.exists():
                super().create(template)
                _apart(_migrate(service, super().owner_url(template)))
                made.touch()
            _apart(self._copy(template, self.database(name)))
            super().create(self.database(name))

    async def _copy(self, template: str, name: str) -> None:
        as_root = self._url("postgres", "postgres").replace("+asyncpg", "")
        connection = await asyncpg.connect(as_root)
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {template} OWNER {OWNER}')
        await connection.close()


async def _migrate(service: str, url: str) -> None:
    from deploy.histories import histories  # for who has a house
    from deploy.services import load
    from shared.database.migrate import migrate

    await migrate(url, histories(load(service)))


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: the caller's may have a loop that runs."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, work).result()


class Run:
    """The folder that the workers of a run share."""

    def __init__(self, folder: Path, worker: str = "main") -> None:
        self.folder = folder
        self._worker = worker
        self._held: IO[str] | None = None

    @property
    def _lock(self) -> Path:
        return self.folder / "run"

    def begin(self) -> None:
        """By the controller: servers live from now on until this process ends or ``end``."""
        self._held = self._lock.open("w")
        fcntl.flock(self._held, fcntl.LOCK_EX)

    def end(self) -> None:
        """By the controller: when this returns, no server is left, nor the folder."""
        if self._held is None:
            return
        self._held.close()
        self._held = None
        claims = list(self.folder.glob("*/claim"))
        if not wait_until(lambda: all(map(is_free, claims)), STOP_SECONDS):
            raise TimeoutError(f"A server in {self.folder} does not stop.")
        shutil.rmtree(self.folder)

    def postgres(self) -> PostgresServer:
        """As this worker sees it; started by whoever asks first."""
        ours = SharedPostgres(self.folder / "postgres", self._worker)
        ours.port = self._attach("postgres")
        return ours

    def kafka(self) -> KafkaServer:
        """The same."""
        ours = KafkaServer(self.folder / "kafka")
        ours.port = self._attach("kafka")
        return ours

    def keycloak(self) -> KeycloakServer:
        """The same; realms are made by whoever needs one."""
        ours = KeycloakServer(self.folder / "keycloak")
        ours.port = self._attach("keycloak", KEYCLOAK_SECONDS)
        return ours

    def _attach(self, kind: str, seconds: int = START_SECONDS) -> int:
        folder = self.folder / kind
        folder.mkdir(exist_ok=True)
        ready, failed = folder / "ready", folder / "failed"
        with locked(folder / "starting"):
            if not ready.exists() and not failed.exists():
                self._start_keeper(kind, folder)
                wait_until(lambda: ready.exists() or failed.exists(), seconds)
        if not ready.exists():
            reason = failed if failed.exists() else folder / "keeper.log"
            raise CannotStartError(reason.read_text())
        return int(ready.read_text())

    def _start_keeper(self, kind: str, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.servers.keeper", kind]
        command += [str(folder), str(self._lock)]
        with (folder / "keeper.log").open("ab") as output:
            subprocess.run(
                command,
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                check=True,
            )


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Wait for the file's lock and hold it."""
    with file.open("w") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        yield


def is_free(claim: Path) -> bool:
    """Whether no server holds its folder any more."""
    with claim.open() as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
