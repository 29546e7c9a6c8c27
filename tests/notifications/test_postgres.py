"""The delivery log on PostgreSQL, where several instances deliver at the same time."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import event

from deploy.local.postgres import PostgresServer
from services.notifications.deliveries import use_cases
from services.notifications.messages import use_cases as messages
from services.notifications.messages.values import About, Draft
from services.notifications.values import Letter, Owed
from shared.clock import MovableClock, local_date
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.router import Received
from shared.messaging.unit_of_work import BulkUnitOfWork
from shared.settings import Settings
from tests.notifications.conftest import house_with, kept, settled, tell
from tests.notifications.owing import owed
from tests.notifications.town import Town, task
from tests.prepared import tables_on

pytestmark = pytest.mark.real


@pytest.fixture
async def url(postgres: PostgresServer) -> str:
    """A migrated database of its own."""
    name = f"notifications_{new_id().hex}"
    await tables_on(postgres, name, "notifications")
    return postgres.url(name)


@pytest.fixture
async def instances(url: str) -> AsyncGenerator[list[Database]]:
    """Two instances of the service at one database."""
    clock = MovableClock()
    both = [Database(url, "notifications", clock) for _ in range(2)]
    yield both
    for each in both:
        await each.close()


async def test_a_hire_reaches_everybody_on_postgresql(url: str, tmp_path: Path, town: Town) -> None:
    settings = Settings(
        database_url=url,
        secret=SecretStr("s" * 32),
        mail_from="post@bergkamen.example",
        _env_file=None,
    )
    async with house_with(tmp_path, settings) as house:
        await tell(house, *town.everything(), town.hired())
        await tell(
            house,
            town.started(
                task("office", Role.HEAD, town.school),
                task("keys", Role.HEAD, town.second_school),
                task("shadowing", Role.BUDDY, town.school),
                task("directory_entry", Role.YOUTH_OFFICE, town.school),
            ),
        )
        await settled(house, "sent", "queued", "sent", "sent", "sent")
        await tell(house, town.departed(local_date(house.clock.now()) - timedelta(days=1)))
        await settled(house, "sent", "sent", "sent", "sent", "withdrawn")
        assert len(await kept(house)) == 3


async def test_two_instances_take_letters_at_the_same_time_and_never_split_a_group(
    instances: list[Database],
) -> None:
    onboardings = [new_id() for _ in range(40)]
    async with instances[0].bulk() as uow:
        await messages.queue(uow, [each for one in onboardings for each in _owed(one)])

    both = asyncio.Barrier(len(instances))
    found = await asyncio.gather(*(_lease_all(each, both) for each in instances))

    taken = [letter.id for leases in found for lease in leases for letter in lease]
    assert len(taken) == len(set(taken)) == len(onboardings) * 5
    assert all(found)
    for leases in found:
        for lease in leases:
            groups = [each.onboarding_id for each in lease if isinstance(each, Letter)]
            assert all(groups.count(each) == 5 for each in set(groups))


async def _lease_all(database: Database, both: asyncio.Barrier) -> list[list[Owed]]:
    """All that an instance gets; both have taken some before the first commits."""
    leases: list[list[Owed]] = []
    empty = 0
    while empty < 5:
        async with database.transaction() as uow:
            lease = await use_cases.lease(uow, new_id(), 7)
            if not leases and not empty:
                await both.wait()
        empty = 0 if lease else empty + 1
        leases += [lease] if lease else []
        await asyncio.sleep(0.001)
    return leases


def _owed(onboarding: UUID) -> list[tuple[Draft, Received[Any]]]:
    about = About(new_id(), new_id(), onboarding)
    return [
        owed(LetterKind.TASKS, about, role)
        for role in (Role.HEAD, Role.IT, Role.CARRIER, Role.BUDDY, Role.WORKER)
    ]


async def test_who_wakes_letters_looks_at_none_that_waits_for_nothing(
    instances: list[Database],
) -> None:
    """Or a mail server that is away would make everything slow that brings somebody's name."""
    database = instances[0]
    async with database.bulk() as uow:
        welcomes = [owed(LetterKind.WELCOME, About(new_id(), new_id())) for _ in range(2000)]
        await messages.queue(uow, welcomes)
    asked: list[str] = []
    async with database.begin() as transaction:
        event.listen(
            database.engine._write.sync_engine,
            "before_cursor_execute",
            lambda _, __, statement, *___: asked.append(statement),
        )
        use_cases.wake(BulkUnitOfWork(transaction), [new_id()])
        await transaction.flush()
    async with database.engine.driver() as connection:
        await connection.execute("SET plan_cache_mode = force_generic_plan")
        rows = await connection.fetch(
            f"EXPLAIN {asked[-1]}", database.clock.now(), None, [new_id()]
        )
        await connection.execute("RESET plan_cache_mode")
    plan = "\n".join(row[0] for row in rows)
    assert "deliveries_waiting" in plan
    assert "deliveries_due" not in plan
    assert "Seq Scan" not in plan
