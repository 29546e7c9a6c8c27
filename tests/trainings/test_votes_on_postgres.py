"""Votes on PostgreSQL, where several press at the same moment."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import select

from deploy.local.postgres import PostgresServer
from services.trainings.statements import use_cases
from services.trainings.statements.forms import OpenForm, StatementForm
from services.trainings.statements.models import StatementTally, StatementVoter
from services.trainings.statements.values import Ballot, Choice
from shared.clock import SystemClock, local_date
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from tests.house import BERGKAMEN
from tests.prepared import tables_on

pytestmark = pytest.mark.real
AT_ONCE = 4


@pytest_asyncio.fixture
async def database(postgres: PostgresServer) -> AsyncGenerator[Database]:
    name = f"votes_{uuid4().hex[:8]}"
    await tables_on(postgres, name, "trainings")
    made = Database(postgres.owner_url(name), "trainings", SystemClock())
    yield made
    await made.close()


def somebody() -> Me:
    cause = Cause(BERGKAMEN, new_id())
    return Me(BERGKAMEN, AccessRole.COORDINATOR, new_id(), None, cause, new_id())


async def test_each_has_one_vote_however_often_and_whenever_they_press(
    database: Database,
) -> None:
    office, people = somebody(), [somebody() for _ in range(AT_ONCE)]
    async with database.transaction() as uow:
        given = StatementForm(title="Mehr Stellen", text="Wir fordern mehr Stellen.")
        row = await use_cases.add(uow, office, given)
        await use_cases.discuss(uow, office, row.id)
        ballot = OpenForm(ballot=Ballot.HIDDEN, last_day=local_date(uow.now))
        await use_cases.open_vote(uow, office, row.id, ballot)
        key: UUID = row.id

    async def vote(who: Me) -> str:
        try:
            async with database.transaction() as uow:
                await use_cases.vote(uow, who, key, Choice.FOR)
        except Problem as problem:
            return problem.code
        return ""

    twice = [replace(each) for each in people for _ in range(2)]
    found = await asyncio.gather(*map(vote, twice))
    assert sorted(found) == [""] * AT_ONCE + ["voted"] * AT_ONCE
    async with database.reading() as session:
        tally = (await session.scalars(select(StatementTally))).one()
        voters = (await session.scalars(select(StatementVoter))).all()
    assert (tally.in_favour, tally.against, tally.abstained) == (AT_ONCE, 0, 0)
    assert {(each.person_id, each.choice) for each in voters} == {
        (each.person_id, None) for each in people
    }
