"""What is read means the same on both databases, down to the kind of an id."""

from pathlib import Path
from uuid import UUID, uuid4

from asyncpg.pgproto.pgproto import UUID as DriversUuid
from sqlalchemy import Uuid, literal, null, select, type_coerce

from shared.database.engine import Engine


async def test_sqlite_reads_ids_as_the_driver_of_postgresql_does(tmp_path: Path) -> None:
    engine, stored = Engine(f"sqlite+aiosqlite:///{tmp_path / 'ids.db'}"), uuid4()
    async with engine.reading() as session:
        found, none = (
            await session.execute(select(literal(stored), type_coerce(null(), Uuid())))
        ).one()
    await engine.close()
    assert none is None
    assert isinstance(found, DriversUuid)
    assert isinstance(found, UUID)
    assert (found, hash(found), str(found)) == (stored, hash(stored), str(stored))
