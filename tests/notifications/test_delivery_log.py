"""The delivery log without anybody who delivers."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from services.notifications.deliveries import use_cases
from services.notifications.messages import use_cases as messages
from services.notifications.messages.values import About
from services.notifications.models import deliveries
from services.notifications.recipients import models
from services.notifications.values import Letter, NotYet, Owed, Waiting
from shared.clock import MovableClock
from shared.contracts.notifications import LetterKind
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.tables import outbox
from tests.house import BERGKAMEN
from tests.notifications.owing import owed
from tests.prepared import tables_at


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    url = f"sqlite+aiosqlite:///{tmp_path}/notifications.db"
    await tables_at(url, "notifications")
    database = Database(url, "notifications", MovableClock())
    yield database
    await database.close()


async def queue(database: Database, *kinds: LetterKind) -> None:
    async with database.bulk() as uow:
        await messages.queue(uow, [owed(kind, About(new_id(), new_id())) for kind in kinds])


HOLDER = new_id()


async def lease(database: Database, at_most: int = 10, holder: UUID = HOLDER) -> list[Owed]:
    async with database.transaction() as uow:
        return await use_cases.lease(uow, holder, at_most)


async def test_a_copy_that_arrives_while_a_letter_is_written_is_noticed(
    database: Database,
) -> None:
    await queue(database, LetterKind.WELCOME)
    [letter] = await lease(database)
    assert isinstance(letter, Letter)
    person = row_of(models.Person)(
        person_id=letter.worker_id,
        tenant=BERGKAMEN,
        version=1,
        given_name="Jana",
        family_name="Groß",
        email="jana@awo.example",
    )

    async with database.transaction() as uow:
        await insert_rows(uow.session, models.people, [person])
        missed = Waiting(letter, NotYet(letter.worker_id, absent="people"))
        await use_cases.await_copies(uow, [missed])

    assert [again.id for again in await lease(database)] == [letter.id]


async def test_a_welcome_is_leased_before_letters_that_wait_longer(database: Database) -> None:
    await queue(database, LetterKind.SURVEY_INVITATION, LetterKind.TASKS)
    await queue(database, LetterKind.WELCOME)

    leases = [await lease(database, 1) for _ in range(3)]

    in_order = [LetterKind.WELCOME, LetterKind.TASKS, LetterKind.SURVEY_INVITATION]
    assert [letter.kind for [letter] in leases] == in_order


async def test_a_letter_withdrawn_while_it_is_sent_is_sent_and_not_offered_again(
    database: Database,
) -> None:
    await queue(database, LetterKind.WELCOME, LetterKind.WELCOME)
    taken, refused = await lease(database)
    assert isinstance(taken, Letter)
    assert isinstance(refused, Letter)
    async with database.transaction() as uow:
        await messages.withdraw(uow, [taken.worker_id, refused.worker_id])

    async with database.transaction() as uow:
        await use_cases.mark_sent(uow, [taken])
        await use_cases.retry_later(uow, [refused])

    async with database.reading() as session:
        states = dict(
            (await session.execute(select(deliveries.c.message_id, deliveries.c.state))).all()
        )
    assert states == {taken.id: "sent", refused.id: "withdrawn"}


async def test_a_letter_that_two_have_sent_is_announced_once(database: Database) -> None:
    await queue(database, LetterKind.WELCOME)
    [letter] = await lease(database)

    for _ in range(2):
        async with database.transaction() as uow:
            await use_cases.mark_sent(uow, [letter])

    async with database.reading() as session:
        told = (await session.execute(select(outbox))).all()
    assert len([row for row in told if "letter-sent" in str(row)]) == 1


async def test_a_lease_lapses_after_two_minutes(database: Database) -> None:
    await queue(database, LetterKind.WELCOME)
    [letter] = await lease(database)
    clock = database.clock
    assert isinstance(clock, MovableClock)

    clock.forward(timedelta(seconds=115))
    assert await lease(database) == await lease(database) == []
    clock.forward(timedelta(seconds=6))
    await lease(database)

    assert [again.id for again in await lease(database)] == [letter.id]
