"""``python -m deploy.revise SERVICE "what changes"``: write the next revision of one history.

It comes from the difference between the migrations and the tables in the code.
"""

import argparse
import asyncio
import re
import tempfile
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.histories import MESSAGING, histories
from deploy.services import NAMES, load
from shared.database.migrate import History, migrate
from shared.database.types import Hundredths, Moment

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
    versions = history.folder / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    before = sorted(path.stem.partition("_")[0] for path in versions.glob("*.py"))
    revision = f"{len(before) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/now.db"
        await migrate(url, [history])
        engine = create_async_engine(url)
        async with engine.connect() as connection:
            code = await connection.run_sync(_render, history)
        await engine.dispose()
    slug = re.sub(r"\W+", "_", message.lower()).strip("_")
    file = versions / f"{revision}_{slug}.py"
    used = [kind.__name__ for kind in (Hundredths, Moment) if f"{kind.__name__}()" in code]
    imports = f"\nfrom shared.database.types import {', '.join(used)}\n" if used else ""
    file.write_text(
        TEMPLATE.format(
            message=message.capitalize(),
            imports=imports,
            revision=revision,
            down=f'"{before[-1]}"' if before else "None",
            upgrade=code,
        )
    )
    print(f"{file}: read it before you keep it")


def _render(connection: Connection, history: History) -> str:
    context = MigrationContext.configure(
        connection,
        opts={"include_name": lambda name, kind, _: name != history.version_table},
    )
    operations = produce_migrations(context, _plain(history.tables)).upgrade_ops
    assert operations is not None
    code = render_python_code(operations, render_item=_render_item)
    lines = [line for line in code.splitlines() if not line.lstrip().startswith("# ###")]
    return "\n".join(lines).strip()


def _plain(tables: MetaData) -> MetaData:
    copy = MetaData()
    for table in tables.sorted_tables:
        table.to_metadata(copy)
    return copy


def _render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(item, Hundredths | Moment):
        return f"{type(item).__name__}()"
    return False


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.revise")
    parser.add_argument("service", choices=[*NAMES, "messaging"])
    parser.add_argument("message", help="what changes")
    given = parser.parse_args()
    asyncio.run(revise(given.service, given.message))


if __name__ == "__main__":
    main()
