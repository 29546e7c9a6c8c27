"""An announcement to thousands costs as many statements as one to few, in both databases."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import event, func, insert, select

from deploy.local.postgres import PostgresServer
from services.notifications.announcements import queries, use_cases
from services.notifications.announcements.forms import AnnouncementForm
from services.notifications.announcements.models import Recipient
from services.notifications.models import deliveries, messages
from shared.clock import MovableClock
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.web.sessions.models import access
from shared.web.sessions.person import Me
from tests.house import BERGKAMEN
from tests.notifications.news import SUBJECT, TEXT, of
from tests.prepared import tables_on, with_tables

SECONDS = 5.0
"""For 50,000, of which the test has a tenth."""


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.real)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Database]:
    if request.param == "embedded":
        await with_tables(tmp_path, ["notifications"])
        url = f"sqlite+aiosqlite:///{tmp_path / 'notifications.db'}"
    else:
        postgres: PostgresServer = request.getfixturevalue("postgres")
        name = f"announcements_{new_id().hex}"
        await tables_on(postgres, name, "notifications")
        url = postgres.url(name)
    database = Database(url, "notifications", MovableClock())
    yield database
    await database.close()


def me() -> Me:
    cause = Cause(BERGKAMEN, new_id())
    return Me(BERGKAMEN, AccessRole.COORDINATOR, new_id(), None, cause, new_id())


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Every statement that is executed meanwhile."""
    asked: list[str] = []
    engine = database.engine._write.sync_engine

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


async def act(database: Database, number: int) -> None:
    """So many workers."""
    grants = [of(AccessRole.WORKER).model_dump(mode="json")]
    rows = [{"person_id": new_id(), "version": 1, "grants": grants} for _ in range(number)]
    async with database.transaction() as uow:
        await uow.session.execute(insert(access), rows)


async def published(database: Database) -> None:
    given = AnnouncementForm(
        subject=SUBJECT, text=TEXT, to="workers", to_confirm=True, remind_after=3
    )
    office = me()
    async with database.transaction() as uow:
        row = await use_cases.add(uow, office, given)
        people = await queries.acting(uow.session, row, uow.now)
        await use_cases.publish(uow, office, row.id, row.version, people)


async def test_publishing_owing_and_reminding_cost_no_statement_more_for_thousands(
    database: Database,
) -> None:
    clock, costs = database.clock, []
    assert isinstance(clock, MovableClock)
    for number in (5, 1990):
        await act(database, number)
        with counted(database) as asked:
            await published(database)
            async with database.transaction() as uow:
                await use_cases.owe(uow)
            clock.forward(timedelta(days=3))
            async with database.transaction() as uow:
                while await use_cases.remind(uow):
                    pass
        costs.append(len(asked))
    assert costs[1] <= costs[0] + 8
    async with database.reading() as session:
        for table in (messages, deliveries):
            count = await session.execute(select(func.count()).select_from(table))
            assert count.scalar_one() == 3 * 5 + 2 * 1995


async def test_however_often_it_is_begun_everybody_is_owed_it_once_and_soon(
    database: Database,
) -> None:
    await act(database, 5000)
    begun = monotonic()
    await published(database)
    more, rounds = True, 0
    while more:
        async with database.transaction() as uow:
            more = await use_cases.owe(uow)
        rounds += 1
    assert monotonic() - begun < SECONDS
    assert rounds == 4
    async with database.transaction() as uow:
        assert not await use_cases.owe(uow)
    async with database.reading() as session:
        owed = await session.execute(select(func.count(func.distinct(messages.c.person_id))))
        every = await session.execute(select(func.count()).select_from(messages))
        told = await session.execute(select(func.count()).where(Recipient.owed_edition == 1))
        assert (owed.scalar_one(), every.scalar_one(), told.scalar_one()) == (5000, 5000, 5000)
