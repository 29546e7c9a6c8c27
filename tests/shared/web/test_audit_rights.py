"""An entry of the audit is there for good: the database sees to it, in both forms."""

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from shared.messaging.tables import audit
from tests.conftest import OpenHouse


async def test_an_entry_is_never_changed_nor_deleted(open_either_house: OpenHouse) -> None:
    house = await open_either_house("directory")
    database = house.context("directory").database
    async with database.transaction() as uow:
        row = dict.fromkeys(("tenant", "actor", "role", "action"), "x")
        more = {"at": uow.now, "object_kind": "x", "object_id": "x"}
        await uow.session.execute(insert(audit).values(**row, **more))
    for statement in (update(audit).values(actor="nobody"), delete(audit)):
        with pytest.raises(DBAPIError, match=r"append-only|permission denied"):
            async with database.transaction() as uow:
                await uow.session.execute(statement)
    [(count,)] = await house.rows("directory", select(func.count()).select_from(audit))
    assert count == 1
