"""Six months after an onboarding is closed nobody knows any more who did what in it."""

from datetime import timedelta

from sqlalchemy import select, update

from services.trainings.models import onboardings, tasks
from shared.clock import local_date
from shared.privacy.declared import Deletion
from tests.conftest import OpenHouse
from tests.kept_periods import keep_periods
from tests.trainings.conftest import Employment

LASTS = Deletion.TASKS_OVER.period.lasts


async def test_tasks_go_after_their_period_and_where_somebody_works_stays(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    database = house.context("trainings").database
    old, running = Employment(), Employment()
    for each in (old, running):
        await house.announce(each.hired(local_date(house.clock.now())))
    await house.quiet()
    begun = await house.rows("trainings", select(tasks.c.onboarding_id))
    async with database.transaction() as uow:
        mine = onboardings.c.worker_id == old.worker_id
        await uow.session.execute(update(onboardings).where(mine).values(closed_at=uow.now))
    house.clock.forward(LASTS)
    await keep_periods(database)
    assert len(await house.rows("trainings", select(tasks.c.onboarding_id))) == len(begun)
    house.clock.forward(timedelta(days=1))
    await keep_periods(database)
    assert len(await house.rows("trainings", select(tasks.c.onboarding_id))) == len(begun) // 2
    assert len(await house.rows("trainings", select(onboardings.c.id))) == 2
