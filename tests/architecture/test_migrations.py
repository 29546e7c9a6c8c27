"""Every service's database is brought from nothing to exactly the tables its code declares."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from deploy.services import NAMES, load
from shared.database.migrate import drift, migrate

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
    name = f"empty_{abs(hash(request.node.nodeid))}"
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
