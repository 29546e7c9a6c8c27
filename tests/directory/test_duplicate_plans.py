"""Who may be the same is found by keys: nobody is compared with everybody."""

import re
from collections.abc import AsyncGenerator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import event, func, select, text

from services.directory.duplicates import queries, use_cases
from services.directory.duplicates.forms import DuplicateSearch
from services.directory.duplicates.models import duplicates
from services.directory.people.models import people
from services.directory.people.values import Names
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.database.paging import KeysetRequest
from shared.messaging.event import Cause
from shared.web.sessions.person import Me
from tests.directory.many_people import CITY, ManyPeople, database_of, many_people

LONG = "people|match_keys"
"""PostgreSQL reads pairs in one go while they are as few as here."""
OFFICE = Me(CITY, AccessRole.COORDINATOR, uuid4(), None, Cause(CITY, uuid4()), uuid4())


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)],
)
async def many(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[ManyPeople]:
    """Everybody has been looked at."""
    url, folder = database_of(request), tmp_path_factory.mktemp("many")
    async with many_people(folder, url, city=300, towns=40, each=50) as many:
        more = True
        while more:
            async with many.context.database.transaction() as uow:
                more = await use_cases.find(uow)
        if url:
            async with many.context.database.transaction() as uow:
                await uow.session.execute(text("ANALYZE"))
        yield many


async def plans(many: ManyPeople) -> list[str]:
    """How the database does what the list and the question while entering ask."""
    engine, asked = many.context.database.engine, list[tuple[str, Any]]()

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    today = local_date(many.context.clock.now())
    names = Names(given_name="Mara", family_name="Müllerlinden", email="mara@example.org")
    event.listen(engine._read.sync_engine, "before_cursor_execute", note)
    async with many.context.database.reading() as session:
        await queries.page_of(session, OFFICE, DuplicateSearch(), KeysetRequest(), today)
        await queries.warned_of(session, OFFICE, today, names, "")
    event.remove(engine._read.sync_engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if engine.sqlite else "EXPLAIN (ANALYZE) "
    async with many.context.database.reading() as session:
        connection = await session.connection()
        found = []
        for statement, parameters in asked:
            if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                rows = await connection.exec_driver_sql(explain + statement, parameters)
                found.append("\n".join(str(row[-1]) for row in rows))
    return found


@pytest.mark.asyncio(loop_scope="module")
async def test_every_statement_enters_by_an_index(many: ManyPeople) -> None:
    found = await plans(many)
    assert any("match_keys_alike" in each for each in found), found
    through_all = re.compile(rf"SCAN (?:{LONG}|duplicates)\b|Seq Scan on (?:{LONG})\b")
    assert [each for each in found if through_all.search(each)] == []


@pytest.mark.asyncio(loop_scope="module")
async def test_everybody_is_looked_at_once(many: ManyPeople) -> None:
    async with many.context.database.reading() as session:
        waiting = await session.scalar(select(func.count()).where(~people.c.matched))
        pairs = await session.scalar(select(func.count()).select_from(duplicates))
    assert waiting == 0
    assert pairs
    async with many.context.database.transaction() as uow:
        assert not await use_cases.find(uow)
