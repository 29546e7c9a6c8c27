"""What a transaction writes is written together, and is there for whoever reads after it."""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from shared.database.lists import in_list
from shared.database.tables import RowOf, row_of
from shared.messaging import tables
from shared.messaging.transaction import NotBulk
from shared.messaging.unit_of_work import BulkUnitOfWork
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import (
    Answered,
    Note,
    ThingCopy,
    a_note,
    cause,
    notes,
    things,
)

TENANT = "05978004"
_CLOSING = update(notes).where(in_list(notes.c.number, "numbers")).values(kind=bindparam("kind"))


def a_thing(thing: UUID, version: int) -> RowOf[ThingCopy]:
    return row_of(ThingCopy)(
        thing_id=thing, tenant=TENANT, version=version, title=f"v{version}", parts=[version, 2]
    )


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
    async with database.begin() as uow:
        uow.insert(notes, [a_note(thing, 1), a_note(thing, 2)])
        uow.upsert(things, [a_thing(thing, 1)], newer="version")
        uow.insert(notes, [a_note(thing, 3)])
        BulkUnitOfWork(uow).announce(Answered(thing_id=thing), cause())
    assert await counts(database) == [3, 1, 1]


async def test_rows_are_numbered_in_the_order_they_were_given(database: CountingDatabase) -> None:
    things_to_note = [uuid4() for _ in range(50)]
    async with database.begin() as uow:
        for number, thing in enumerate(things_to_note):
            uow.insert(notes, [a_note(thing, number)])
    async with database.reading() as session:
        rows = await session.execute(select(notes.c.number).order_by(notes.c.position))
        assert [row[0] for row in rows] == list(range(50))


async def test_what_is_flushed_can_be_read_in_the_same_transaction(
    database: CountingDatabase,
) -> None:
    async with database.begin() as uow:
        uow.insert(notes, [a_note(uuid4(), 7)])
        assert (await uow.session.execute(select(notes.c.number))).first() is None
        await uow.flush()
        assert (await uow.session.execute(select(notes.c.number))).scalar_one() == 7


async def test_a_conflict_undoes_everything_that_was_to_be_written(
    database: CountingDatabase,
) -> None:
    thing = uuid4()
    with pytest.raises(IntegrityError):
        async with database.begin() as uow:
            uow.insert(notes, [a_note(thing, 1)])
            uow.insert(things, [a_thing(thing, 1), a_thing(thing, 2)])
            BulkUnitOfWork(uow).announce(Answered(thing_id=thing), cause())
    assert await counts(database) == [0, 0, 0]


async def test_an_older_version_replaces_nothing(database: CountingDatabase) -> None:
    thing = uuid4()
    for version in (2, 1):
        async with database.begin() as uow:
            uow.upsert(things, [a_thing(thing, version)], newer="version")
    async with database.reading() as session:
        row = (await session.execute(select(things))).one()
    assert (row.title, row.parts) == ("v2", [2, 2])


async def test_what_all_rows_have_in_common_is_given_once(database: CountingDatabase) -> None:
    rows = [{"thing_id": uuid4(), "number": number} for number in range(3)]
    async with database.begin() as uow:
        uow.insert(notes, rows[:2], kind="noted")
        uow.insert(notes, rows[2:], kind="closed")
    async with database.reading() as session:
        found = await session.execute(select(notes.c.number, notes.c.kind))
        assert sorted(map(tuple, found)) == [(0, "noted"), (1, "noted"), (2, "closed")]


async def test_a_change_is_made_with_the_rest_and_sees_nothing_of_it(
    database: CountingDatabase,
) -> None:
    async with database.begin() as uow:
        uow.insert(notes, [a_note(uuid4(), 1), a_note(uuid4(), 2)])
    for numbers in ([1], [2, 3]):
        async with database.begin() as uow:
            uow.change(_CLOSING, {"numbers": numbers, "kind": "closed"})
            uow.change(_CLOSING, {"numbers": [], "kind": "never"})
            uow.insert(notes, [a_note(uuid4(), 3)])
    async with database.reading() as session:
        found = await session.execute(select(notes.c.number, notes.c.kind))
        assert sorted(map(tuple, found)) == [
            (1, "closed"),
            (2, "closed"),
            (3, "closed"),
            (3, "noted"),
        ]


async def test_what_is_appended_twice_is_there_once(database: CountingDatabase) -> None:
    rows = [a_thing(uuid4(), 1), a_thing(uuid4(), 1)]
    for some in (rows[:1], rows):
        async with database.begin() as uow:
            uow.append(things, some)
    assert await counts(database) == [0, 2, 0]


