"""Who is asked, when, and who not any more."""

import asyncio
from datetime import date, timedelta

from sqlalchemy import func, select

from services.surveys.invitations.models import invitations
from services.surveys.invitations.models import surveys as survey_table
from services.surveys.invitations.use_cases import close_invitations
from services.surveys.pulses.models import pulses
from services.surveys.pulses.use_cases import open_due_pulses
from services.surveys.urns.models import slips, urn_invitations, urn_tokens
from shared.contracts.surveys import InvitationIssued, Occasion, PulseCancelled, PulsePlanned
from shared.contracts.trainings import ClosingReason, OnboardingStarted
from shared.messaging.tables import parked
from shared.messaging.unit_of_work import UnitOfWork
from tests.surveys.conftest import BROWSER, Surveys, until


async def test_an_onboarding_is_planned_once_though_its_event_comes_twice(
    surveys: Surveys,
) -> None:
    start = surveys.start(date(2027, 2, 1))
    await surveys.hear(start, start)
    told_anew = surveys.message(OnboardingStarted.model_validate_json(start.data or b""))
    await surveys.hear(start, told_anew)
    [message] = await surveys.announced(PulsePlanned)
    planned = PulsePlanned.model_validate_json(message.data or b"")
    assert {each.occasion: each.day for each in planned.days} == {
        Occasion.DAY_30: date(2027, 3, 3),
        Occasion.DAY_100: date(2027, 5, 12),
    }
    assert (message.correlation_id, message.causation_id) == (start.correlation_id, start.id)
    assert len(await surveys.house.rows("surveys", select(pulses))) == 2
    assert await surveys.house.rows("surveys", select(parked)) == []


async def test_a_worker_is_invited_when_the_thirtieth_day_comes_in_the_story_of_the_hire(
    surveys: Surveys,
) -> None:
    start = surveys.start()
    await surveys.hear(start)
    surveys.house.clock.forward(timedelta(days=29))
    await surveys.open_due()
    assert await surveys.announced(InvitationIssued) == []

    surveys.house.clock.forward(timedelta(days=1))
    await until(lambda: _some(surveys))
    [message] = await surveys.announced(InvitationIssued)
    issued = InvitationIssued.model_validate_json(message.data or b"")
    assert (issued.occasion, issued.closes_on) == (
        Occasion.DAY_30,
        surveys.today + timedelta(days=21),
    )
    assert str(issued.worker_id) == start.key
    assert (message.correlation_id, message.causation_id) == (start.correlation_id, start.id)


async def test_a_pulse_is_opened_once_though_the_job_runs_twice_at_the_same_time(
    surveys: Surveys,
) -> None:
    first_day = surveys.today - timedelta(days=30)
    await surveys.hear(*(surveys.start(first_day) for _ in range(20)))
    await asyncio.gather(*(surveys.open_due() for _ in range(4)))
    assert len(await surveys.announced(InvitationIssued)) == 20
    assert len(await surveys.house.rows("surveys", select(invitations))) == 20
    assert len(await surveys.house.rows("surveys", select(survey_table))) == 1


async def test_both_days_are_surveys_of_their_own_in_their_own_school_year(
    surveys: Surveys,
) -> None:
    known_on = date(2026, 5, 1)
    days = (date(2026, 6, 1), date(2026, 7, 2))
    await surveys.hear(*(surveys.start(day, known_on=known_on) for day in days))
    surveys.house.clock.forward(timedelta(days=800))
    await surveys.open_due()
    query = select(survey_table.c.occasion, survey_table.c.school_year)
    assert set(map(tuple, await surveys.house.rows("surveys", query))) == {
        ("day_30", 2025),
        ("day_30", 2026),
        ("day_100", 2026),
    }


async def test_the_job_takes_a_bounded_piece_and_says_that_more_is_waiting(
    surveys: Surveys,
) -> None:
    first_day = surveys.today + timedelta(days=1)
    await surveys.hear(*(surveys.start(first_day) for _ in range(502)))
    async with surveys.house.context("surveys").database.begin() as transaction:
        surveys.house.clock.forward(timedelta(days=31))
        transaction.now = surveys.house.clock.now()
        uow = UnitOfWork(transaction)
        assert await open_due_pulses(uow)
        assert not await open_due_pulses(uow)
    await surveys.house.quiet()
    assert len(await surveys.announced(InvitationIssued)) == 502


