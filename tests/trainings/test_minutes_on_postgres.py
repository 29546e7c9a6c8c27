"""Minutes and decisions on PostgreSQL, where several write at the same time."""

import asyncio
from collections.abc import AsyncGenerator
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import select

from deploy.local.postgres import PostgresServer
from services.trainings.decisions.forms import DecisionForm
from services.trainings.decisions.models import Decision
from services.trainings.decisions.use_cases import add
from services.trainings.minutes.use_cases import publish, save
from services.trainings.minutes.values import Clash
from services.trainings.models import Gathering
from shared.clock import SystemClock
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import GatheringKind, GatheringState
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.web.sessions.person import Me
from tests.house import BERGKAMEN
from tests.prepared import tables_on

pytestmark = pytest.mark.real
AT_ONCE = 4


@pytest_asyncio.fixture
async def database(postgres: PostgresServer) -> AsyncGenerator[Database]:
    name = f"minutes_{uuid4().hex[:8]}"
    await tables_on(postgres, name, "trainings")
    made = Database(postgres.owner_url(name), "trainings", SystemClock())
    yield made
    await made.close()


def somebody() -> Me:
    cause = Cause(BERGKAMEN, new_id())
    return Me(BERGKAMEN, AccessRole.COORDINATOR, new_id(), None, cause, new_id())


async def gathering(database: Database) -> UUID:
    async with database.transaction() as uow:
        row = Gathering(
            tenant=BERGKAMEN,
            id=new_id(),
            kind=GatheringKind.EXCHANGE,
            title="Austausch",
            state=GatheringState.OPEN,
            starts_at=uow.now,
        )
        uow.session.add(row)
    return row.id


async def test_of_several_who_save_at_once_one_is_first_and_nobody_loses_text(
    database: Database,
) -> None:
    held = await gathering(database)

    async def write(number: int) -> Clash | None:
        async with database.transaction() as uow:
            return await save(uow, somebody(), held, f"Text {number}", 0)

    found = await asyncio.gather(*map(write, range(AT_ONCE)))
    clashes = [each for each in found if each]
    assert len(clashes) == AT_ONCE - 1
    first = next(number for number, each in enumerate(found) if each is None)
    assert {(each.stored, each.revision) for each in clashes} == {(f"Text {first}", 1)}


async def test_decisions_published_at_once_have_each_their_number(database: Database) -> None:
    held = [await gathering(database) for _ in range(AT_ONCE)]
    for each in held:
        async with database.transaction() as uow:
            for number in range(2):
                await add(uow, somebody(), each, DecisionForm(text=f"Beschluss {number}"))
            await save(uow, somebody(), each, "Text", 0)

    async def freeze(gathering_id: UUID) -> None:
        async with database.transaction() as uow:
            await publish(uow, somebody(), gathering_id)

    await asyncio.gather(*map(freeze, held))
    async with database.reading() as session:
        query = select(Decision.number).where(Decision.tenant == BERGKAMEN)
        found = (await session.scalars(query)).all()
    assert len(found) == 2 * AT_ONCE
    assert {*found} == {*range(1, 2 * AT_ONCE + 1)}
