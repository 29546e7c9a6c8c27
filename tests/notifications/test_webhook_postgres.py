"""Webhooks on PostgreSQL, where several instances post at the same time."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from services.notifications.attempts import use_cases
from services.notifications.attempts.models import deliveries
from services.notifications.attempts.values import DeliveryState, Due
from services.notifications.endpoints import use_cases as endpoints
from services.notifications.endpoints.models import Endpoint
from services.notifications.endpoints.values import EventType, State
from services.notifications.posting.values import Answer, Outcome
from shared.clock import MovableClock
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.router import Received
from tests.house import BERGKAMEN
from tests.notifications.owing import received
from tests.notifications.test_postgres import instances, url
from tests.notifications.town import Town

pytestmark = pytest.mark.real
__all__ = ["instances", "url"]
"""Fixtures."""


@pytest.fixture
async def endpoint_id(instances: list[Database], town: Town) -> UUID:
    endpoint = Endpoint(
        tenant=BERGKAMEN,
        carrier_id=town.carrier,
        name="Personalsystem",
        url="https://192.0.2.1/",
        types=[each.value for each in EventType],
        state=State.ACTIVE.value,
        secret=b"sealed",
        secret_since=instances[0].clock.now(),
        created_at=instances[0].clock.now(),
    )
    async with instances[0].transaction() as uow:
        uow.session.add(endpoint)
    return endpoint.id


async def _queue(database: Database, town: Town, times: int) -> None:
    events = [Received(each, received().message) for each in town.hired_often(times)]
    async with database.bulk() as uow:
        await use_cases.queue(uow, events)


async def test_two_instances_take_each_event_once_and_take_over_what_lapsed(
    instances: list[Database], endpoint_id: UUID, town: Town
) -> None:
    await _queue(instances[0], town, 60)
    found = await asyncio.gather(*(_take_all(each) for each in instances))
    taken = [each.id for leases in found for each in leases]
    assert len(taken) == len(set(taken)) == 60
    clock = instances[0].clock
    assert isinstance(clock, MovableClock)
    clock.forward(use_cases.LEASE + timedelta(seconds=1))
    assert len(await _take_all(instances[1])) == 60


async def _take_all(database: Database) -> list[Due]:
    taken: list[Due] = []
    while True:
        async with database.transaction() as uow:
            lease = await use_cases.lease(uow, new_id(), 7, [])
        if not lease:
            return taken
        taken += lease


async def test_of_a_busy_endpoint_nothing_is_taken_and_who_lost_a_lease_notes_nothing(
    instances: list[Database], endpoint_id: UUID, town: Town
) -> None:
    await _queue(instances[0], town, 1)
    mine = new_id()
    async with instances[0].transaction() as uow:
        assert await use_cases.lease(uow, mine, 7, [endpoint_id]) == []
        [due] = await use_cases.lease(uow, mine, 7, [])
    async with instances[1].transaction() as uow:
        await use_cases.settle(uow, due, new_id(), Answer(Outcome.ACCEPTED, 200), None)
    async with instances[0].transaction() as uow:
        state = select(deliveries.c.state)
        assert (await uow.session.execute(state)).scalar_one() == DeliveryState.LEASED


async def test_an_endpoint_that_fails_is_looked_after_by_one_of_two_jobs(
    instances: list[Database], endpoint_id: UUID, town: Town
) -> None:
    await _queue(instances[0], town, 3)
    async with instances[0].transaction() as uow:
        await endpoints.note_failure(uow, endpoint_id, gone=False)
        ago = uow.now - timedelta(days=6)
        await uow.session.execute(update(Endpoint).values(failing_since=ago))
    async with instances[0].transaction() as first:
        await endpoints.look_after(first)
        async with instances[1].transaction() as second:
            await endpoints.look_after(second)
    async with instances[0].reading() as session:
        states = (await session.execute(select(deliveries.c.state))).scalars().all()
        assert set(states) == {DeliveryState.HELD}
        assert (await session.scalars(select(Endpoint.told))).one() == "switched-off"
