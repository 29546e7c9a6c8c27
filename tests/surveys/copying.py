"""Copies everything an installation's database and its files hold, with what is usually hidden."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from deploy.local.postgres import PostgresServer
from tests.surveys.attacker import Dump, Row

NEWEST = 3
"""Files of PostgreSQL's log, 16 MB each, in which the last seconds lie."""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def of_sqlite(file: Path) -> Dump:
    """Rows, and the bytes of the file and its log."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        every = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        tables = {
            name: [dict(row) for row in connection.execute(f"SELECT {_hidden(sql)}* FROM {name}")]
            for name, sql in connection.execute(every).fetchall()
        }
    return Dump(tables, b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*")))


def _hidden(sql: str) -> str:
    return "" if "WITHOUT ROWID" in sql else "rowid AS _rowid, "


async def of_postgres(url: str, server: PostgresServer | None) -> Dump:
    """Rows with their versions and places; the write-ahead log and the server's messages."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            names = (await connection.execute(text(_TABLES))).scalars().all()
            tables = {name: await _rows(connection, name) for name in names}
    finally:
        await engine.dispose()
    return Dump(tables, _files(server.folder) if server else b"")


async def _rows(connection: AsyncConnection, name: str) -> list[Row]:
    every = text(f'SELECT xmin::text AS _xmin, ctid::text AS _ctid, * FROM "{name}"')
    return [dict(row) for row in (await connection.execute(every)).mappings()]


def _files(folder: Path) -> bytes:
    log = sorted((folder / "data/pg_wal").glob("0*"), key=lambda each: each.stat().st_mtime)
    return b"".join(each.read_bytes() for each in [*log[-NEWEST:], folder / "log"])
