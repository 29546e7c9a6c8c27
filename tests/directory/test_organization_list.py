"""The list of 5,000 organizations: a page is read from an index, and takes little time."""

import re
from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from sqlalchemy import event

from deploy.local.postgres import PostgresServer
from services.directory.organizations import queries
from services.directory.organizations.forms import OrganizationSearch
from shared.contracts.directory import OrganizationKind
from shared.database.paging import KeysetRequest
from tests.directory.long_list import LIST, SEARCHES, LongList, long_list
from tests.house import BERGKAMEN

TODAY = date(2026, 11, 27)
P95_MILLISECONDS = 25.0
"""Processor time, which other work on the machine does not lengthen."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
async def many(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[LongList]:
    url = ""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"many_{abs(hash(request.node.nodeid))}"
        server.create(name)
        url = server.owner_url(name)
    async with long_list(tmp_path, url) as many:
        yield many


async def plan(many: LongList, search: OrganizationSearch, wanted: KeysetRequest) -> str:
    """How the database reads a page."""
    engine = many.context.database.engine
    seen: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        seen.append((statement, parameters))

    event.listen(engine._read.sync_engine, "before_cursor_execute", note)
    async with many.context.database.reading() as session:
        await queries.page_of(session, BERGKAMEN, search, wanted, TODAY)
        event.remove(engine._read.sync_engine, "before_cursor_execute", note)
        statement, parameters = seen[-1]
        explain = "EXPLAIN QUERY PLAN " if engine.sqlite else "EXPLAIN (ANALYZE) "
        connection = await session.connection()
        rows = await connection.exec_driver_sql(explain + statement, parameters)
        return "\n".join(" ".join(str(cell) for cell in row) for row in rows)


@pytest.mark.parametrize("where", ["first", "in the middle", "of schools"])
async def test_a_page_is_read_in_order_from_the_index(many: LongList, where: str) -> None:
    search = (
        OrganizationSearch(kind=OrganizationKind.SCHOOL)
        if where == "of schools"
        else OrganizationSearch()
    )
    position = None
    if where == "in the middle":
        async with many.context.database.reading() as session:
            wanted = KeysetRequest(size=2500)
            position = (await queries.page_of(session, BERGKAMEN, search, wanted, TODAY)).last
    found = await plan(many, search, KeysetRequest(position=position))
    assert "organizations_in_order" in found
    assert not re.search(r"SCAN organizations|Seq Scan|TEMP B-TREE|Sort", found), found


@pytest.mark.parametrize("search", SEARCHES)
async def test_a_page_takes_little_time(many: LongList, search: str) -> None:
    times = []
    for _ in range(40):
        began = process_time()
        answer = await many.client.get(f"{LIST}{search}")
        times.append((process_time() - began) * 1000)
        assert answer.status_code == 200
    assert sorted(times)[37] <= P95_MILLISECONDS
