"""Databases of SQLite as tests want to find them: made once in a process, then copied."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.migrate import migrate_service
from deploy.sample import load_sample
from deploy.services import load
from shared.clock import MovableClock
from shared.messaging.database import Database
from shared.private_files import private_file
from shared.settings import Settings

Prepare = Callable[[Path, Sequence[str]], Awaitable[bool]]
"""Puts databases of services into a folder; False if one was there, which may be an old one."""

_made: dict[tuple[str, bool], bytes] = {}


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
    private_file(file).write_bytes(_made[service, sampled])
    return True


async def _make(service: str, sampled: bool) -> bytes:
    with TemporaryDirectory(prefix="knotenpunkt-prepared-") as folder:
        settings = Settings(data=Path(folder), _env_file=None)
        await migrate_service(load(service), settings)
        if sampled:
            database = Database(settings.database(service), service, MovableClock())
            await load_sample(settings, database)
            await database.close()
        return (Path(folder) / f"{service}.db").read_bytes()
