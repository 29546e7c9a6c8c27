"""Organizations of the previous release are found and sorted as if they had been stored today."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.histories import histories
from deploy.services import load
from services.directory.organizations.models import organizations
from shared.database.migrate import migrate
from shared.database.search import fold, spellings
from tests.upgrades.test_upgrades import restore


async def test_what_was_stored_before_is_folded(tmp_path: Path) -> None:
    restore("directory", tmp_path / "directory.db")
    url = f"sqlite+aiosqlite:///{tmp_path}/directory.db"
    await migrate(url, histories(load("directory")))
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        rows = (await connection.execute(select(organizations))).all()
    await engine.dispose()
    assert len(rows) > 10
    for row in rows:
        texts = [text for text in (row.name, row.school_number) if text]
        assert row.name_key == fold(row.name)
        assert row.search_text == "\n".join(spellings(text) for text in texts)
