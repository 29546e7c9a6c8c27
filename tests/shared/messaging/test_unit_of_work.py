"""What a transaction writes is written together, and is there for whoever reads after it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shared.database.bulk import among
from shared.messaging import tables
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import Answered, cause, notes, things

TENANT = "05978004"


def a_note(thing: UUID, number: int) -> dict[str, object]:
    return {"thing_id": thing, "kind": "noted", "number": number}


def a_thing(thing: UUID, version: int) -> dict[str, object]:
    key = {"thing_id": thing, "tenant": TENANT}
    return {**key, "version": version, "title": f"v{version}", "parts": [version, 2]}


async def counts(database: CountingDatabase) -> list[int]:
    async with database.reading() as session:
        return [
            (await session.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (notes, things, tables.outbox)
        ]


async def test_rows_of_several_tables_and_announcements_are_written_together(
    database: CountingDatabase,
) -> None:
    thing = uuid4()
    async with database.transaction() as uow:
        uow.insert(notes, [a_note(thing, 1), a_note(thing, 2)])
        uow.upsert(things, [a_thing(thing, 1)], newer="version")
        uow.insert(notes, [a_note(thing, 3)])
        uow.announce(Answered(thing_id=thing), cause())
    assert await counts(database) == [3, 1, 1]


async def test_rows_are_numbered_in_the_order_they_were_given(database: CountingDatabase) -> None:
    things_to_note = [uuid4() for _ in range(50)]
    async with database.transaction() as uow:
        for number, thing in enumerate(things_to_note):
            uow.insert(notes, [a_note(thing, number)])
    async with database.reading() as session:
        rows = await session.execute(select(notes.c.number).order_by(notes.c.position))
        assert [row[0] for row in rows] == list(range(50))


async def test_what_is_flushed_can_be_read_in_the_same_transaction(
    database: CountingDatabase,
) -> None:
    async with database.transaction() as uow:
        uow.insert(notes, [a_note(uuid4(), 7)])
        assert (await uow.session.execute(select(notes.c.number))).first() is None
        await uow.flush()
        assert (await uow.session.execute(select(notes.c.number))).scalar_one() == 7


async def test_a_conflict_undoes_everything_that_was_to_be_written(
    database: CountingDatabase,
) -> None:
    thing = uuid4()
    with pytest.raises(IntegrityError):
        async with database.transaction() as uow:
            uow.insert(notes, [a_note(thing, 1)])
            uow.insert(things, [a_thing(thing, 1), a_thing(thing, 2)])
            uow.announce(Answered(thing_id=thing), cause())
    assert await counts(database) == [0, 0, 0]


async def test_an_older_version_replaces_nothing(database: CountingDatabase) -> None:
    thing = uuid4()
    for version in (2, 1):
        async with database.transaction() as uow:
            uow.upsert(things, [a_thing(thing, version)], newer="version")
    async with database.reading() as session:
        row = (await session.execute(select(things))).one()
    assert (row.title, row.parts) == ("v2", [2, 2])


async def test_nothing_to_write_is_no_statement(database: CountingDatabase) -> None:
    async with database.transaction() as uow:
        uow.insert(notes, [])
        await uow.flush()
    assert await counts(database) == [0, 0, 0]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.sets(st.integers(0, 9)))
async def test_a_list_of_any_length_finds_what_is_in_it(
    database: CountingDatabase, wanted: set[int]
) -> None:
    ids = [UUID(int=number) for number in range(8)]
    async with database.engine.writing() as session:
        await session.execute(notes.delete())
    async with database.transaction() as uow:
        uow.insert(notes, [a_note(each, number) for number, each in enumerate(ids)])
    by_id = select(notes.c.number).where(among(notes.c.thing_id, "ids"))
    by_number = select(notes.c.number).where(among(notes.c.number, "numbers"))
    async with database.reading() as session:
        found = await session.execute(by_id, {"ids": {UUID(int=number) for number in wanted}})
        assert {row[0] for row in found} == wanted & set(range(8))
        found = await session.execute(by_number, {"numbers": wanted})
        assert {row[0] for row in found} == wanted & set(range(8))
