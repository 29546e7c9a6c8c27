"""What a carrier's identity system lets its workers do, and until when."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.employments.models import employments
from shared.contracts.accounts import AccessRole
from shared.database.tables import table_of
from shared.ids import new_id
from tests.directory.conftest import Desk
from tests.directory.identity_system import IdentitySystem, a_user, identity_system
from tests.directory.test_scim_people import FREE, LOCK, working
from tests.house import BERGKAMEN

grants = table_of(AccessGrant)


@pytest.fixture
async def scim(desk: Desk) -> IdentitySystem:
    return await identity_system(desk)


async def held(desk: Desk) -> list[tuple[str, str, date | None]]:
    """By whoever signs in by code: with which role, where, until when."""
    columns = (grants.c.role, grants.c.tenant, grants.c.valid_to)
    mine = select(*columns).where(grants.c.role == AccessRole.WORKER)
    return [tuple(row) for row in await desk.house.rows("directory", mine)]


async def store(desk: Desk, statement: Any) -> None:
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(statement)


async def test_a_user_who_works_there_may_sign_in_as_a_worker_and_is_told(
    desk: Desk, scim: IdentitySystem
) -> None:
    await working(desk)
    assert await held(desk) == []
    await scim.create()
    assert await held(desk) == [("worker", BERGKAMEN, None)]
    addresses = select(table_of(SignInAddress).c.address)
    assert ("mara@example.org",) in await desk.house.rows("directory", addresses)
    [told] = await desk.announced("directory.code-request.v1")
    assert (told["notice"], told["invited"]["by"]) == ("invited", "carrier")


async def test_it_ends_with_the_last_day(desk: Desk, scim: IdentitySystem) -> None:
    await working(desk)
    await scim.create()
    last = {"external_id": "P-4711", "last_day": "2027-06-30", "reason": "moved"}
    assert (await desk.carrier.post("/departures", last)).status_code == 201
    assert await held(desk) == [("worker", BERGKAMEN, date(2027, 6, 30))]


async def test_who_has_left_before_is_not_let_in(desk: Desk, scim: IdentitySystem) -> None:
    await working(desk)
    await store(desk, update(employments).values(last_day=date(2026, 2, 1)))
    await scim.create()
    assert await held(desk) == []


async def test_a_user_whom_nobody_employs_may_do_nothing(desk: Desk, scim: IdentitySystem) -> None:
    await scim.create(emails=None)
    assert await held(desk) == []
    await working(desk)
    assert await held(desk) == []
    user = await scim.names('externalId eq "P-4711"')
    assert len(user) == 1


@pytest.mark.parametrize("how", ["PATCH", "DELETE"])
async def test_who_is_locked_is_out_at_once_and_in_again_when_freed(
    desk: Desk, scim: IdentitySystem, how: str
) -> None:
    await working(desk)
    user = await scim.create()
    if how == "PATCH":
        await scim.patch(user["id"], LOCK)
    else:
        await scim.send("DELETE", f"/Users/{user['id']}")
    assert await held(desk) == []
    if how == "PATCH":
        await scim.patch(user["id"], FREE)
    else:
        await scim.send("POST", "/Users", a_user())
    assert await held(desk) == [("worker", BERGKAMEN, None)]


async def test_who_works_for_another_carrier_as_well_is_not_shut_out(
    desk: Desk, scim: IdentitySystem
) -> None:
    await working(desk)
    user = await scim.create()
    [row] = await desk.house.rows("directory", select(employments))
    other = {**row._mapping, "id": new_id(), "carrier_id": new_id(), "ordinal": 2}
    await store(desk, insert(employments).values(other))
    await scim.patch(user["id"], LOCK)
    assert await held(desk) == [("worker", BERGKAMEN, None)]


async def test_whom_the_office_has_shut_out_no_sync_lets_in(
    desk: Desk, scim: IdentitySystem
) -> None:
    await working(desk)
    user = await scim.create()
    await store(desk, grants.delete().where(grants.c.role == AccessRole.WORKER))
    name = {"op": "replace", "path": "name.familyName", "value": "Neu"}
    await scim.patch(user["id"], name)
    assert await held(desk) == []


async def test_who_had_left_is_let_in_by_the_office_only(desk: Desk, scim: IdentitySystem) -> None:
    await working(desk)
    user = await scim.create()
    ended = date(2026, 2, 1)
    mine = grants.c.role == AccessRole.WORKER
    await store(desk, update(grants).where(mine).values(valid_to=ended))
    await scim.patch(user["id"], LOCK)
    await scim.patch(user["id"], FREE)
    assert await held(desk) == [("worker", BERGKAMEN, ended)]
