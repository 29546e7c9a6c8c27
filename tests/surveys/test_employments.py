"""Who is reported late, leaves, does not come or comes back, and whether they are asked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.surveys.pulses.models import pulses
from services.surveys.pulses.use_cases import cancel_ended
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.contracts.surveys import InvitationIssued, Occasion, PulseCancelled, PulsePlanned
from shared.contracts.trainings import ClosingReason, OnboardingStarted
from shared.ids import new_id
from shared.messaging.message import Message
from tests.surveys.conftest import Surveys

DAY = timedelta(days=1)


async def planned_days(surveys: Surveys) -> list[Any]:
    """The days that each announced plan names."""
    found = []
    for message in await surveys.announced(PulsePlanned):
        plan = PulsePlanned.model_validate_json(message.data or b"")
        days = {each.occasion: each.day for each in plan.days}
        found.append((days.get(Occasion.DAY_30), days.get(Occasion.DAY_100)))
    return found


async def asked(surveys: Surveys) -> list[tuple[str, Occasion]]:
    """Who was invited to what of those surveys that follow a beginning."""
    found = []
    for message in await surveys.announced(InvitationIssued):
        issued = InvitationIssued.model_validate_json(message.data or b"")
        found.append((message.key, issued.occasion))
    return [each for each in found if each[1] is not Occasion.EXIT]


async def by_the_clock(surveys: Surveys, days: int) -> None:
    """What both jobs do after so many days."""
    surveys.house.clock.forward(days * DAY)
    async with surveys.house.context("surveys").database.transaction() as uow:
        await cancel_ended(uow)
    await surveys.open_due()


async def test_no_day_is_planned_that_had_passed_when_the_hire_became_known(
    surveys: Surveys,
) -> None:
    today = surveys.today
    await surveys.hear(surveys.start(today - 30 * DAY))
    await surveys.hear(surveys.start(today - 31 * DAY))
    await surveys.hear(surveys.start(today - 101 * DAY))

    assert await planned_days(surveys) == [(today, today + 70 * DAY), (None, today + 69 * DAY)]
    await by_the_clock(surveys, 200)
    assert len(await asked(surveys)) == 3


async def test_what_became_known_in_time_is_planned_though_it_is_heard_late(
    surveys: Surveys,
) -> None:
    start = surveys.start(surveys.today - 32 * DAY, known_on=surveys.today - 3 * DAY)
    await surveys.hear(start)
    await by_the_clock(surveys, 0)
    assert await asked(surveys) == [(start.key, Occasion.DAY_30)]


async def test_nobody_is_asked_about_a_contract_that_is_over(surveys: Surveys) -> None:
    today = surveys.today
    await surveys.hear(surveys.start(today - 20 * DAY, until=today - DAY))
    await by_the_clock(surveys, 200)
    assert await surveys.events() == []


async def test_a_fixed_term_is_asked_until_it_ends_and_then_told_no_more(surveys: Surveys) -> None:
    today = surveys.today
    start = surveys.start(today, until=today + 30 * DAY)
    await surveys.hear(start)
    assert await planned_days(surveys) == [(today + 30 * DAY, None)]

    await by_the_clock(surveys, 30)
    assert await surveys.announced(PulseCancelled) == []
    await by_the_clock(surveys, 1)

    assert await asked(surveys) == [(start.key, Occasion.DAY_30)]
    [cancelled] = await surveys.announced(PulseCancelled)
    assert cancelled.correlation_id == start.correlation_id


@pytest.mark.parametrize("departure_first", [True, False])
async def test_a_departure_ahead_cancels_nothing_until_its_day_is_over(
    surveys: Surveys, departure_first: bool
) -> None:
    start = surveys.start()
    leaving = surveys.departed(start, surveys.today + 50 * DAY)
    for message in [leaving, start] if departure_first else [start, leaving]:
        await surveys.hear(message)
    assert await surveys.announced(PulseCancelled) == []

    await by_the_clock(surveys, 50)
    assert await asked(surveys) == [(start.key, Occasion.DAY_30)]
    assert await surveys.announced(PulseCancelled) == []
    await by_the_clock(surveys, 1)

    [cancelled] = await surveys.announced(PulseCancelled)
    assert (cancelled.correlation_id, cancelled.causation_id) == (
        leaving.correlation_id,
        leaving.id,
    )
    await by_the_clock(surveys, 100)
    assert await asked(surveys) == [(start.key, Occasion.DAY_30)]


async def test_an_end_that_moves_later_brings_back_what_lies_in_between(surveys: Surveys) -> None:
    start = surveys.start(until=surveys.today + 10 * DAY)
    await surveys.hear(start)
    await surveys.hear(surveys.departed(start, surveys.today + 20 * DAY))
    await surveys.hear(surveys.departed(start, surveys.today + 40 * DAY))
    await by_the_clock(surveys, 30)
    assert await asked(surveys) == [(start.key, Occasion.DAY_30)]


async def test_a_fixed_term_extended_when_it_was_over_is_asked_on_the_days_still_to_come(
    surveys: Surveys,
) -> None:
    """The onboarding was closed when it was over; this is heard last."""
    start = surveys.start(until=surveys.today + 20 * DAY)
    await surveys.hear(start)
    first_day = surveys.today
    await by_the_clock(surveys, 40)
    assert len(await surveys.announced(PulseCancelled)) == 1

    await surveys.hear(surveys.departed(start, first_day + 150 * DAY))
    await surveys.hear(surveys.closed(start, ClosingReason.DEPARTED))
    await by_the_clock(surveys, 60)

    assert await asked(surveys) == [(start.key, Occasion.DAY_100)]
    assert await planned_days(surveys) == [(None, first_day + 100 * DAY)]


async def test_an_end_that_moves_earlier_takes_away_what_lay_in_between(surveys: Surveys) -> None:
    start = surveys.start()
    await surveys.hear(start, surveys.departed(start, surveys.today + 40 * DAY))
    await surveys.hear(surveys.departed(start, surveys.today + 20 * DAY))
    await by_the_clock(surveys, 30)
    assert await asked(surveys) == []
    assert len(await surveys.announced(PulseCancelled)) == 1


@pytest.mark.parametrize("cancelled_first", [True, False])
async def test_who_does_not_come_is_never_asked_in_any_order(
    surveys: Surveys, cancelled_first: bool
) -> None:
    start = surveys.start()
    heard = [start, surveys.cancelled(start), surveys.closed(start, ClosingReason.CANCELLED)]
    for message in [heard[1], heard[0], heard[2]] if cancelled_first else heard:
        await surveys.hear(message)
    await by_the_clock(surveys, 200)
    assert await asked(surveys) == []
    assert len(await surveys.announced(PulseCancelled)) == int(not cancelled_first)


async def test_who_comes_back_is_asked_anew_and_the_first_time_stays_as_it_was(
    surveys: Surveys,
) -> None:
    first = surveys.start()
    again = surveys.start(surveys.today + 20 * DAY, worker_id=UUID(first.key))
    await surveys.hear(first, surveys.departed(first, surveys.today + 10 * DAY), again)
    await by_the_clock(surveys, 300)
    states = await surveys.house.rows(
        "surveys",
        select(pulses.c.correlation_id, pulses.c.state)
        .where(pulses.c.occasion != Occasion.EXIT)
        .order_by(pulses.c.id),
    )
    assert states == [
        *[(first.correlation_id, "cancelled")] * 2,
        *[(again.correlation_id, "opened")] * 2,
    ]


async def test_a_whole_batch_of_departures_is_noted_each_with_its_last_word(
    surveys: Surveys,
) -> None:
    starts = [surveys.start() for _ in range(60)]
    later: list[Message] = []
    for number, start in enumerate(starts):
        days = 40 if number % 2 else 20
        later += [
            surveys.departed(start, surveys.today + 60 * DAY),
            surveys.departed(start, surveys.today + days * DAY),
        ]
    await surveys.hear(*starts, *later)
    await by_the_clock(surveys, 30)
    assert len(await asked(surveys)) == 30


async def test_a_merge_undone_on_the_day_of_the_invitation_invites_nobody_a_second_time(
    surveys: Surveys,
) -> None:
    first_day = surveys.today - 30 * DAY
    both = [surveys.start(first_day, known_on=first_day) for _ in range(2)]
    await surveys.hear(*both)
    await surveys.open_due()
    bodies = [OnboardingStarted.model_validate_json(each.data or b"") for each in both]
    ids = dict(zip(("survivor_id", "merged_id"), (each.worker_id for each in bodies), strict=True))
    ids["merge_id"] = new_id()
    await surveys.hear(surveys.message(PersonMerged(**ids)))
    undone = PersonMergeUndone(**ids, employment_ids=(bodies[1].employment_id,))
    await surveys.hear(surveys.message(undone))
    await surveys.hear(surveys.start(first_day, known_on=first_day))
    await surveys.open_due()
    assert len(await asked(surveys)) == 3
