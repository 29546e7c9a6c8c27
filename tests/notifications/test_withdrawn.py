"""Who leaves, or does not come after all, is written to no more."""

import pytest

from shared.contracts.directory import Role
from shared.contracts.trainings import ClosingReason
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import House
from tests.notifications.conftest import settled, states, tell
from tests.notifications.test_employments import DAY, today
from tests.notifications.town import Town, task


@pytest.fixture
def town() -> Town:
    return Town(employment=new_id())


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("notifications")


async def test_the_last_day_is_a_day_of_work_like_any_other(house: House, town: Town) -> None:
    start = today(house)
    await tell(house, *town.everything(), town.hired(start), town.departed(start))
    await settled(house, "sent")


async def test_a_departure_ahead_withdraws_nothing_until_the_last_day_is_over(
    house: House, town: Town
) -> None:
    """Nobody is known for the role, so that the letter waits."""
    last_day = today(house) + 2 * DAY
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    await tell(house, town.started(task("office", Role.YOUTH_OFFICE, town.school)))
    await tell(house, town.departed(last_day))
    house.clock.forward(2 * DAY)
    assert [row.state for row in await states(house)] == ["sent", "queued"]

    house.clock.forward(DAY)

    await settled(house, "sent", "withdrawn")


@pytest.mark.parametrize("moved", [-1, 1])
async def test_the_last_word_about_the_last_day_counts(
    house: House, town: Town, moved: int
) -> None:
    yesterday, tomorrow = today(house) - DAY, today(house) + DAY
    first, second = (yesterday, tomorrow) if moved > 0 else (tomorrow, yesterday)
    await tell(house, *town.organizations(), town.hired())
    await tell(house, town.departed(first), town.departed(second))
    await tell(house, town.invited(today(house) + 14 * DAY))
    await tell(house, *town.people())

    await settled(house, *["sent" if moved > 0 else "withdrawn"] * 2)


@pytest.mark.parametrize("before", [True, False])
async def test_a_cancelled_hire_withdraws_what_is_not_sent_in_any_order(
    house: House, town: Town, before: bool
) -> None:
    started = town.started(task("office", Role.YOUTH_OFFICE, town.school))
    heard = [town.cancelled(), started] if before else [started, town.cancelled()]
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    for body in heard:
        await tell(house, body)

    await settled(house, "sent", "withdrawn")


async def test_an_onboarding_closed_because_nobody_comes_withdraws(
    house: House, town: Town
) -> None:
    await tell(house, town.started(task("office", Role.YOUTH_OFFICE, town.school)))
    await tell(house, town.closed(ClosingReason.CANCELLED))
    await settled(house, "withdrawn")
