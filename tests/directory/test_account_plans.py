"""The list of accounts does not go through everybody, whoever looks."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from services.directory.accounts import queries
from services.directory.accounts.forms import AccountSearch
from shared.contracts.accounts import AccessRole
from shared.database.paging import KeysetRequest
from shared.messaging.event import EVERYONE, Cause
from shared.web.sessions.person import Me
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN


@pytest.mark.parametrize(
    ("role", "tenant", "index"),
    [
        (AccessRole.OPERATOR, EVERYONE, "people USING INDEX people_in_order"),
        (AccessRole.COORDINATOR, BERGKAMEN, "people USING INDEX people_of_tenant_in_order"),
    ],
)
async def test_accounts_are_found_by_an_index(
    open_house: OpenHouse, role: AccessRole, tenant: str, index: str
) -> None:
    house = await open_house("directory")
    engine = house.context("directory").database.engine
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    me = Me(tenant, role, uuid4(), None, Cause(tenant, uuid4()), uuid4())
    event.listen(engine._read.sync_engine, "before_cursor_execute", note)
    async with house.context("directory").database.reading() as session:
        await queries.page_of(session, me, AccountSearch(), KeysetRequest())
        event.remove(engine._read.sync_engine, "before_cursor_execute", note)
        connection = await session.connection()
        statement, parameters = asked[-1]
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = [str(row[-1]) for row in rows]
    assert any(index in each for each in plan), plan
    assert not [each for each in plan if each in ("SCAN people", "SCAN sign_in_addresses")], plan
