"""Topics on PostgreSQL, where somebody presses twice at once, and while supporters are told."""

import asyncio
from collections.abc import AsyncGenerator
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from deploy.local.postgres import PostgresServer
from services.trainings.proposals import use_cases
from services.trainings.proposals.forms import DeclineForm, ProposalForm
from services.trainings.proposals.models import Proposal, supports
from shared.clock import SystemClock
from shared.ids import new_id
from shared.messaging.database import Database
from shared.web.problem import Problem
from tests.house import BERGKAMEN
from tests.prepared import tables_on
from tests.trainings.hall import me

pytestmark = pytest.mark.real


@pytest_asyncio.fixture
async def database(postgres: PostgresServer) -> AsyncGenerator[Database]:
    name = f"topics_{uuid4().hex[:8]}"
    await tables_on(postgres, name, "trainings")
    made = Database(postgres.owner_url(name), "trainings", SystemClock())
    yield made
    await made.close()


async def topic(database: Database) -> UUID:
    async with database.transaction() as uow:
        return (await use_cases.propose(uow, me(), ProposalForm(title="Recht"))).id


async def test_everybody_counts_once_and_nobody_is_lost_while_it_is_answered(
    database: Database,
) -> None:
    key, people = await topic(database), [me(new_id()) for _ in range(4)]
    twin = new_id()

    async def press(each: int) -> str:
        try:
            async with database.transaction() as uow:
                await use_cases.support(uow, people[each % 4], key)
        except Problem as problem:
            return problem.code
        return ""

    assert set(await asyncio.gather(*map(press, range(8)))) == {""}
    async with database.transaction() as uow:
        await use_cases.unite(uow, BERGKAMEN, twin, people[0].person_id)
        await use_cases.unite(uow, BERGKAMEN, people[1].person_id, people[2].person_id)
    count = select(func.count()).select_from(supports)
    async with database.transaction() as uow:
        assert (await uow.session.scalars(count)).one() == 3
        await use_cases.decline(uow, me(), key, DeclineForm(reason="Gibt es schon."))
    told = await asyncio.gather(*(answer(database) for _ in range(3)))
    assert sum(len(each) for each in told) == 1, "told once, whoever wakes"
    assert await press(3) == "topic-answered"
    async with database.reading() as session:
        assert (await session.scalars(count)).one() == 0
        assert (await session.scalars(select(Proposal.supported))).one() == 3


async def answer(database: Database) -> list[bytes]:
    sealed: list[bytes] = []

    def seal(content: bytes) -> str:
        sealed.append(content)
        return "a.b.c.d.e"

    async with database.transaction() as uow:
        await use_cases.answer(uow, seal)
    return sealed
