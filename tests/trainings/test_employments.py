"""Onboardings end with the employment, at once where there is nothing to do, and only once."""

from typing import Any

import pytest

from shared.contracts.directory import SchoolType
from shared.contracts.trainings import (
    ClosingReason,
    OnboardingClosed,
    OnboardingReady,
    OnboardingStarted,
)
from tests.trainings.conftest import DAY, Employment, Trainings

KITA: dict[str, Any] = {
    "code": "kita",
    "title": "KiTas",
    "role": "worker",
    "due_days": 60,
    "mandatory": True,
    "stage": "primary",
}


async def reasons(trainings: Trainings) -> list[ClosingReason]:
    return [closed.reason for closed in await trainings.announced(OnboardingClosed)]


async def test_a_template_without_a_task_for_this_school_is_ready_and_closed_at_once(
    trainings: Trainings,
) -> None:
    await trainings.use_template(KITA)
    [hire] = await trainings.hear(
        Employment().hired(trainings.today, kind=SchoolType.GRAMMAR),
    )
    [started] = await trainings.announced(OnboardingStarted)
    [ready] = await trainings.announced(OnboardingReady)
    [closed] = await trainings.announced(OnboardingClosed)
    assert started.tasks == ()
    assert ready.onboarding_id == closed.onboarding_id == started.onboarding_id
    assert (closed.reason, closed.open_tasks) == (ClosingReason.COMPLETED, 0)
    [row] = await trainings.onboardings()
    assert row.ready_at is not None
    assert row.closed_at is not None
    assert row.closing_reason == "completed"
    assert row.correlation_id == hire.correlation_id


async def test_a_template_without_a_mandatory_task_is_ready_at_once_and_stays_open(
    trainings: Trainings,
) -> None:
    await trainings.use_template({**KITA, "mandatory": False})
    await trainings.hear(Employment().hired(trainings.today))
    assert len(await trainings.announced(OnboardingReady)) == 1
    assert await reasons(trainings) == []


async def test_only_what_is_meant_for_the_school_counts_for_readiness(
    trainings: Trainings,
) -> None:
    tea = {**KITA, "code": "tea", "stage": "all", "mandatory": False}
    await trainings.use_template(KITA, tea)
    await trainings.hear(Employment().hired(trainings.today, kind=SchoolType.GRAMMAR))
    await trainings.hear(Employment().hired(trainings.today))
    first, second = await trainings.onboardings()
    assert first.ready_at is not None
    assert first.closed_at is None
    assert second.ready_at is None


async def test_a_contract_that_is_over_ends_its_onboarding_as_it_begins(
    trainings: Trainings,
) -> None:
    today = trainings.today
    await trainings.hear(Employment().hired(today - 60 * DAY, today - DAY))
    [started] = await trainings.announced(OnboardingStarted)
    [closed] = await trainings.announced(OnboardingClosed)
    assert closed.reason is ClosingReason.DEPARTED
    assert closed.open_tasks == len(started.tasks) > 20
    assert await trainings.announced(OnboardingReady) == []


async def test_a_departure_ahead_closes_when_the_last_day_is_over_in_its_own_story(
    trainings: Trainings,
) -> None:
    one = Employment()
    await trainings.hear(one.hired(trainings.today))
    [leaving] = await trainings.hear(one.departed(trainings.today + 20 * DAY))
    await trainings.close_by_the_clock(20)
    assert await reasons(trainings) == []

    await trainings.close_by_the_clock(1)
    await trainings.close_by_the_clock(5)

    assert await reasons(trainings) == [ClosingReason.DEPARTED]
    [row] = await trainings.onboardings()
    assert (row.end_correlation_id, row.end_causation_id) == (leaving.correlation_id, leaving.id)


async def test_a_fixed_term_closes_when_it_is_over(trainings: Trainings) -> None:
    await trainings.hear(Employment().hired(trainings.today, trainings.today + 9 * DAY))
    await trainings.close_by_the_clock(9)
    assert await reasons(trainings) == []
    await trainings.close_by_the_clock(1)
    assert await reasons(trainings) == [ClosingReason.DEPARTED]


async def test_no_task_is_due_after_a_contract_of_one_day(trainings: Trainings) -> None:
    start = trainings.today + 30 * DAY
    await trainings.hear(Employment().hired(start, start))
    [started] = await trainings.announced(OnboardingStarted)
    assert max(task.due_on for task in started.tasks) <= start
    assert any(task.mandatory for task in started.tasks)
    assert await trainings.announced(OnboardingReady) == []


