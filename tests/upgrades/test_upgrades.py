"""Databases of the previous release come to this one with all that is in them, and live on."""

import json
import sqlite3
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from deploy.services import NAMES, load
from shared.database.migrate import History, drift, migrate
from shared.private_files import private_folder
from tests.house import embedded_house
from tests.journeys.carrier import Carrier
from tests.journeys.test_new_colleague import settled
from tests.upgrades.record import PREVIOUS

Rows = dict[str, list[dict[str, Any]]]
VERSIONS = ("messaging_version", "service_version")
RENAMED = {
    ("directory", "answers"): "idempotent_answers",
    ("notifications", "letters"): "messages",
    ("surveys", "answers"): "",
}
"""Tables of a service that have another name since the previous release; ``""`` where gone."""


def restore(service: str, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((PREVIOUS / f"{service}.sql").read_text())


def rows_of(service: str, folder: Path) -> Rows:
    """What the dump holds, by table."""
    restore(service, folder / "dump.db")
    with closing(sqlite3.connect(folder / "dump.db")) as connection:
        connection.row_factory = sqlite3.Row
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
            for name in tables_of(connection)
        }


def tables_of(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return [str(row[0]) for row in connection.execute(query)]


def structure(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {row[0] for row in found}


def as_released(service: str, rows: Rows) -> list[History]:
    """The histories, as far as they went in the previous release."""
    return [
        replace(history, until=rows[history.version_table][0]["version_num"])
        for history in histories(load(service))
    ]


async def counts(url: str, tables: Iterable[str]) -> dict[str, int]:
    async with connected(url) as connection:
        return {
            name: await connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0
            for name in tables
        }


def expected(service: str, rows: Rows) -> dict[str, int]:
    kept = {RENAMED.get((service, name), name): len(found) for name, found in rows.items()}
    return {name: count for name, count in kept.items() if name and name not in VERSIONS}


@pytest.mark.parametrize("service", NAMES)
async def test_a_released_revision_is_changed_no_more(service: str, tmp_path: Path) -> None:
    """It still makes the tables that the previous release had; what is new is a new revision."""
    rows = rows_of(service, tmp_path)
    await migrate(f"sqlite+aiosqlite:///{tmp_path}/again.db", as_released(service, rows))
    assert structure(tmp_path / "again.db") == structure(tmp_path / "dump.db")


@pytest.mark.parametrize("service", NAMES)
async def test_a_file_of_the_previous_release_comes_along(service: str, tmp_path: Path) -> None:
    rows, url = rows_of(service, tmp_path), f"sqlite+aiosqlite:///{tmp_path}/dump.db"
    assert sum(map(len, rows.values())) > len(rows)
    await migrate(url, histories(load(service)))
    assert await drift(url, histories(load(service))) == []
    assert await counts(url, expected(service, rows)) == expected(service, rows)


@pytest.mark.real
@pytest.mark.parametrize("service", NAMES)
async def test_a_database_of_the_previous_release_comes_along(
    service: str, tmp_path: Path, postgres: PostgresServer
) -> None:
    rows = rows_of(service, tmp_path)
    postgres.create(f"upgrade_{service}")
    url = postgres.owner_url(f"upgrade_{service}")
    await migrate(url, as_released(service, rows))
    await fill(url, rows)
    await migrate(url, histories(load(service)))
    assert await drift(url, histories(load(service))) == []
    assert await counts(url, expected(service, rows)) == expected(service, rows)


async def fill(url: str, rows: Rows) -> None:
    """With the rows of the dump; PostgreSQL turns their texts into its own types."""
    tables = MetaData()
    async with connected(url) as connection:
        await connection.run_sync(tables.reflect)
        for table in tables.sorted_tables:
            if table.name not in VERSIONS and (found := rows[table.name]):
                columns = ", ".join(f'"{name}"' for name in found[0])
                texts = [
                    {name: as_json(value, table.c[name]) for name, value in row.items()}
                    for row in found
                ]
                await connection.execute(
                    text(
                        f"INSERT INTO {table.name} ({columns}) OVERRIDING SYSTEM VALUE"
                        f" SELECT {columns} FROM json_populate_recordset"
                        f"(NULL::{table.name}, CAST(:rows AS json))"
                    ),
                    {"rows": json.dumps(texts)},
                )


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[AsyncConnection]:
    """In a transaction that is committed when all went well."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


def as_json(value: Any, column: Column[Any]) -> object:
    if isinstance(value, bytes):
        return rf"\x{value.hex()}"
    return json.loads(value) if isinstance(column.type, JSON) and value else value


async def test_this_release_goes_on_where_the_previous_one_ended(tmp_path: Path) -> None:
    """Somebody else is hired, and who was hired before still has an onboarding."""
    folder = private_folder(tmp_path / "data")
    for name in NAMES:
        restore(name, folder / f"{name}.db")
    async with embedded_house(folder, NAMES) as house:
        carrier = await Carrier.of(house)
        await carrier.hire(external_id="P-4712")
        await settled(house)
        [(onboardings,)] = await house.rows("trainings", text("SELECT count(*) FROM onboardings"))
        hires = await carrier.get("/directory/api/v1/hires?external_id=P-4711")
    assert onboardings == 2
    assert [hire["external_id"] for hire in hires.json()["items"]] == ["P-4711"]