async def test_a_conflict_is_the_same_error_with_a_transaction_and_without(
    database: CountingDatabase,
) -> None:
    thing = a_thing(uuid4(), 1)
    async with database.begin() as uow:
        uow.insert(things, [thing])
    for asks_for_session in (False, True):
        with pytest.raises(IntegrityError):
            async with database.begin() as uow:
                if asks_for_session:
                    await uow.session.execute(select(things))
                uow.insert(notes, [a_note(uuid4(), 1)])
                uow.insert(things, [thing])
    assert await counts(database) == [0, 1, 0]


async def test_a_reader_sees_what_the_transaction_has_written_so_far(
    database: CountingDatabase,
) -> None:
    numbers = select(notes.c.number)
    async with database.begin() as uow:
        assert (await uow.reader.execute(numbers)).all() == []
        uow.insert(notes, [a_note(uuid4(), 1)])
        assert (await uow.reader.execute(numbers)).all() == []
        await uow.flush()
        assert (await uow.reader.execute(numbers)).all() == [(1,)]


async def test_who_only_reads_holds_nobody_up(
    database: CountingDatabase, connect: Callable[[], CountingDatabase]
) -> None:
    """Of the embedded form this is not asked: it has one process, and one that writes."""
    if database.engine.sqlite:
        pytest.skip("one writer")
    thing = a_thing(uuid4(), 1)
    async with database.begin() as uow:
        await uow.reader.execute(select(things))
        async with asyncio.timeout(5), connect().begin() as other:
            await other.session.execute(text("LOCK TABLE things IN ACCESS EXCLUSIVE MODE"))
            other.insert(things, [thing])
        uow.upsert(things, [{**thing, "version": 2}], newer="version")
    assert await counts(database) == [0, 1, 0]


async def test_a_transaction_that_is_given_up_writes_nothing(database: CountingDatabase) -> None:
    with pytest.raises(LookupError):
        async with database.begin() as uow:
            uow.insert(notes, [a_note(uuid4(), 1)])
            raise LookupError
    assert await counts(database) == [0, 0, 0]


async def test_a_text_with_nul_is_refused_and_the_connection_goes_on(
    database: CountingDatabase,
) -> None:
    if database.engine.sqlite:
        pytest.skip("SQLite stores it")
    with pytest.raises((asyncpg.PostgresError, DBAPIError)):
        async with database.begin() as uow:
            uow.insert(things, [{**a_thing(uuid4(), 1), "title": "a\0b"}])
    async with database.begin() as uow:
        uow.insert(things, [a_thing(uuid4(), 1)])
    assert await counts(database) == [0, 1, 0]


async def test_nothing_to_write_is_no_statement(database: CountingDatabase) -> None:
    async with database.begin() as uow:
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
    async with database.begin() as uow:
        uow.insert(notes, [a_note(each, number) for number, each in enumerate(ids)])
    by_id = select(notes.c.number).where(in_list(notes.c.thing_id, "ids"))
    by_number = select(notes.c.number).where(in_list(notes.c.number, "numbers"))
    async with database.reading() as session:
        found = await session.execute(by_id, {"ids": {UUID(int=number) for number in wanted}})
        assert {row[0] for row in found} == wanted & set(range(8))
        found = await session.execute(by_number, {"numbers": wanted})
        assert {row[0] for row in found} == wanted & set(range(8))


MIXED = [a_note(UUID(int=1), 1), row_of(Note)(thing_id=UUID(int=1), number=1)]


async def test_rows_that_name_different_columns_are_refused(database: CountingDatabase) -> None:
    async with database.bulk() as uow:
        for write in (uow.insert, uow.insert_missing, uow.append):
            with pytest.raises(NotBulk, match="different columns"):
                write(notes, MIXED)
        with pytest.raises(NotBulk, match="different columns"):
            uow.insert(notes, [a_note(uuid4(), 1)], number=2)
    assert await counts(database) == [0, 0, 0]


async def test_one_statement_changes_no_row_twice(database: CountingDatabase) -> None:
    thing = uuid4()
    async with database.bulk() as uow:
        with pytest.raises(NotBulk, match="one key"):
            uow.upsert(things, [a_thing(thing, 1), a_thing(thing, 2)], newer="version")
        uow.upsert(things, [a_thing(thing, 1)], newer="version")
        with pytest.raises(NotBulk, match="two upserts"):
            uow.upsert(things, [a_thing(thing, 2)], newer="version")
    assert await counts(database) == [0, 1, 0]


async def test_what_is_locked_is_locked_after_what_was_pending(database: CountingDatabase) -> None:
    async with database.bulk() as uow:
        uow.insert(notes, [a_note(uuid4(), 7)])
        held = await uow.lock(select(notes.c.number).with_for_update())
        assert held.scalars().all() == [7]
        uow.insert(notes, [a_note(uuid4(), 8)])
        assert (await uow.lookup(select(notes.c.number))).scalars().all() == [7]
    assert await counts(database) == [2, 0, 0]
