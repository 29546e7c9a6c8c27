"""Surveys that come again every school year, are paused, and are edited by two at once."""

from datetime import date, timedelta

from sqlalchemy import select

from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.rules import year_later
from services.surveys.surveys.values import CHANNEL, State, last_day_of
from shared.clock import local_date
from shared.contracts.accounts import AccessRecord, AccessRole, Grant
from tests.house import BERGKAMEN
from tests.surveys.conftest import Surveys, until
from tests.surveys.survey_round import SurveyRound


async def waves(surveys: Surveys) -> list[PlannedSurvey]:
    async with surveys.house.context("surveys").database.reading() as session:
        query = select(PlannedSurvey).order_by(PlannedSurvey.opens_at)
        return list(await session.scalars(query))


async def planned(surveys: Surveys, days: int) -> SurveyRound:
    """One that begins after so many days, and lasts for ten."""
    first = surveys.today + timedelta(days=days)
    round_ = SurveyRound(surveys)
    last = first + timedelta(days=10)
    days_of = {"opens_on": f"{first:%d.%m.%Y}", "closes_on": f"{last:%d.%m.%Y}"}
    await round_.plan(people=5, yearly="ja", **days_of)
    assert (await round_.office(f"/{round_.id}/starten", {})).status_code == 303
    return round_


async def wake(surveys: Surveys, days: int) -> None:
    surveys.house.clock.forward(timedelta(days=days))
    async with surveys.house.context("surveys").database.transaction() as uow:
        uow.notify(CHANNEL)


def test_a_year_later_is_a_working_day() -> None:
    assert year_later(date(2026, 9, 14)) == date(2027, 9, 14)
    assert year_later(date(2027, 9, 11)) == date(2028, 9, 11)
    assert year_later(date(2025, 9, 12)) == date(2026, 9, 14)
    assert year_later(date(2028, 2, 29)) == date(2029, 3, 1)


async def test_as_one_begins_the_next_is_planned_with_the_same_questions(
    surveys: Surveys,
) -> None:
    await planned(surveys, 2)
    await wake(surveys, 3)

    async def begun() -> bool:
        return [each.state for each in await waves(surveys)] == [State.OPEN, State.PLANNED]

    await until(begun)
    first, second = await waves(surveys)
    assert first.opens_at is not None
    assert second.opens_at is not None
    assert second.closes_at is not None
    assert local_date(second.opens_at) == year_later(local_date(first.opens_at))
    assert last_day_of(second.closes_at) - local_date(second.opens_at) == timedelta(days=10)
    assert (second.version_id, second.yearly) == (first.version_id, True)


async def test_what_is_paused_does_not_begin_and_goes_on_a_year_later(surveys: Surveys) -> None:
    round_ = await planned(surveys, 2)
    assert (await round_.office(f"/{round_.id}/pausieren", {})).status_code == 303
    await wake(surveys, 30)
    page = await round_.look_at("/surveys/von-selbst")
    assert "Pausiert seit" in page.text
    assert "Nach 30 Tagen" in page.text
    assert (await round_.row()).state is State.PLANNED
    assert (await round_.office(f"/{round_.id}/fortsetzen", {})).status_code == 303
    [row] = await waves(surveys)
    assert row.opens_at is not None
    assert local_date(row.opens_at) > surveys.today + timedelta(days=300)
    assert row.state is State.PLANNED
    again = await round_.office(f"/{round_.id}/absagen", {})
    assert again.status_code == 303
    assert (await round_.office(f"/{round_.id}/pausieren", {})).status_code == 409


async def test_an_occasion_is_paused_and_goes_on_by_the_page(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    for step, said in (("pausieren", True), ("fortsetzen", False)):
        sent = await round_.look_at(f"/surveys/von-selbst/exit/{step}", {})
        assert sent.status_code == 303
        page = await round_.look_at("/surveys/von-selbst")
        assert ("Pausiert seit" in page.text) is said
    assert (await round_.look_at("/surveys/von-selbst/nichts/pausieren", {})).status_code == 404


async def test_of_two_who_edit_a_draft_the_second_sees_both(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    await round_.plan(people=5)
    row = await round_.row()
    form = {"questionnaire_id": str(row.questionnaire_id), "roles": "worker", "version": "1"}
    first, second = [
        await round_.office(f"/{round_.id}/bearbeiten", form | {"title": title})
        for title in ("Bedarf und Wünsche", "Nur Bedarf")
    ]
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Bedarf und Wünsche" in second.text
    assert "Nur Bedarf" in second.text
    assert (await round_.row()).title == "Bedarf und Wünsche"


async def test_the_office_is_not_among_those_who_are_asked(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    await round_.plan(people=6)
    roles = (AccessRole.WORKER, AccessRole.COORDINATOR)
    grants = tuple(Grant(role=role, municipality=BERGKAMEN) for role in roles)
    both = AccessRecord(person_id=round_.people[0], version=2, grants=grants)
    await surveys.hear(surveys.message(both))
    assert (await round_.office(f"/{round_.id}/starten", {})).status_code == 303
    await until(round_.has_begun)
    assert (await round_.row()).invited == 5


async def test_a_form_that_is_sent_twice_makes_one_survey(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    await round_.plan(people=5)
    row = await round_.row()
    form = {"title": "Zweimal", "questionnaire_id": str(row.questionnaire_id), "roles": "worker"}
    form |= {"secrecy": "sealed", "vorgang": "v" * 20}
    made = [(await round_.office("/neu", form)).headers["location"] for _ in range(2)]
    assert made[0] == made[1]
    assert len(await waves(surveys)) == 2
