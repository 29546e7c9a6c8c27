"""Six months after an onboarding is closed nobody knows any more who did what in it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select

from services.trainings.models import onboardings, tasks
from shared.clock import local_date
from shared.ids import new_id
from shared.privacy.declared import Deletion
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.kept_periods import keep_periods

LASTS = Deletion.TASKS_OVER.period.lasts


async def begun(house: House, closed_at: datetime | None) -> UUID:
    """An onboarding with one task."""
    today, key = local_date(house.clock.now()), new_id()
    names = ("worker_id", "employment_id", "carrier_id", "template_id")
    stories = ("correlation_id", "causation_id")
    onboarding = {
        **{name: new_id() for name in (*names, *stories)},
        "id": key,
        "tenant": BERGKAMEN,
        "start_date": today,
        "closed_at": closed_at,
    }
    task = {
        "id": new_id(),
        "tenant": BERGKAMEN,
        "onboarding_id": key,
        "code": "keys",
        "role": "head",
        "due_on": today,
        "mandatory": True,
    }
    async with house.context("trainings").database.transaction() as uow:
        await uow.session.execute(insert(onboardings), [onboarding])
        await uow.session.execute(insert(tasks), [task])
    return key


async def test_tasks_go_after_their_period_and_where_somebody_works_stays(
    open_house: OpenHouse,
) -> None:
    house = await open_house("trainings")
    database = house.context("trainings").database
    old = await begun(house, house.clock.now())
    running = await begun(house, None)
    left = select(tasks.c.onboarding_id)
    house.clock.forward(LASTS)
    await keep_periods(database)
    assert {row.onboarding_id for row in await house.rows("trainings", left)} == {old, running}
    house.clock.forward(timedelta(days=1))
    await keep_periods(database)
    assert {row.onboarding_id for row in await house.rows("trainings", left)} == {running}
    assert len(await house.rows("trainings", select(onboardings.c.id))) == 2
