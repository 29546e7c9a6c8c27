"""Quiet hours and digests on PostgreSQL, where several instances hold at the same time."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from services.notifications.bundles import use_cases as bundles
from services.notifications.deliveries import use_cases as deliveries
from services.notifications.hours import use_cases as hours
from services.notifications.hours.forms import HoursForm
from services.notifications.hours.values import WEEK
from services.notifications.mails.values import CONSULTATION_ANSWERED
from services.notifications.messages import use_cases as messages
from services.notifications.messages.values import Draft, ToPerson
from services.notifications.models import deliveries as table
from services.notifications.values import Candidate
from shared.clock import local_date
from shared.ids import new_id
from shared.messaging.database import Database
from shared.settings import Settings
from tests.house import BERGKAMEN
from tests.notifications.conftest import house_with, kept, tell
from tests.notifications.owing import received
from tests.notifications.test_notices import access, later, opened, report
from tests.notifications.test_postgres import instances, url
from tests.notifications.town import Town, person
from tests.signing_in import coordinator_of

pytestmark = pytest.mark.real
__all__ = ["instances", "url"]


async def test_a_night_becomes_one_mail_in_the_morning_on_postgresql(
    url: str, tmp_path: Path, town: Town
) -> None:
    settings = Settings(
        database_url=url,
        secret=SecretStr("s" * 32),
        mail_from="post@bergkamen.example",
        _env_file=None,
    )
    async with house_with(tmp_path, settings) as house:
        await opened(house)
        me, database = new_id(), house.context("notifications").database
        await tell(house, person(me, "Ayşe", "Yıldız", "a@bergkamen.example"))
        await tell(house, access(me, coordinator_of(BERGKAMEN)))
        today = local_date(house.clock.now())
        in_two_days = WEEK[(today.weekday() + 2) % len(WEEK)]
        form = HoursForm(days=[in_two_days], opens=0, closes=24, on_holidays=True)
        async with database.transaction() as uow:
            await hours.set_for_town(uow, BERGKAMEN, form)
        await report(house)
        later(house)
        consultation = new_id()
        draft = Draft(CONSULTATION_ANSWERED, ToPerson(me), consultation, subject_id=consultation)
        async with database.bulk() as bulk:
            await messages.queue(bulk, [(draft, received(house.clock.now()))])
        later(house)
        await house.quiet()
        held = select(table.c.group_key).where(table.c.waits_for == me)
        async with asyncio.timeout(10):
            while len(keys := await house.rows("notifications", held)) < 2:
                await asyncio.sleep(0.02)
        assert len({each.group_key for each in keys}) == 1
        assert await kept(house) == []
        later(house, timedelta(days=2))
        async with asyncio.timeout(10):
            while not (mails := await kept(house)):
                await asyncio.sleep(0.02)
        [mail] = mails
        assert mail.subject == "Ihre Zusammenfassung: 2 Nachrichten"


async def test_instances_that_hold_at_the_same_time_make_one_mail_of_it(
    instances: list[Database],
) -> None:
    me, until = new_id(), instances[0].clock.now() + timedelta(days=1)
    drafts = [
        Draft(CONSULTATION_ANSWERED, ToPerson(me), each, subject_id=each)
        for each in (new_id() for _ in range(6))
    ]
    for draft in drafts:
        async with instances[0].bulk() as bulk:
            await messages.queue(bulk, [(draft, received())])
    async with instances[0].transaction() as uow:
        await uow.session.execute(
            table.update().values(group_key=table.c.message_id, not_before=uow.now)
        )
    both = asyncio.Barrier(len(instances))
    await asyncio.gather(*(_hold(each, both, until, me) for each in instances))
    async with instances[0].reading() as session:
        keys = await session.execute(select(table.c.group_key, table.c.state))
        rows = keys.all()
    assert len(rows) == len(drafts)
    assert len({row.group_key for row in rows}) == 1


async def _hold(database: Database, both: asyncio.Barrier, until: datetime, me: UUID) -> None:
    async with database.transaction() as uow:
        leased = await deliveries.lease(uow, new_id(), 3)
    await both.wait()
    async with database.transaction() as uow:
        await bundles.hold(uow, [(Candidate(each, me), until) for each in leased])
