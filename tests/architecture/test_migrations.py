"""Every service's database is brought from nothing to exactly the tables its code declares."""

import asyncio
import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from deploy.revise import revision_id, write_revision
from deploy.services import NAMES, load
from shared.database.migrate import History, drift, migrate, scripts
from shared.privacy.declared import NOT_PERSONAL

MESSAGING = {"outbox", "inbox", "parked", "parked_history", "jobs"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, one for each test."""
    if kind == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"empty_{secrets.token_hex(6)}"
    server.create(name)
    return server.owner_url(name)


async def tables(url: str) -> set[str]:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))
    finally:
        await engine.dispose()


@pytest.mark.parametrize("service", NAMES)
async def test_a_service_migrates_from_nothing_to_what_its_code_declares(
    service: str, empty: str
) -> None:
    ours = histories(load(service))
    await migrate(empty, ours)
    assert await drift(empty, ours) == []
    assert MESSAGING | set(load(service).tables.tables) <= await tables(empty)


@pytest.mark.parametrize("service", NAMES)
async def test_migrating_twice_changes_nothing(service: str, empty: str) -> None:
    ours = histories(load(service))
    await migrate(empty, ours)
    before = await tables(empty)
    await migrate(empty, ours)
    assert await tables(empty) == before
    assert await drift(empty, ours) == []


@pytest.mark.real
async def test_instances_that_start_together_migrate_once(postgres: PostgresServer) -> None:
    postgres.create("together")
    ours = histories(load("directory"))
    url = postgres.owner_url("together")
    await asyncio.gather(*(migrate(url, ours) for _ in range(4)))
    assert await drift(url, ours) == []


async def test_a_table_that_no_migration_makes_is_drift(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/half.db"
    messaging, directory = histories(load("directory"))
    await migrate(url, [messaging])
    missing = await drift(url, [messaging, directory])
    assert len(missing) >= len(directory.tables.tables)


@pytest.mark.real
async def test_a_migration_does_not_wait_long_for_a_table_in_use(postgres: PostgresServer) -> None:
    """Everybody who reads the table would wait behind it."""
    postgres.create("in_use")
    url, ours = postgres.owner_url("in_use"), histories(load("directory"))
    before = [ours[0], replace(ours[1], until="20261125_one_name_each")]
    await migrate(url, [ours[0], replace(ours[1], until="20261122_people_organizations")])
    engine = create_async_engine(url)
    async with engine.begin() as reader:
        await reader.execute(text("SELECT count(*) FROM placements"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            await migrate(url, before, lock_timeout=0.1)
    await engine.dispose()
    await migrate(url, ours)
    assert await drift(url, ours) == []


@pytest.mark.parametrize("service", NAMES)
def test_revisions_are_named_by_their_day_and_follow_each_other(service: str) -> None:
    for history in histories(load(service)):
        revisions = list(scripts(history).walk_revisions())
        assert [each.revision for each in revisions] == [Path(each.path).stem for each in revisions]
        days = [date.fromisoformat(each.revision[:8]) for each in revisions]
        assert days == sorted(days, reverse=True)


def test_a_revision_id_keeps_whole_words_and_fits_its_column() -> None:
    day = date(2026, 11, 26)
    assert revision_id("Schools have a site, too", day) == "20261126_schools_have_a_site_too"
    assert (
        revision_id("What nobody needed any more is gone", day) == "20261126_what_nobody_needed_any"
    )
    assert revision_id("Orte für alle", day) == "20261126_orte_f_r_alle"


async def test_a_new_revision_brings_what_the_tables_in_the_code_have_more(tmp_path: Path) -> None:
    tables = MetaData()
    Table("first", tables, Column("id", Integer, primary_key=True))
    history = History(tmp_path, "probe_version", tables)
    await write_revision(history, "first", date(2026, 11, 26))
    Table("another", tables, Column("id", Integer, primary_key=True), info=NOT_PERSONAL)
    file = await write_revision(history, "another", date(2026, 11, 26))
    assert "op.create_table" in file.read_text()
    assert 'down_revision = "20261126_first"' in file.read_text()
    url = f"sqlite+aiosqlite:///{tmp_path}/probe.db"
    await migrate(url, [history])
    assert await drift(url, [history]) == []
    with pytest.raises(FileExistsError, match="other words"):
        await write_revision(history, "another", date(2026, 11, 26))


async def test_a_revision_follows_one_that_changed_rows_of_messaging(tmp_path: Path) -> None:
    tables = MetaData()
    history = History(tmp_path, "probe_version", tables)
    first = await write_revision(history, "first", date(2026, 11, 26))
    emptied = first.read_text().replace("    pass", '    op.execute("DELETE FROM jobs")')
    assert "DELETE" in emptied
    first.write_text(emptied)
    Table("another", tables, Column("id", Integer, primary_key=True), info=NOT_PERSONAL)
    file = await write_revision(history, "another", date(2026, 11, 26))
    assert file.read_text().count("op.") == 1
