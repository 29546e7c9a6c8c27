"""Databases of SQLite as tests want to find them: made once in a process, then copied."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert, make_url

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from deploy.migrate import migrate_service
from deploy.sample import load_sample
from deploy.services import load
from services.directory.documents.gateways import FOLDER
from shared.clock import MovableClock
from shared.database.migrate import migrate
from shared.messaging.database import Database
from shared.messaging.tables import jobs
from shared.private_files import private_file
from shared.retention.runs import retention_jobs
from shared.settings import Settings
from tests.servers.run import SharedPostgres

Prepare = Callable[[Path, Sequence[str]], Awaitable[bool]]
"""Puts databases of services into a folder; False if one was there, which may be an old one."""

_made: dict[tuple[str, bool], dict[str, bytes]] = {}
_bare: dict[str, bytes] = {}
"""What lies in the folder then, by its path there: the database, and files that are kept."""


async def with_tables(folder: Path, services: Sequence[str]) -> bool:
    """Empty ones at the newest revision."""
    return all([await _copy(folder, name) for name in services])


async def with_sample(folder: Path, services: Sequence[str]) -> bool:
    """The same, and the sample in the directory's, still to be announced."""
    return all([await _copy(folder, name, name == "directory") for name in services])


async def _copy(folder: Path, service: str, sampled: bool = False) -> bool:
    file = folder / f"{service}.db"
    if file.exists():
        return False
    if (service, sampled) not in _made:
        _made[service, sampled] = await _make(service, sampled)
    for path, content in _made[service, sampled].items():
        private_file(folder / path).write_bytes(content)
    return True


async def tables_at(url: str, service: str) -> None:
    """Those of a service in a database that is its owner's; a file that is not there is a copy."""
    path = Path(str(make_url(url).database))
    if not url.startswith("sqlite") or path.exists():
        await migrate(url, histories(load(service)))
        return
    if service not in _bare:
        with TemporaryDirectory(prefix="knotenpunkt-prepared-") as folder:
            first = Path(folder) / path.name
            await migrate(f"sqlite+aiosqlite:///{first}", histories(load(service)))
            _bare[service] = first.read_bytes()
    private_file(path).write_bytes(_bare[service])


async def tables_on(postgres: PostgresServer, name: str, service: str) -> None:
    """A database of this name with those of a service; on the run's server it is a copy."""
    if isinstance(postgres, SharedPostgres):
        await asyncio.to_thread(postgres.create_for, service, name)
        return
    await asyncio.to_thread(postgres.create, name)
    await migrate(postgres.owner_url(name), histories(load(service)))


async def _has_run(database: Database, service: str) -> None:
    """Every job has, so that a house does not begin with a dozen transactions."""
    made = load(service)
    async with database.transaction() as uow:
        rows = [
            {"name": job.name, "due_at": uow.now + job.every, "ran_at": uow.now, "runs": 1}
            for job in (*made.jobs.all, *retention_jobs(made.tables, made.retention).all)
        ]
        await uow.session.execute(insert(jobs), rows)


async def _make(service: str, sampled: bool) -> dict[str, bytes]:
    with TemporaryDirectory(prefix="knotenpunkt-prepared-") as folder:
        settings = Settings(data=Path(folder), _env_file=None)
        await migrate_service(load(service), settings)
        database = Database(settings.database(service), service, MovableClock())
        await _has_run(database, service)
        if sampled:
            await load_sample(settings, database)
        await database.close()
        lie = [Path(folder) / f"{service}.db", *(Path(folder) / FOLDER).glob("*")]
        return {str(each.relative_to(folder)): each.read_bytes() for each in lie}
