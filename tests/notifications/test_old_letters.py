"""Letters of any kind go ninety days after they are settled; what is still owed stays."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.messages import use_cases as messages
from services.notifications.messages.jobs import forget_notices
from services.notifications.messages.values import About
from services.notifications.models import deliveries as table_of_deliveries
from services.notifications.models import messages as table
from services.notifications.undeliverable import use_cases as undeliverable
from services.notifications.undeliverable.models import given_up
from services.notifications.undeliverable.values import FailureCause
from shared.clock import MovableClock
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from shared.jobs.scheduler import Job
from shared.messaging.database import Database
from shared.messaging.tables import retention_runs
from tests.notifications.owing import owed
from tests.prepared import tables_at
from tests.shared.erasing.test_every_table import made_up

KINDS = (LetterKind.WELCOME, LetterKind.TASKS, LetterKind.COVER, LetterKind.SURVEY_INVITATION)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def database(tmp_path: Path, clock: MovableClock) -> AsyncGenerator[Database]:
    url = f"sqlite+aiosqlite:///{tmp_path}/notifications.db"
    await tables_at(url, "notifications")
    database = Database(url, "notifications", clock)
    yield database
    await database.close()


async def queue(database: Database, *kinds: LetterKind) -> None:
    async with database.bulk() as uow:
        await messages.queue(uow, [owed(kind, About(new_id(), new_id())) for kind in kinds])


async def forget(database: Database) -> None:
    more = True
    while more:
        async with database.transaction() as uow:
            more = await Job("forget_notices", timedelta(hours=6), forget_notices)(uow)


async def left(database: Database) -> list[str]:
    async with database.reading() as session:
        return sorted(await session.scalars(select(table.c.kind)))


async def test_letters_of_any_kind_go_after_ninety_days_unless_they_are_owed(
    database: Database, clock: MovableClock
) -> None:
    await queue(database, *KINDS)
    clock.forward(timedelta(hours=2))
    async with database.transaction() as uow:
        taken = await deliveries.lease(uow, new_id(), 10)
        await deliveries.mark_sent(uow, taken[:-1])
        await undeliverable.give_up(uow, taken[-1:], FailureCause.ADDRESS, tried=False)
    await queue(database, LetterKind.WELCOME)
    clock.forward(timedelta(days=89))
    await forget(database)
    assert len(await left(database)) == len(KINDS) + 1
    clock.forward(timedelta(days=2))
    await forget(database)
    assert await left(database) == ["welcome"], "it is owed to this day"
    async with database.reading() as session:
        assert (await session.execute(select(given_up))).all() == []
        assert len((await session.execute(select(table_of_deliveries))).all()) == 1
        runs = (await session.execute(select(retention_runs))).all()
    counted = {each.rule.partition(": ")[2]: each.rows for each in runs}
    assert counted == {"messages": 4, "deliveries": 4, "given_up": 1}


async def test_many_go_in_several_transactions(database: Database, clock: MovableClock) -> None:
    number = messages.BATCH + 1
    long_ago = clock.now() - timedelta(days=100)
    ids = [new_id() for _ in range(number)]
    async with database.transaction() as uow:
        one = made_up(table, kind="welcome")
        await uow.session.execute(insert(table), [{**one, "id": each} for each in ids])
        way = made_up(table_of_deliveries, settled_at=long_ago, channel="mail")
        rows = [{**way, "message_id": each} for each in ids]
        await uow.session.execute(insert(table_of_deliveries), rows)
    async with database.transaction() as uow:
        assert await messages.forget_older(uow)
    async with database.transaction() as uow:
        assert not await messages.forget_older(uow)
    assert await left(database) == []
