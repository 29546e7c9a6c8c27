"""What joins a mail that another instance has in its hands is no second mail, on PostgreSQL."""

from uuid import UUID

import pytest
from sqlalchemy import select, update

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.values import State
from services.notifications.mails.values import CONSULTATION_ANSWERED
from services.notifications.messages import use_cases as messages
from services.notifications.messages.values import Draft, ToPerson
from services.notifications.models import deliveries as table
from services.notifications.values import Owed
from shared.ids import new_id
from shared.messaging.database import Database
from tests.notifications.owing import received
from tests.notifications.test_postgres import instances, url

pytestmark = pytest.mark.real
__all__ = ["instances", "url"]


async def two_for_one(database: Database) -> tuple[UUID, UUID]:
    """The one that is due, and one that is not there yet."""
    me = new_id()
    for each in (new_id(), new_id()):
        draft = Draft(CONSULTATION_ANSWERED, ToPerson(me), each, subject_id=each)
        async with database.bulk() as bulk:
            await messages.queue(bulk, [(draft, received())])
    async with database.transaction() as uow:
        alone = update(table).values(group_key=table.c.message_id, not_before=uow.now)
        await uow.session.execute(alone)
        head, late = (await uow.session.scalars(select(table.c.message_id))).all()
        not_yet = update(table).where(table.c.message_id == late)
        await uow.session.execute(not_yet.values(state=State.WITHDRAWN))
    return head, late


async def lease(database: Database) -> list[Owed]:
    async with database.transaction() as uow:
        return await deliveries.lease(uow, new_id(), 1)


async def test_what_joins_while_the_rest_is_being_leased_waits_until_that_is_settled(
    instances: list[Database],
) -> None:
    one, other = instances
    head, late = await two_for_one(one)
    async with one.transaction() as uow:
        [mail] = await deliveries.lease(uow, new_id(), 1)
        async with other.transaction() as meanwhile:
            joined = update(table).where(table.c.message_id == late)
            held = {"group_key": head, "state": State.QUEUED}
            await meanwhile.session.execute(joined.values(held))
        assert await lease(other) == []
    assert mail.id == head
    assert await lease(other) == []
    async with one.transaction() as uow:
        await deliveries.mark_sent(uow, [mail])
    assert [each.id for each in await lease(other)] == [late]
