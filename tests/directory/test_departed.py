"""Whoever has left everywhere is erased four years later, unless something keeps them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from services.directory.accounts.models import AccessGrant
from services.directory.employments.models import employments
from services.directory.people.models import people
from services.directory.privacy_requests.models import requests
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.messaging.tables import retention_runs
from shared.privacy.declared import Deletion
from tests.conftest import OpenHouse
from tests.directory.test_legal_holds import set_for
from tests.directory.test_privacy_requests import known
from tests.house import BERGKAMEN, House
from tests.kept_periods import keep_periods

YEARS = Deletion.DEPARTED.period.lasts
DAY = timedelta(days=1)


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("directory")


async def left(house: House, ago: timedelta | None, person_id: UUID | None = None) -> UUID:
    """Somebody whose last day was so long ago; None for somebody who is still there."""
    person_id = person_id or await known(house)
    today = local_date(house.clock.now())
    row = {
        "id": new_id(),
        "tenant": BERGKAMEN,
        "worker_id": person_id,
        "carrier_id": new_id(),
        "external_id": str(new_id()),
        "ordinal": 1,
        "digest": "x",
        "correlation_id": new_id(),
        "start_date": today - 3000 * DAY,
        "funding": "land",
        "recorded_at": house.clock.now(),
        "last_day": None if ago is None else today - ago,
    }
    async with house.context("directory").database.transaction() as uow:
        await uow.session.execute(insert(employments), [row])
    return person_id


async def known_ones(house: House) -> set[UUID]:
    return {row.id for row in await house.rows("directory", select(people.c.id))}


async def test_who_left_is_erased_everywhere_after_the_period_and_never_twice(
    house: House,
) -> None:
    gone = [await left(house, YEARS + DAY) for _ in range(3)]
    last = await left(house, YEARS)
    back = await left(house, YEARS + DAY)
    await left(house, None, back)
    database = house.context("directory").database
    await keep_periods(database, at_once=2)
    there = await known_ones(house)
    assert there.isdisjoint(gone)
    assert {last, back} <= there
    mine = select(retention_runs).where(retention_runs.c.rule == "employments")
    [run] = await house.rows("directory", mine)
    assert (run.rows, run.finished_at is not None) == (3, True)
    asked = await house.rows("directory", select(requests))
    assert ({row.state for row in asked}, len(asked)) == ({"announced"}, 3)
    assert not any(str(each) in str(row.person_id) for row in asked for each in gone)
    await keep_periods(database)
    assert len(await house.rows("directory", select(requests))) == 3


async def test_who_acts_or_is_held_stays(house: House) -> None:
    acts, held = [await left(house, YEARS + DAY) for _ in range(2)]
    async with house.context("directory").database.transaction() as uow:
        uow.session.add(
            AccessGrant(
                tenant=BERGKAMEN,
                person_id=acts,
                role=AccessRole.COORDINATOR,
                organization_id=None,
                valid_from=None,
                valid_to=None,
            )
        )
    assert await set_for(house, f"fuer/{held}", 1) == 303
    await keep_periods(house.context("directory").database)
    assert {acts, held} <= await known_ones(house)
    house.clock.forward(2 * DAY)
    await keep_periods(house.context("directory").database)
    there = await known_ones(house)
    assert (acts in there, held in there) == (True, False)
