"""In every table that has a path, rows of somebody are found and erased, and nobody else is."""

from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import JSON, Column, Table, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.schema import CreateTable

from deploy.services import NAMES, load
from shared.erasing.erase import erase_rows, renames
from shared.erasing.rows import People, Place, as_held, holds, places
from shared.ids import new_id
from shared.privacy.columns import INSIDE, STEP

_numbers = count(1)
MADE_UP: dict[type, Any] = {
    UUID: uuid4,
    str: lambda: f"x{next(_numbers)}",
    int: lambda: next(_numbers) % 30000,
    bool: lambda: False,
    date: lambda: date(2027, 2, 1),
    time: lambda: time(9, 30),
    datetime: lambda: datetime(2027, 2, 1, tzinfo=UTC),
    Decimal: lambda: Decimal("19.5"),
    bytes: lambda: b"x",
    object: lambda: f"x{next(_numbers)}",
}


def made_up(table: Table, **given: Any) -> dict[str, Any]:
    """A row; what is given stands in it."""
    row = {c.name: _value(c) for c in table.columns if c.computed is None and not c.nullable}
    return {**row, **given}


def _value(column: "Column[Any]") -> Any:
    if isinstance(column.type, JSON):
        return []
    value = MADE_UP[column.type.python_type]()
    length = getattr(column.type, "length", None)
    return value[-length:] if isinstance(value, str) and length else value


def rows_for(place: Place, people: People) -> Iterator[tuple[Table, dict[str, Any]]]:
    """A row of the place, and the rows through which its path leads; the one of the place last."""
    first, *steps = place.path.split(" -> ")
    if inside := INSIDE.fullmatch(first):
        named = [{inside[2]: str(people.persons[0])}]
        yield place.table, made_up(place.table, **{inside[1]: named})
        return
    yield from _along(place.table, first, steps, people)


def _along(
    table: Table, name: str, steps: list[str], people: People, **given: Any
) -> Iterator[tuple[Table, dict[str, Any]]]:
    if not steps:
        whose = people.employments if holds(table.c[name]) == "employment" else people.persons
        yield table, made_up(table, **{name: as_held(table.c[name], whose[0])}, **given)
        return
    step = STEP.fullmatch(steps[0])
    assert step is not None
    there = table.metadata.tables[step[1]]
    value = people.persons[0] if step[2] == step[3] else _value(table.c[name])
    if holds(table.c[name]) == "employment":
        value = people.employments[0]
    given_there = {} if step[2] == step[3] else {step[2]: value}
    yield from _along(there, step[3], steps[1:], people, **given_there)
    yield table, made_up(table, **{name: value}, **given)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
async def session(request: pytest.FixtureRequest) -> AsyncGenerator[AsyncSession]:
    """Of an empty database."""
    url = "sqlite+aiosqlite://"
    if request.param == "postgres":
        server, name = request.getfixturevalue("postgres"), f"erased_{new_id().hex}"
        server.create(name)
        url = server.owner_url(name)
    engine = create_async_engine(url)
    async with AsyncSession(engine) as session:
        yield session
    await engine.dispose()


@pytest.mark.parametrize("service", NAMES)
async def test_rows_of_somebody_are_found_and_erased_and_no_others(
    session: AsyncSession, service: str
) -> None:
    tables, sqlite = load(service).tables, session.get_bind().dialect.name == "sqlite"
    for table in tables.sorted_tables:
        await session.execute(CreateTable(table, include_foreign_key_constraints=[]))
    found = places(tables)
    one, other = (People((uuid4(),), (uuid4(),)) for _ in range(2))
    for place in sorted(found, key=lambda each: -len(each.through)):
        for pair in zip(rows_for(place, one), rows_for(place, other), strict=True):
            (table, row), (_, another) = pair
            known = (sqlite_insert if sqlite else postgresql_insert)(table).on_conflict_do_nothing()
            await session.execute(known, [row, another])

    async def counts(people: People) -> list[int]:
        mine = [(place.table, place.of(people, sqlite=sqlite)) for place in found]
        queries = [select(func.count()).select_from(table).where(those) for table, those in mine]
        return [(await session.execute(query)).scalar_one() for query in queries]

    assert 0 not in await counts(one)
    before = await counts(other)
    parts = await erase_rows(session, tables, one, renames(one))
    assert len(parts) >= len({place.table.name for place in found}) // 2
    assert set(await counts(one)) == {0}
    assert await counts(other) == before
    again = await erase_rows(session, tables, one, renames(one))
    assert again == []
