"""The task of the directory's entry is done by choosing what one shows there."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.trainings.models import onboardings, tasks
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import CHOOSING, EntryChosen
from shared.contracts.trainings import TASK_PAGE, CompletedBy, TaskCompleted
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.directory.test_people import CHOICES
from tests.house import House
from tests.trainings.conftest import DAY, Employment, Trainings
from tests.trainings.test_own_pages import as_, grant, hired, shown

OWN = "/trainings/meine-einarbeitung"


async def entry_tasks(house: House) -> list[Any]:
    query = select(tasks).where(tasks.c.code == "directory_entry").order_by(tasks.c.id)
    return await house.rows("trainings", query)


async def test_who_has_chosen_has_done_the_task(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings")
    worker_id = await hired(house)
    worker = await as_(house, grant(AccessRole.WORKER), person_id=worker_id)
    assert CHOOSING in await shown(worker, OWN)
    [task] = await entry_tasks(house)
    assert task.done_at is None
    assert (await worker.post(CHOOSING, data=CHOICES)).status_code == 303
    await house.quiet()
    [task] = await entry_tasks(house)
    assert task.done_by == CompletedBy.ENTRY
    assert CHOOSING not in await shown(worker, OWN)


async def test_it_is_done_once_however_often_one_chooses(trainings: Trainings) -> None:
    worker = Employment()
    await trainings.hear(worker.hired(trainings.today))
    chosen = EntryChosen(person_id=worker.worker)
    await trainings.hear(chosen, chosen)
    await trainings.hear(chosen)
    completed = await trainings.announced(TaskCompleted)
    assert [(each.code, each.by) for each in completed] == [("directory_entry", CompletedBy.ENTRY)]


async def test_who_comes_back_chooses_anew(trainings: Trainings) -> None:
    first = Employment()
    await trainings.hear(first.hired(trainings.today), EntryChosen(person_id=first.worker))
    again = Employment(worker=first.worker)
    await trainings.hear(first.departed(trainings.today))
    await trainings.close_by_the_clock(1)
    await trainings.hear(again.hired(trainings.today))
    assert [each.done_at is None for each in await entry_tasks(trainings.house)] == [False, True]
    await trainings.hear(EntryChosen(person_id=first.worker))
    assert [each.done_at is None for each in await entry_tasks(trainings.house)] == [False, False]


async def test_a_choice_of_somebody_without_an_onboarding_does_nothing(
    trainings: Trainings,
) -> None:
    await trainings.hear(Employment().hired(trainings.today), EntryChosen(person_id=new_id()))
    assert await trainings.announced(TaskCompleted) == []


async def test_a_choice_after_the_onboarding_has_ended_changes_nothing(
    trainings: Trainings,
) -> None:
    worker = Employment()
    await trainings.hear(worker.hired(trainings.today), worker.departed(trainings.today))
    await trainings.close_by_the_clock(1)
    await trainings.hear(EntryChosen(person_id=worker.worker))
    assert await trainings.announced(TaskCompleted) == []


async def test_behind_the_link_one_is_led_there_or_leaves_it_as_it_is(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    await hired(house)
    [task] = await entry_tasks(house)
    [onboarding] = await house.rows("trainings", select(onboardings))
    assert onboarding.id == task.onboarding_id
    until = local_date(house.clock.now()) + 30 * DAY
    address = house.link(TASK_PAGE, UUID(str(task.id)), until)
    house.http.cookies.clear()
    page = await house.http.get(address)
    assert f'href="{CHOOSING}"' in page.text
    kept = await house.http.post(address, headers={"sec-fetch-site": "same-origin"})
    assert kept.status_code == 303
    [task] = await entry_tasks(house)
    assert task.done_by == CompletedBy.LINK
