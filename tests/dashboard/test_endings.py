"""What a story says once the employment it began is over, and of letters that were put back."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.clock import local_date
from shared.contracts.directory import DepartureReason, HireCancelled, WorkerDeparted
from shared.contracts.notifications import LetterFailed, LetterQueued, LetterSent
from shared.contracts.trainings import ClosingReason, OnboardingClosed, OnboardingStarted
from shared.ids import new_id
from shared.messaging.event import Body
from shared.messaging.message import Message
from tests.dashboard.stories import BEGINNING, START, HireStory, message
from tests.dashboard.test_cockpit import figures
from tests.house import House

NEEDLESS = "Nicht mehr nötig"


def closed(story: HireStory, reason: ClosingReason, cause: Message) -> Message:
    body = OnboardingClosed(
        onboarding_id=story.onboarding_id,
        worker_id=story.worker_id,
        reason=reason,
        open_tasks=len(story.tasks),
    )
    return message(body, cause.time + timedelta(milliseconds=9), cause=cause)


def cancelled(story: HireStory, employment_id: UUID | None = None) -> Message:
    body = HireCancelled(
        worker_id=story.worker_id,
        carrier_id=story.carrier_id,
        employment_id=employment_id or story.worker_id,
    )
    return message(body, BEGINNING + timedelta(hours=1))


def departed(story: HireStory, last_day: date, at: datetime) -> Message:
    body = WorkerDeparted(
        worker_id=story.worker_id,
        employment_id=story.worker_id,
        carrier_id=story.carrier_id,
        last_day=last_day,
        reason=DepartureReason.OTHER,
    )
    return message(body, at)


async def page_of(house: House, story: HireStory, *more: Message) -> str:
    await house.bus.publish([*story.records, *more])
    await house.quiet()
    answer = await house.http.get(f"/dashboard/geschichten/{story.correlation_id}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def hint_of(page: str) -> str:
    found = re.search(r"Nachrichten versendet</p>.*?figure__hint\">([^<]*)<", page)
    assert found
    return found[1].strip()


def statuses(page: str) -> list[str]:
    tasks = page[page.index('id="aufgaben"') :]
    return re.findall(r'kern-label">([^<]+)<', tasks)


async def test_what_ended_as_it_began_is_not_in_progress(house: House) -> None:
    story = HireStory()
    end = closed(story, ClosingReason.DEPARTED, story.started)
    house.clock.forward(timedelta(days=400))
    page = await page_of(house, story, story.hire, story.started, *story.queued, end)
    assert figures(page)["Nachrichten versendet"] == "0 von 5"
    assert hint_of(page) == "nicht mehr nötig"
    assert set(statuses(page)) == {NEEDLESS}
    assert "Einarbeitung beendet: weil die Beschäftigung endet, 8 Aufgaben offen." in page
    assert "Zur Geschichte, die das bewirkt hat" not in page


async def test_what_another_story_ended_leads_there(house: House) -> None:
    story = HireStory()
    post = cancelled(story)
    end = closed(story, ClosingReason.CANCELLED, post)
    page = await page_of(house, story, *story.events[:9], *story.completed, post, end)
    assert figures(page)["Nachrichten versendet"] == "1 von 5"
    assert hint_of(page) == "die übrigen nicht mehr nötig"
    assert "weil die Einstellung zurückgezogen wurde" in page
    assert f'href="/dashboard/geschichten/{post.correlation_id}"' in page
    assert statuses(page).count(NEEDLESS) == 6 + 5
    assert page.count("Erledigt am") == 2
    assert set(statuses(page)) & {"Offen", "Überfällig"} == set()


async def test_a_hire_withdrawn_before_the_onboarding_began_owes_no_letter(house: House) -> None:
    story = HireStory()
    welcome = message(story._letter(story.roles[0]), story.at, cause=story.hire)
    page = await page_of(house, story, story.hire, welcome, cancelled(story))
    assert hint_of(page) == "nicht mehr nötig"


@pytest.mark.parametrize("days_ago", [1, 0])
async def test_a_departure_ends_nothing_before_its_day_is_over(house: House, days_ago: int) -> None:
    story = HireStory()
    last_day = local_date(house.clock.now()) - timedelta(days=days_ago)
    leaving = departed(story, last_day, house.clock.now())
    page = await page_of(house, story, story.hire, story.started, *story.queued, leaving)
    assert hint_of(page) == ("nicht mehr nötig" if days_ago else "noch in Arbeit")


async def test_the_end_of_another_employment_or_onboarding_ends_nothing(house: House) -> None:
    story, other = HireStory(), HireStory()
    other.worker_id = story.worker_id
    ends = [
        cancelled(story, employment_id=new_id()),
        closed(other, ClosingReason.DEPARTED, other.hire),
    ]
    page = await page_of(house, story, story.hire, story.started, *story.queued, *ends)
    assert hint_of(page) == "noch in Arbeit"
    assert NEEDLESS not in page


async def test_a_completed_onboarding_is_not_called_needless(house: House) -> None:
    story = HireStory()
    end = closed(story, ClosingReason.COMPLETED, story.started)
    page = await page_of(house, story, story.hire, story.started, *story.queued, end)
    assert hint_of(page) == "noch in Arbeit"
    assert "ist nicht mehr nötig" not in page


async def test_a_task_that_is_known_too_late_is_due_as_soon_as_possible(house: House) -> None:
    story, today = HireStory(), local_date(house.clock.now())
    house.clock.forward(START + timedelta(days=30) - today)
    assert story.started.data
    known_on = local_date(house.clock.now())
    body = OnboardingStarted.model_validate_json(story.started.data)
    late = message(body.model_copy(update={"known_on": known_on}), cause=story.hire)
    page = await page_of(house, story, story.hire, late)
    assert page.count("so bald wie möglich") == 8
    assert "berfällig" not in page
    house.clock.forward(timedelta(days=1))
    assert (await page_of(house, story)).count(">Überfällig<") == 8


def failing_twice(story: HireStory, *, at_last_sent: bool) -> list[Message]:
    queued = story.queued[0]
    assert queued.data
    letter = LetterQueued.model_validate_json(queued.data)
    facts = letter.model_dump(exclude={"tasks"})

    def then(minutes: int, body: Body) -> Message:
        return message(body, story.at + timedelta(minutes=minutes), cause=queued)

    failed, sent = LetterFailed(**facts, attempts=1), LetterSent(**facts, attempts=1)
    last = sent if at_last_sent else failed
    return [then(1, failed), then(2, letter), then(3, failed), then(4, letter), then(5, last)]


async def test_a_letter_put_back_is_one_letter(house: House) -> None:
    story = HireStory()
    more = failing_twice(story, at_last_sent=False)
    page = await page_of(house, story, *story.events[:8], *story.sent[1:], *more)
    assert figures(page)["Nachrichten versendet"] == "4 von 5"
    assert hint_of(page) == "1 nicht zustellbar"
    assert "<strong>Nachricht nicht zustellbar</strong>" in page
    assert "3 Nachrichten nicht zustellbar" not in page


async def test_a_letter_that_went_out_in_the_end_is_sent(house: House) -> None:
    story = HireStory()
    more = failing_twice(story, at_last_sent=True)
    page = await page_of(house, story, *story.events[:8], *story.sent[1:], *more)
    assert figures(page)["Nachrichten versendet"] == "5 von 5"
    assert hint_of(page).startswith("die erste nach")


async def test_what_ended_a_story_is_found_by_an_index(house: House) -> None:
    async with house.context("dashboard").database.reading() as session:
        plan = await session.execute(
            text("EXPLAIN QUERY PLAN SELECT * FROM seen WHERE key IN ('a') AND type IN ('b', 'c')")
        )
        assert "seen_by_key" in str(plan.all())
