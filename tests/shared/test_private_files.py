"""What lies on the disk of the embedded form can be read by nobody else."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.platform import make_bus, make_clock, platform
from deploy.services import load
from shared.clock import MovableClock
from shared.database.engine import Engine
from shared.private_files import private_file, private_folder
from shared.settings import Settings


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {
        each.name: oct(each.stat().st_mode & 0o777) for each in folder.rglob("*") if each.is_file()
    }


async def test_an_installation_in_use_is_closed_to_others(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var", _env_file=None)
    clock = make_clock(settings)
    assert isinstance(clock, MovableClock)
    bus = make_bus(settings, "all")
    async with platform([load("directory")], settings, bus, clock) as app:
        await app.state.mounted["directory"].state.context.database.check()
        await bus.check()
        clock.forward(timedelta(days=1))
        found = modes(settings.data)
    assert oct(settings.data.stat().st_mode & 0o777) == "0o700"
    files = {"directory.db", "directory.db-wal", "directory.db-shm", "bus.db", "bus.db-wal"}
    assert files | {"secret", "clock.json", "access-token.json"} <= set(found)
    folders = [settings.data / "keys", settings.data / "keys" / "directory"]
    assert {oct(each.stat().st_mode & 0o777) for each in folders} == {"0o700"}
    assert set(found.values()) == {"0o600"}


async def test_a_database_that_was_open_to_all_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    before = sqlite3.connect(file)
    before.execute("PRAGMA journal_mode = WAL")
    before.execute("CREATE TABLE t (a)")
    assert modes(tmp_path)["old.db-wal"] == "0o644"
    await Engine(f"sqlite+aiosqlite:///{file}").close()
    assert set(modes(tmp_path).values()) == {"0o600"}
    before.close()


def test_a_folder_that_others_share_is_left_alone(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    (shared / "theirs").touch()
    private_folder(shared)
    assert oct(shared.stat().st_mode & 0o777) == "0o755"


def test_a_folder_of_ours_that_was_open_is_closed(tmp_path: Path) -> None:
    ours = tmp_path / "var"
    ours.mkdir(mode=0o755)
    private_file(ours / "secret")
    private_folder(ours)
    assert oct(ours.stat().st_mode & 0o777) == "0o700"
