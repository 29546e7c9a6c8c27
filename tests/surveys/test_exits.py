"""Whoever leaves is asked while they are here; what is paused asks nobody."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from services.surveys.invitations.models import invitations
from services.surveys.pauses import use_cases as pauses
from services.surveys.pulses.use_cases import cancel_ended
from shared.contracts.surveys import InvitationIssued, Occasion
from shared.messaging.message import Message
from tests.house import BERGKAMEN
from tests.surveys.conftest import BROWSER, Surveys, until

DAY = timedelta(days=1)
LEAVING = {"belonged": "4", "supported": "5", "conditions": "2", "recommended": "3"}


async def exits(surveys: Surveys) -> list[InvitationIssued]:
    found = [
        InvitationIssued.model_validate_json(each.data or b"")
        for each in await surveys.announced(InvitationIssued)
    ]
    return [each for each in found if each.occasion is Occasion.EXIT]


async def by_the_clock(surveys: Surveys, days: int) -> None:
    """What both jobs do after so many days."""
    surveys.house.clock.forward(days * DAY)
    async with surveys.house.context("surveys").database.transaction() as uow:
        await cancel_ended(uow)
    await surveys.open_due()


def begun(surveys: Surveys) -> Message:
    """Long ago, so that nothing else is asked."""
    return surveys.start(surveys.today - 400 * DAY)


async def leave(surveys: Surveys, start: Message, last_day: date) -> None:
    await surveys.hear(surveys.departed(start, last_day))


async def paths(surveys: Surveys) -> Sequence[str]:
    rows = await surveys.house.rows("surveys", select(invitations.c.id, invitations.c.closes_on))
    return [surveys.path(row.id, row.closes_on) for row in rows]


async def test_whoever_leaves_is_asked_two_weeks_before_and_may_answer_after_the_last_day(
    surveys: Surveys,
) -> None:
    start = begun(surveys)
    await surveys.hear(start)
    await leave(surveys, start, surveys.today + 20 * DAY)
    await by_the_clock(surveys, 5)
    assert await exits(surveys) == []
    await by_the_clock(surveys, 1)
    [asked] = await exits(surveys)
    assert asked.worker_id == UUID(start.key)

    await by_the_clock(surveys, 16)
    await until(surveys.takes_answers)
    [path] = await paths(surveys)
    page = (await surveys.house.http.get(path, headers=BROWSER)).text
    assert "Ich würde diese Stelle weiterempfehlen." in page
    assert "Meine Sicht ist an meiner Schule gefragt." not in page
    assert await surveys.answer(path) == 422
    assert await surveys.answer(path, **LEAVING) == 303


async def test_another_last_day_moves_it_and_nobody_is_asked_twice_or_too_late(
    surveys: Surveys,
) -> None:
    moved, late, never = (begun(surveys) for _ in range(3))
    await surveys.hear(moved, late, never)
    await leave(surveys, moved, surveys.today + 20 * DAY)
    await leave(surveys, moved, surveys.today + 60 * DAY)
    await leave(surveys, late, surveys.today - DAY)
    await leave(surveys, never, surveys.today + 30 * DAY)
    await surveys.hear(surveys.cancelled(never))
    await by_the_clock(surveys, 40)
    assert await exits(surveys) == []
    await by_the_clock(surveys, 6)
    assert [str(each.worker_id) for each in await exits(surveys)] == [moved.key]
    await leave(surveys, moved, surveys.today + 90 * DAY)
    await by_the_clock(surveys, 80)
    assert len(await exits(surveys)) == 1


async def test_whose_day_comes_in_a_pause_is_not_asked_and_the_next_one_is(
    surveys: Surveys,
) -> None:
    first, second = begun(surveys), begun(surveys)
    await surveys.hear(first, second)
    await leave(surveys, first, surveys.today + 20 * DAY)
    await leave(surveys, second, surveys.today + 30 * DAY)
    database = surveys.house.context("surveys").database
    async with database.transaction() as uow:
        await pauses.pause(uow, BERGKAMEN, Occasion.EXIT)
        await pauses.pause(uow, BERGKAMEN, Occasion.EXIT)
    await by_the_clock(surveys, 7)
    async with database.transaction() as uow:
        await pauses.go_on(uow, BERGKAMEN, Occasion.EXIT)
    await by_the_clock(surveys, 9)
    assert [str(each.worker_id) for each in await exits(surveys)] == [second.key]


async def test_results_of_those_who_left_are_about_their_own_statements(surveys: Surveys) -> None:
    started = [begun(surveys) for _ in range(5)]
    await surveys.hear(*started)
    last_day = surveys.today + 10 * DAY
    await surveys.hear(*(surveys.departed(each, last_day) for each in started))
    await by_the_clock(surveys, 0)
    await until(surveys.takes_answers)
    for path in await paths(surveys):
        assert await surveys.answer(path, **LEAVING) == 303
    await surveys.end_quarter()
    listed = (await surveys.house.http.get("/surveys/api/v1/surveys")).json()["surveys"]
    [survey] = [each for each in listed if each["occasion"] == "exit"]
    address = f"/surveys/api/v1/surveys/{survey['survey_id']}/results"
    found = (await surveys.house.http.get(address)).json()
    assert {each["code"]: each["median"] for each in found["items"]} == {
        code: float(value) for code, value in LEAVING.items()
    }
