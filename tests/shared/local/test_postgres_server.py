"""The PostgreSQL server that tests and `make run-real` start by themselves."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.local import program
from deploy.local.postgres import PostgresServer, within_reach
from deploy.local.program import CannotStartError

pytestmark = pytest.mark.real


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(tmp_path / "postgres")
    server.start()
    yield server
    server.stop()


async def ask(server: PostgresServer, *statements: str) -> object:
    return await ask_as(server.url("alpha"), *statements)


async def ask_owner(server: PostgresServer, *statements: str) -> object:
    return await ask_as(server.owner_url("alpha"), *statements)


async def ask_as(url: str, *statements: str) -> object:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetchval(statements[-1])
    finally:
        await connection.close()


async def test_it_starts_durable(server: PostgresServer) -> None:
    server.create("alpha")
    assert server.running
    assert await ask(server, "SELECT current_user::text") == "alpha"
    assert await ask(server, "SHOW fsync") == "on"
    assert await ask(server, "SHOW max_connections") == "200"


@pytest.mark.parametrize("ask_somebody", [ask, ask_owner], ids=["service", "owner"])
async def test_the_log_of_the_database_repeats_no_row(
    server: PostgresServer, ask_somebody: Callable[..., Awaitable[object]]
) -> None:
    """The detail of a refusal names the values, and a log outlives the person they are about."""
    server.create("alpha")
    await ask_owner(server, "CREATE TABLE people (name text PRIMARY KEY)", "SELECT 1")
    await ask(server, "INSERT INTO people VALUES (convert_from('\\x4d617261', 'UTF8'))", "SELECT 1")
    again = "INSERT INTO people SELECT name FROM people"
    with pytest.raises(asyncpg.UniqueViolationError) as refusal:
        await ask_somebody(server, again, "SELECT 1")
    assert "Mara" in str(refusal.value.detail)
    log = (server.folder / "log").read_text()
    assert "duplicate key" in log
    assert "Mara" not in log


async def test_nobody_can_ask_when_a_row_was_committed(server: PostgresServer) -> None:
    """It would say who answered when; only the benchmark turns it on, on a server of its own."""
    server.create("alpha")
    assert await ask(server, "SHOW track_commit_timestamp") == "off"


async def test_a_service_may_use_rows_of_tables_that_the_migration_makes(
    server: PostgresServer,
) -> None:
    server.create("alpha")
    columns = "id int GENERATED ALWAYS AS IDENTITY, old serial, x int"
    await ask_owner(server, f"CREATE TABLE kept ({columns})", "SELECT 1")
    changes = ("INSERT INTO kept (x) VALUES (7), (8)", "DELETE FROM kept WHERE x = 8")
    assert await ask(server, *changes, "UPDATE kept SET x = 9", "SELECT x FROM kept") == 9


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE kept",
        "ALTER TABLE kept ADD y int",
        "TRUNCATE kept",
        "CREATE INDEX ON kept (x)",
        "CREATE TABLE other (x int)",
        "CREATE TEMPORARY TABLE other (x int)",
        "CREATE SCHEMA other",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE other",
        "SET ROLE migration",
        "ALTER DATABASE {alpha} SET timezone TO 'UTC'",
    ],
)
async def test_a_service_may_not_change_what_its_database_is(
    postgres: PostgresServer, statement: str
) -> None:
    postgres.create("alpha")
    alpha = postgres.url("alpha").rpartition("/")[2]
    await ask_owner(postgres, "CREATE TABLE IF NOT EXISTS kept (x int)", "SELECT 1")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(postgres, statement.format(alpha=alpha), "SELECT 1")


async def test_what_a_service_once_owned_becomes_the_migrations(server: PostgresServer) -> None:
    """A folder from before there were two roles."""
    server.create("alpha")
    superuser = server._url("postgres", "alpha")
    await ask_as(
        superuser, "CREATE TABLE kept (x int)", "ALTER TABLE kept OWNER TO alpha", "SELECT 1"
    )
    server.create("alpha")
    assert await ask_owner(server, "ALTER TABLE kept ADD y int", "SELECT count(*) FROM kept") == 0
    assert await ask(server, "SELECT count(y) FROM kept") == 0
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(server, "DROP TABLE kept", "SELECT 1")


async def test_creating_a_database_twice_keeps_what_is_in_it(server: PostgresServer) -> None:
    server.create("alpha")
    await ask_owner(server, "CREATE TABLE kept (x int)", "INSERT INTO kept VALUES (7)", "SELECT 1")
    server.create("alpha")
    assert await ask(server, "SELECT x FROM kept") == 7


async def test_a_user_may_not_enter_the_database_of_another(server: PostgresServer) -> None:
    server.create("alpha")
    server.create("beta")
    elsewhere = server.url("alpha").replace("+asyncpg", "").removesuffix("alpha") + "beta"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(elsewhere)


async def test_committed_rows_survive_a_kill(server: PostgresServer) -> None:
    server.create("alpha")
    await ask_owner(server, "CREATE TABLE kept (x int)", "INSERT INTO kept VALUES (7)", "SELECT 1")
    idle = await asyncpg.connect(server.url("alpha").replace("+asyncpg", ""))
    port = server.port
    server.kill()
    assert not server.running
    server.start()
    idle.terminate()
    assert server.port == port
    assert await ask(server, "SELECT x FROM kept") == 7


async def test_another_start_reuses_the_folder(server: PostgresServer) -> None:
    server.create("alpha")
    await ask_owner(server, "CREATE TABLE kept (x int)", "INSERT INTO kept VALUES (7)", "SELECT 1")
    url = server.url("alpha")
    server.stop()
    again = PostgresServer(server.folder)
    again.start()
    try:
        assert again.url("alpha") == url
        assert await ask(again, "SELECT x FROM kept") == 7
    finally:
        again.stop()


def test_two_servers_run_side_by_side(server: PostgresServer, tmp_path: Path) -> None:
    other = PostgresServer(tmp_path / "other")
    other.start()
    try:
        assert other.running
        assert server.running
        assert other.port != server.port
    finally:
        other.stop()


def test_one_folder_serves_one_knotenpunkt_at_a_time(server: PostgresServer) -> None:
    with pytest.raises(CannotStartError, match="is in use by another running Knotenpunkt"):
        PostgresServer(server.folder).start()


def test_a_name_that_is_not_plain_is_refused(server: PostgresServer) -> None:
    with pytest.raises(ValueError, match="not a plain database name"):
        server.create("alpha; DROP DATABASE alpha")


def is_alive(pid: int) -> bool:
    """A zombie, which nobody has buried yet, has no command line any more."""
    command = Path(f"/proc/{pid}/cmdline")
    return command.exists() and command.read_bytes() != b""


DIES = """
import os, sys
from pathlib import Path
from deploy.local import program
from deploy.local.postgres import PostgresServer, within_reach
server = PostgresServer(Path(sys.argv[1]))
server.start()
server.create("alpha")
print(server.pid, flush=True)
os.kill(os.getpid(), 9)
"""


async def test_a_server_whose_parent_was_killed_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    command = [sys.executable, "-c", DIES, str(folder)]
    parent = subprocess.run(command, capture_output=True, text=True, check=False)
    orphan = int(parent.stdout)
    server = PostgresServer(folder)
    server.start()
    try:
        assert await ask(server, "SELECT 1") == 1
        assert program.wait_until(lambda: not is_alive(orphan), seconds=5)
    finally:
        server.stop()


def test_a_server_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "postgres")
    starter = threading.Thread(target=server.start)
    starter.start()
    starter.join()
    time.sleep(0.3)
    assert server.running
    server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps others out of its own checkout")
def test_what_lies_in_roots_own_folder_is_brought_within_reach(tmp_path: Path) -> None:
    own, reachable = tmp_path / "own", Path(tempfile.mkdtemp())
    reachable.chmod(0o755)
    binaries = own / "package" / "pginstall" / "bin"
    libraries = own / "package.libs"
    for folder in (binaries, libraries):
        folder.mkdir(parents=True)
        (folder / "initdb").write_text("a program")
    own.chmod(0o700)
    for _ in range(2):
        found = within_reach(binaries, reachable)
        assert (found / "initdb").read_text() == "a program"
        assert (found.parents[2] / "package.libs" / "initdb").exists()
        assert all(folder.stat().st_mode & 0o1 for folder in found.parents)
    assert len(list(reachable.iterdir())) == 1
    shutil.rmtree(reachable)
