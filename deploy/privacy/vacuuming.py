"""Bytes of rows that are gone leave the files of databases at once.

PostgreSQL's own VACUUM leaves them in the holes of a page; FULL writes every table anew.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from deploy.services import NAMES
from shared.contracts.catalogue import topics
from shared.messaging.bus.log_file import LogFile

LOCK_SECONDS = 20
_TABLES = text(
    "SELECT quote_ident(relname), pg_has_role(relowner, 'USAGE') FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND pg_total_relation_size(pg_class.oid) > current_setting('block_size')::int *"
    " (SELECT count(*) FROM pg_index WHERE indrelid IN (pg_class.oid, reltoastrelid))"
    " ORDER BY relname"
)
"""Those in which there ever was something: an empty index has one page."""
SAMPLES = "pg_catalog.pg_statistic"
"""Frequent values of each column, which the planner knows."""


@asynccontextmanager
async def _alone(url: str) -> AsyncGenerator[AsyncConnection]:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")
    finally:
        await engine.dispose()


async def vacuum(url: str) -> Sequence[str]:
    """Write each table of a PostgreSQL database anew; returns those that could not be."""
    left = []
    async with _alone(url) as connection:
        await connection.execute(text(f"SET lock_timeout = '{LOCK_SECONDS}s'"))
        for table, mine in (await connection.execute(_TABLES)).all():
            if not mine or not await _written_anew(connection, table):
                left.append(table)
        if not left and not await _written_anew(connection, SAMPLES, "FULL"):
            left.append(SAMPLES)
    return left


async def _written_anew(
    connection: AsyncConnection, table: str, how: str = "FULL, ANALYZE"
) -> bool:
    """False if somebody held it for too long."""
    try:
        await connection.execute(text(f"VACUUM ({how}) {table}"))
    except DBAPIError:
        return False
    return True


async def checkpoint(url: str) -> bool:
    """Write to the files what PostgreSQL holds in memory; whoever may not gets False."""
    async with _alone(url) as connection:
        try:
            await connection.execute(text("CHECKPOINT"))
        except DBAPIError:
            return False
    return True


async def empty_files(data: Path) -> None:
    """Of the embedded form: earlier states leave the bus, and what was deleted the files."""
    bus = LogFile(data / "bus.db")
    await bus.compact([topic.name for topic in topics() if topic.compacted])
    await bus.close()
    for name in ("bus", *NAMES):
        async with _alone(f"sqlite+aiosqlite:///{data / name}.db") as connection:
            await connection.execute(text("VACUUM"))
            await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
