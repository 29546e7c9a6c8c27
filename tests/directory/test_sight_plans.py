"""Who is seen is looked up person by person, and the public's few by what people have opened."""

import re
from typing import Any

import pytest
from sqlalchemy import event, select

from services.directory.people.values import Asker, SeenBy
from services.directory.sight import queries as sight
from shared.clock import local_date
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House

READ_AT_ONCE = re.compile(r"EXISTS \(SELECT (\w+)\.")
OF_ONE_MUNICIPALITY = {"grants"}
"""PostgreSQL reads what an EXISTS in an OR could find once, for everybody there is."""


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("directory")


@pytest.mark.parametrize("seen_by", SeenBy)
def test_no_bond_is_read_of_everybody_at_once(seen_by: SeenBy) -> None:
    for is_person, of_carrier in ((False, False), (True, False), (True, True)):
        text = str(select(sight.seen(sight.Kind(seen_by, is_person, of_carrier))))
        assert set(READ_AT_ONCE.findall(" ".join(text.split()))) <= OF_ONE_MUNICIPALITY


async def test_the_public_list_begins_with_what_is_open(house: House) -> None:
    database = house.context("directory").database
    asker = Asker(BERGKAMEN, SeenBy.PUBLIC, local_date(house.clock.now()))
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    async with database.reading() as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        seen = select(sight.seen(sight.kind_of(asker)))
        await session.execute(seen, sight.values_of(asker))
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        [(statement, given)] = asked
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        plan = [str(row[-1]) for row in rows]
    assert plan[0].startswith("SEARCH entries USING INDEX"), plan
    assert plan[1].startswith("SEARCH people USING"), plan