async def test_a_mandatory_task_due_after_the_end_is_not_made_and_holds_up_nothing(
    trainings: Trainings,
) -> None:
    tea = {**KITA, "code": "tea", "due_days": 0, "mandatory": False}
    await trainings.use_template(KITA, tea)
    start = trainings.today + 30 * DAY
    await trainings.hear(Employment().hired(start, start + 40 * DAY))
    [started] = await trainings.announced(OnboardingStarted)
    assert [task.code for task in started.tasks] == ["tea"]
    assert len(await trainings.announced(OnboardingReady)) == 1
    assert await reasons(trainings) == []


async def test_where_every_task_were_due_after_the_end_the_onboarding_is_closed_as_it_begins(
    trainings: Trainings,
) -> None:
    await trainings.use_template(KITA)
    start = trainings.today + 30 * DAY
    await trainings.hear(Employment().hired(start, start + 40 * DAY))
    assert len(await trainings.announced(OnboardingReady)) == 1
    assert await reasons(trainings) == [ClosingReason.COMPLETED]


async def test_a_contract_of_one_day_lasts_that_day(trainings: Trainings) -> None:
    today = trainings.today
    one = Employment()
    await trainings.hear(one.hired(today, today), one.departed(today))
    assert await reasons(trainings) == []
    await trainings.close_by_the_clock(1)
    assert await reasons(trainings) == [ClosingReason.DEPARTED]


@pytest.mark.parametrize(("first", "second"), [(5, 20), (20, 5)])
@pytest.mark.parametrize("together", [True, False])
async def test_the_last_word_about_the_last_day_counts(
    trainings: Trainings, first: int, second: int, together: bool
) -> None:
    one, today = Employment(), trainings.today
    await trainings.hear(one.hired(today))
    words = [one.departed(today + first * DAY), one.departed(today + second * DAY)]
    if together:
        await trainings.hear(*words)
    else:
        for word in words:
            await trainings.hear(word)
    await trainings.close_by_the_clock(10)
    assert len(await reasons(trainings)) == int(second < 10)
    await trainings.close_by_the_clock(11)
    assert await reasons(trainings) == [ClosingReason.DEPARTED]


async def test_a_departure_reported_late_closes_at_once(trainings: Trainings) -> None:
    one, today = Employment(), trainings.today
    await trainings.hear(one.hired(today - 30 * DAY), one.departed(today - DAY))
    assert await reasons(trainings) == [ClosingReason.DEPARTED]


async def test_a_cancelled_hire_closes_at_once_and_only_its_own_onboarding(
    trainings: Trainings,
) -> None:
    one, other = Employment(), Employment()
    start = trainings.today + 30 * DAY
    await trainings.hear(one.hired(start), other.hired(start), one.cancelled())
    await trainings.close_by_the_clock(1)
    assert await reasons(trainings) == [ClosingReason.CANCELLED]
    mine, theirs = await trainings.onboardings()
    assert (mine.closing_reason, theirs.closing_reason) == ("cancelled", None)


async def test_what_is_completed_is_not_closed_again(trainings: Trainings) -> None:
    await trainings.use_template({**KITA, "stage": "secondary"})
    one, today = Employment(), trainings.today
    await trainings.hear(one.hired(today), one.departed(today + DAY))
    await trainings.close_by_the_clock(2)
    await trainings.hear(one.cancelled())
    assert await reasons(trainings) == [ClosingReason.COMPLETED]


async def test_who_comes_back_has_an_onboarding_of_their_own(trainings: Trainings) -> None:
    first, today = Employment(), trainings.today
    again = Employment(worker=first.worker)
    await trainings.hear(first.hired(today - 50 * DAY), first.departed(today - 10 * DAY))
    await trainings.hear(again.hired(today), again.departed(today + 30 * DAY))
    before, now = await trainings.onboardings()
    assert before.closing_reason == "departed"
    assert now.closed_at is None

    await trainings.close_by_the_clock(31)

    assert len(await reasons(trainings)) == 2
    assert (await trainings.onboardings())[0] == before


async def test_a_whole_batch_of_departures_ends_each_on_its_day(trainings: Trainings) -> None:
    staff, today = [Employment() for _ in range(40)], trainings.today
    await trainings.hear(*(one.hired(today) for one in staff))
    await trainings.hear(
        *(one.departed(today + (number % 4) * DAY) for number, one in enumerate(staff))
    )
    await trainings.close_by_the_clock(2)
    assert len(await reasons(trainings)) == 20


async def test_a_first_day_put_right_begins_the_onboarding_and_moves_no_due_day(
    trainings: Trainings,
) -> None:
    mine, other = Employment(), Employment()
    await trainings.hear(mine.hired(trainings.today), other.hired(trainings.today))
    before = await trainings.announced(OnboardingStarted)
    await trainings.hear(mine.started(trainings.today - 7 * DAY))
    starts = {row.employment_id: row.start_date for row in await trainings.onboardings()}
    assert starts == {mine.id: trainings.today - 7 * DAY, other.id: trainings.today}
    assert await trainings.announced(OnboardingStarted) == before
