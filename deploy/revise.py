"""``python -m deploy.revise SERVICE "what changes"``: write the next revision of one history.

It comes from the difference between the migrations and the tables in the code.
"""

import argparse
import asyncio
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.histories import MESSAGING, histories
from deploy.services import NAMES, load
from shared.clock import SystemClock, local_date
from shared.database.migrate import History, migrate, scripts
from shared.database.types import Code, Hundredths, Moment

MAX_ID = 32
"""Letters in Alembic's column ``version_num``."""

TEMPLATE = '''"""{message}."""

import sqlalchemy as sa
from alembic import op
{imports}
revision = "{revision}"
down_revision = {down}


def upgrade() -> None:
    {upgrade}
'''


async def revise(service: str, message: str) -> None:
    """Write the file for ``service`` (or ``messaging``) and say where."""
    history = MESSAGING if service == "messaging" else histories(load(service))[-1]
    file = await write_revision(history, message, local_date(SystemClock().now()))
    print(f"{file}: read it before you keep it")


async def write_revision(history: History, message: str, day: date) -> Path:
    """The new file; raises ``FileExistsError`` where the day has one of this name already."""
    (history.folder / "versions").mkdir(parents=True, exist_ok=True)
    head = scripts(history).get_current_head()
    revision = revision_id(message, day)
    file = history.folder / "versions" / f"{revision}.py"
    if file.exists():
        raise FileExistsError(f"{file} is there already; say in other words what changes.")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/now.db"
        await migrate(url, _before(history))
        engine = create_async_engine(url)
        async with engine.connect() as connection:
            code = await connection.run_sync(_render, history)
        await engine.dispose()
    used = [kind.__name__ for kind in (Hundredths, Moment) if f"{kind.__name__}()" in code]
    imports = f"\nfrom shared.database.types import {', '.join(used)}\n" if used else ""
    file.write_text(
        TEMPLATE.format(
            message=message.capitalize(),
            imports=imports,
            revision=revision,
            down=f'"{head}"' if head else "None",
            upgrade=code,
        )
    )
    return file


def _before(history: History) -> list[History]:
    """In every database messaging's tables are there first: a revision may change rows of them."""
    return [history] if history is MESSAGING else [MESSAGING, history]


def revision_id(message: str, day: date) -> str:
    """``20261126_what_changes``: as long as Alembic's column takes, whole words."""
    slug = re.sub(r"\W+", "_", message.lower(), flags=re.ASCII).strip("_")
    revision = f"{day:%Y%m%d}_{slug}"
    if len(revision) > MAX_ID:
        revision = revision[: MAX_ID + 1].rpartition("_")[0]
    return revision


def _render(connection: Connection, history: History) -> str:
    others = {each.version_table for each in _before(history)}
    if history is not MESSAGING:
        others |= MESSAGING.tables.tables.keys()
    context = MigrationContext.configure(
        connection,
        opts={"include_name": lambda name, kind, _: kind != "table" or name not in others},
    )
    operations = produce_migrations(context, _plain(history.tables)).upgrade_ops
    assert operations is not None
    code = render_python_code(operations, render_item=_render_item)
    lines = [line for line in code.splitlines() if not line.lstrip().startswith("# ###")]
    return "\n".join(lines).strip()


def _plain(tables: MetaData) -> MetaData:
    """A copy that says nothing of what the tables hold: a migration stays as it was."""
    copy = MetaData()
    for table in tables.sorted_tables:
        table.to_metadata(copy).info.clear()
    return copy


def _render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(item, Hundredths | Moment):
        return f"{type(item).__name__}()"
    if kind == "type" and isinstance(item, Code):
        return "sa.String()"
    return False


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.revise")
    parser.add_argument("service", choices=[*NAMES, "messaging"])
    parser.add_argument("message", help="what changes")
    given = parser.parse_args()
    asyncio.run(revise(given.service, given.message))


if __name__ == "__main__":
    main()
