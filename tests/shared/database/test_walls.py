"""The second wall: PostgreSQL shows one municipality's rows where the application forgot to ask."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from deploy.services import load
from services.directory.organizations.models import Organization
from shared.clock import SystemClock
from shared.contracts.directory import OrganizationKind
from shared.database.migrate import migrate
from shared.database.reach import CROSSING, narrow, one_request
from shared.messaging.database import Database

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

TOWNS = ("05978004", "05978020", "05978024")
FORGETFUL = text("SELECT DISTINCT tenant FROM organizations")
"""What a query is that has lost its filter."""
CROSSES = select(Organization.tenant).distinct().execution_options(**CROSSING)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def database(postgres: PostgresServer) -> AsyncGenerator[Database]:
    """The directory's, with an organization in each of three municipalities."""
    postgres.create("walls")
    await migrate(postgres.owner_url("walls"), histories(load("directory")))
    database = Database(postgres.url("walls"), "directory", SystemClock())
    async with database.transaction() as uow:
        uow.session.add_all(
            Organization(tenant=each, kind=OrganizationKind.CARRIER, name="Träger")
            for each in TOWNS
        )
    yield database
    await database.close()


async def seen(database: Database, tenant: str | None, statement: object = FORGETFUL) -> set[str]:
    """By a request of this municipality; None is no request at all, empty one of nobody's."""
    if tenant is None:
        async with database.reading() as session:
            return set((await session.execute(statement)).scalars())  # type: ignore[call-overload]
    with one_request():
        narrow(tenant)
        async with database.reading() as session:
            return set((await session.execute(statement)).scalars())  # type: ignore[call-overload]


@pytest.mark.parametrize("town", TOWNS)
async def test_a_query_without_its_filter_finds_ones_own(database: Database, town: str) -> None:
    assert await seen(database, town) == {town}
    assert await seen(database, "05978999") == set()


async def test_consumers_jobs_and_whoever_may_see_all_are_not_bound(database: Database) -> None:
    assert await seen(database, None) == set(TOWNS)
    assert await seen(database, "") == set(TOWNS)
    assert await seen(database, TOWNS[0], CROSSES) == set(TOWNS)


async def test_behind_the_wall_nothing_is_seen_as_long_as_nobody_says_whose(
    database: Database,
) -> None:
    async with database.engine._walled.connect() as connection:
        assert (await connection.execute(FORGETFUL)).all() == []
        user = await connection.execute(text("SELECT current_user"))
        assert user.scalar_one() == "one_municipality"


async def test_whoever_looks_at_one_municipality_changes_nothing(database: Database) -> None:
    with one_request():
        narrow(TOWNS[0])
        async with database.reading() as session:
            with pytest.raises(ProgrammingError, match="permission denied"):
                await session.execute(text("DELETE FROM organizations"))


@given(asked=st.lists(st.sampled_from([*TOWNS, None]), min_size=1, max_size=24))
async def test_connections_that_change_hands_show_what_they_are_asked_for(
    database: Database, asked: Sequence[str | None]
) -> None:
    found = await asyncio.gather(*(seen(database, each) for each in asked))
    assert found == [set(TOWNS) if each is None else {each} for each in asked]
