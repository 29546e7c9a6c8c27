"""Events whose period is over are about nobody, and what shows events still does."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from services.dashboard.app import service
from services.dashboard.events import queries
from services.dashboard.events.models import seen
from shared.clock import local_date
from shared.contracts.assessments import AssessmentAsked, AssessmentFinished
from shared.ids import new_id
from shared.messaging.message import Message
from shared.messaging.tables import holds, retention_runs
from shared.retention.rules import rules_of
from tests.conftest import OpenHouse
from tests.dashboard.stories import BERGKAMEN, HireStory, hired, message
from tests.house import House
from tests.kept_periods import keep_periods

RULE = next(
    each for each in rules_of(service.tables, deeds=service.retention) if each.key == "seen"
)
LATER = RULE.deletion.period.lasts + timedelta(days=20)


async def told(house: House) -> tuple[HireStory, list[Message]]:
    """A story about somebody, an event that names them, and one about nobody."""
    now = house.clock.now()
    story = HireStory(now)
    asked = AssessmentAsked(assessment_id=new_id(), person_id=story.worker_id)
    over = AssessmentFinished(
        assessment_id=asked.assessment_id, school_id=story.school_id, school_year=2026
    )
    others = [message(asked, now), message(over, now)]
    await put(house, [*story.events, *others])
    return story, others


async def put(house: House, messages: Sequence[Message]) -> None:
    """As if they had come; a dashboard may publish nothing."""
    copied = ("id", "type", "topic", "key", "tenant", "correlation_id", "causation_id", "time")
    made = [
        {
            **{name: getattr(each, name) for name in copied},
            "source": each.topic.partition(".")[0],
            "seen_at": each.time,
            "data": (each.data or b"").decode(),
        }
        for each in messages
    ]
    async with house.context("dashboard").database.transaction() as uow:
        await uow.session.execute(insert(seen), made)


async def rows(house: House) -> list[Any]:
    return await house.rows("dashboard", select(seen).order_by(seen.c.position))


def ids_of(story: HireStory) -> set[str]:
    """Whatever could be joined with somebody, or with one another."""
    ours = (story.worker_id, story.carrier_id, story.school_id, story.onboarding_id)
    tasks = [each.task_id for each in story.tasks]
    return {str(each) for each in (*ours, *tasks, *(e.id for e in story.events))} | {
        str(story.correlation_id)
    }


async def test_after_the_period_no_two_events_share_anything_and_nobody_is_named(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house("dashboard")
    database = house.context("dashboard").database
    story, [_, other] = await told(house)
    before = await rows(house)
    house.clock.forward(LATER)
    young = hired(house.clock.now())
    await put(house, [young])
    await keep_periods(database, at_once=5)
    after = await rows(house)
    old = [row for row in after if row.type != other.type and row.id != young.id]
    assert Counter(row.type for row in after[:-1]) == Counter(row.type for row in before)
    assert not any(each in str(row) for row in old for each in ids_of(story))
    ids = [some for row in old for some in (row.id, row.key, row.correlation_id)]
    assert len(set(ids)) == len(ids) == 3 * (len(story.events) + 1)
    assert {(row.data, row.time.hour, row.anonymous) for row in old} <= {
        ("{}", hour, True) for hour in (22, 23)
    }
    assert {other.id, young.id} < {row.id for row in after}
    await keep_periods(database)
    assert await rows(house) == after, "what is finished today is not begun again"
    mine = select(retention_runs).where(retention_runs.c.rule == "seen")
    *_, run = await house.rows("dashboard", mine.order_by(retention_runs.c.day))
    assert (run.rows, run.finished_at is not None) == (len(before), True)


async def test_pages_of_events_and_stories_work_on_what_is_anonymous(house: House) -> None:
    story, _ = await told(house)
    house.clock.forward(LATER)
    await keep_periods(house.context("dashboard").database)
    page = await house.http.get("/dashboard/ereignisse")
    assert (page.status_code, "Einstellung gemeldet" in page.text) == (200, True)
    found = next(row for row in await rows(house) if row.type == story.hire.type)
    shown = await house.http.get(f"/dashboard/geschichten/{found.correlation_id}")
    assert (shown.status_code, "Einstellung gemeldet" in shown.text) == (200, True)
    gone = await house.http.get(f"/dashboard/geschichten/{story.correlation_id}")
    assert gone.status_code == 404
    async with house.context("dashboard").database.reading() as session:
        assert await queries.onboardings(session, BERGKAMEN) == (0, 0)


@pytest.mark.parametrize("of_person", [True, False])
async def test_a_hold_keeps_what_names_somebody_wherever_it_stands(
    house: House, *, of_person: bool
) -> None:
    story, [asked, _] = await told(house)
    house.clock.forward(LATER)
    held = {
        "hold_id": new_id(),
        "version": 1,
        "tenant": BERGKAMEN,
        "ids": [str(story.worker_id)] if of_person else [],
        "last_day": local_date(house.clock.now()),
    }
    async with house.context("dashboard").database.transaction() as uow:
        await uow.session.execute(insert(holds), [held])
    await keep_periods(house.context("dashboard").database)
    kept = {row.id for row in await rows(house)}
    named = {each.id for each in [*story.events, asked]}
    assert kept >= named