async def test_who_departs_is_not_asked_any_more_and_that_is_announced_once(
    surveys: Surveys,
) -> None:
    start, other = surveys.start(), surveys.start()
    await surveys.hear(start, other)
    leaving = surveys.departed(start)
    await surveys.hear(leaving, surveys.closed(start, ClosingReason.DEPARTED))
    [message] = await surveys.announced(PulseCancelled)
    assert message.key == start.key
    surveys.house.clock.forward(timedelta(days=120))
    await surveys.open_due()
    assert {m.key for m in await surveys.announced(InvitationIssued)} == {other.key}


async def test_an_onboarding_of_somebody_who_does_not_come_cancels_its_pulses(
    surveys: Surveys,
) -> None:
    start = surveys.start()
    closed = surveys.closed(start, ClosingReason.CANCELLED)
    await surveys.hear(start, closed)
    [message] = await surveys.announced(PulseCancelled)
    assert message.causation_id == closed.id


async def test_an_onboarding_that_is_completed_cancels_nothing(surveys: Surveys) -> None:
    start = surveys.start()
    await surveys.hear(start, surveys.closed(start, ClosingReason.COMPLETED))
    assert await surveys.announced(PulseCancelled) == []


async def test_whoever_leaves_is_asked_no_more_though_the_invitation_went_out(
    surveys: Surveys,
) -> None:
    start = surveys.start(surveys.today - timedelta(days=30))
    await surveys.hear(start)
    await surveys.open_due()
    await until(surveys.takes_answers)
    [row] = await surveys.house.rows("surveys", select(invitations.c.id, invitations.c.closes_on))
    assert len(await surveys.house.rows("surveys", select(urn_invitations.c.id))) == 1
    await surveys.hear(surveys.departed(start), surveys.closed(start, ClosingReason.DEPARTED))
    await until(surveys.takes_answers)
    states = await surveys.house.rows("surveys", select(pulses.c.occasion, pulses.c.state))
    assert dict(map(tuple, states)) == {"day_30": "opened", "day_100": "cancelled"}
    for table in (urn_invitations, urn_tokens):
        assert await surveys.house.rows("surveys", select(table)) == []
    page = await surveys.house.http.get(surveys.path(row.id, row.closes_on), headers=BROWSER)
    assert page.status_code == 410
    assert "Diese Einladung gilt nicht mehr" in page.text


async def test_an_answer_of_somebody_who_leaves_stays_in_the_urn(surveys: Surveys) -> None:
    start = surveys.start(surveys.today - timedelta(days=30))
    await surveys.hear(start)
    await surveys.open_due()
    await until(surveys.takes_answers)
    [row] = await surveys.house.rows("surveys", select(invitations.c.id, invitations.c.closes_on))
    await surveys.answer_all([surveys.path(row.id, row.closes_on)])
    await surveys.hear(surveys.departed(start))
    await until(surveys.takes_answers)
    assert len(await surveys.house.rows("surveys", select(slips.c.id))) == 1
    done = await surveys.house.rows("surveys", select(urn_invitations.c.done))
    assert [each.done for each in done] == [True]


async def test_once_over_an_invitation_is_taken_out_of_its_urn_and_never_says_whether_it_was_used(
    surveys: Surveys,
) -> None:
    used, _ = await surveys.invite(2)
    await surveys.answer_all([used])
    surveys.house.clock.forward(timedelta(days=22))
    async with surveys.house.context("surveys").database.transaction() as uow:
        assert not await close_invitations(uow)
    await until(surveys.takes_answers)
    query = select(invitations.c.state, func.count()).group_by(invitations.c.state)
    assert dict(map(tuple, await surveys.house.rows("surveys", query))) == {"closed": 2}
    done = await surveys.house.rows("surveys", select(urn_invitations.c.done))
    assert [each.done for each in done] == [True]


async def _some(surveys: Surveys) -> bool:
    return bool(await surveys.announced(InvitationIssued))
