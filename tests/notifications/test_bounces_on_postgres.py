"""What came back, on PostgreSQL: two instances are told the same at the same time."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select

from services.notifications.addresses.models import health
from services.notifications.bounces import use_cases as bounces
from services.notifications.bounces.values import Reported, ReturnPath
from services.notifications.dispatches.models import Dispatch
from services.notifications.dispatches.values import Outcome
from services.notifications.mails.values import CONSULTATION_ANSWERED
from shared.ids import new_id
from shared.messaging.database import Database
from tests.house import BERGKAMEN
from tests.notifications.reports import report
from tests.notifications.test_postgres import instances, url

__all__ = ["instances", "url"]

pytestmark = pytest.mark.real

PATHS = ReturnPath("bounce.example.org", b"k" * 32)


async def test_one_mail_that_came_back_counts_once_though_it_is_said_twice_at_once(
    instances: list[Database],
) -> None:
    first, second = instances
    mail_id = await _sent(first)

    async def reported() -> Reported:
        async with second.transaction() as uow:
            return await bounces.report(uow, PATHS, PATHS.of(mail_id), report())

    async with first.transaction() as uow:
        assert await bounces.report(uow, PATHS, PATHS.of(mail_id), report()) is Reported.NOTED
        other = asyncio.create_task(reported())
        await asyncio.wait({other}, timeout=0.2)

    assert await other is Reported.KNOWN
    async with first.reading() as session:
        assert (await session.execute(select(health.c.hard))).scalars().all() == [1]


async def _sent(database: Database) -> UUID:
    mail_id = new_id()
    async with database.transaction() as uow:
        uow.session.add(
            Dispatch(
                mail_id=mail_id,
                tenant=BERGKAMEN,
                person_id=new_id(),
                address="kim@awo.example",
                kind=CONSULTATION_ANSWERED.value,
                introduces=False,
                outcome=Outcome.TAKEN.value,
                reply="",
                message_ids=[str(new_id())],
                sent_at=uow.now,
            )
        )
    return mail_id
