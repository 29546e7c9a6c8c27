"""Brings a database to the newest revision of one or more Alembic histories."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.database import walls
from shared.database.engine import private_database


@dataclass(frozen=True)
class History:
    """A folder of revisions, the table that remembers the newest one applied, and the aim."""

    folder: Path
    version_table: str
    tables: MetaData
    until: str = "head"
    """The last revision to apply."""


LOCK_TIMEOUT_S = 10
"""How long a migration waits for a table that a running service uses.

Whoever comes after it waits behind it. It fails then and has changed nothing; run it again.
"""


async def migrate(
    url: str, histories: Sequence[History], lock_timeout: float = LOCK_TIMEOUT_S
) -> None:
    """Apply what is missing in one transaction; of several that start together, one does it.

    On PostgreSQL it raises what the driver does if a table stays locked for ``lock_timeout`` s.
    """
    if url.startswith("sqlite"):
        private_database(url)
    engine = create_async_engine(url)
    try:
        if engine.dialect.name == "sqlite":
            async with engine.connect() as connection:
                await connection.execute(text("PRAGMA journal_mode = WAL"))
        async with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(4711)"))
                await connection.execute(
                    text("SELECT set_config('lock_timeout', :limit, true)"),
                    {"limit": f"{lock_timeout * 1000:.0f}"},
                )
            for history in histories:
                await connection.run_sync(_upgrade, history)
                if engine.dialect.name == "postgresql":
                    await connection.run_sync(walls.build, history.tables)
    finally:
        await engine.dispose()


async def drift(url: str, histories: Sequence[History]) -> list[object]:
    """The differences between the migrated database and the tables the code declares."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_differences, histories)
    finally:
        await engine.dispose()


def scripts(history: History) -> ScriptDirectory:
    """The revisions of a history, as Alembic knows them."""
    config = Config()
    config.set_main_option("script_location", str(history.folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _upgrade(connection: Connection, history: History) -> None:
    script = scripts(history)
    environment = EnvironmentContext(
        Config(),
        script,
        fn=lambda revision, _: script._upgrade_revs(history.until, revision),
    )
    with environment:
        environment.configure(connection=connection, version_table=history.version_table)
        environment.run_migrations()


def _differences(connection: Connection, histories: Sequence[History]) -> list[object]:
    versions = {history.version_table for history in histories}

    def ours(name: str | None, kind: str, _: object) -> bool:
        return not (kind == "table" and name in versions)

    context = MigrationContext.configure(
        connection, opts={"include_name": ours, "compare_type": True}
    )
    together = MetaData()
    for history in histories:
        for table in history.tables.sorted_tables:
            table.to_metadata(together)
    return list(compare_metadata(context, together))
