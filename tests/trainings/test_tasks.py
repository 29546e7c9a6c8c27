"""Tasks are done by API and by signed link, and an onboarding advances with them."""

from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from sqlalchemy import select

from services.trainings.models import Person, onboardings, tasks
from shared.clock import local_date
from shared.contracts.trainings import TASK_PAGE
from shared.messaging.tables import inbox
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House, new_key
from tests.journeys.carrier import Carrier
from tests.prepared import with_sample


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("directory", "trainings", prepare=with_sample)


async def hired(house: House, **changes: Any) -> tuple[Carrier, list[dict[str, Any]]]:
    carrier = await Carrier.of(house)
    receipt = await carrier.hire(**changes)
    await house.quiet()
    path = f"/trainings/api/v1/workers/{receipt['worker_id']}/onboardings"
    [onboarding] = (await carrier.get(path)).json()
    return carrier, onboarding["tasks"]


async def put(carrier: Carrier, task: dict[str, Any]) -> int:
    headers = {"Authorization": f"Bearer {carrier.token}"}
    path = f"/trainings/api/v1/tasks/{task['id']}/completion"
    return (await carrier.house.http.put(path, headers=headers)).status_code


def link(house: House, task: dict[str, Any], days: int = 30) -> str:
    until = local_date(house.clock.now()) + timedelta(days=days)
    return house.link(TASK_PAGE, UUID(task["id"]), until)


def of(role: str, given: list[dict[str, Any]]) -> dict[str, Any]:
    return next(task for task in given if task["role"] == role)


async def test_a_carrier_reports_its_own_task_done_and_twice_is_once(house: House) -> None:
    carrier, given = await hired(house)
    mine = of("carrier", given)
    assert [await put(carrier, mine), await put(carrier, mine)] == [204, 204]
    done = await house.rows("trainings", select(tasks.c.id).where(tasks.c.done_at.is_not(None)))
    assert len(done) == 1


async def test_the_id_before_two_merges_leads_to_the_onboarding_as_well(house: House) -> None:
    carrier = await Carrier.of(house)
    receipt = await carrier.hire()
    await house.quiet()
    first, second = uuid4(), uuid4()
    called: Any = {"tenant": BERGKAMEN, "version": 1, "given_name": "Mara", "family_name": "Kranz"}
    async with house.context("trainings").database.transaction() as uow:
        for key, survivor in ((first, second), (second, UUID(receipt["worker_id"]))):
            uow.session.add(Person(person_id=key, merged_into=survivor, **called))
    for key in (first, second, receipt["worker_id"]):
        path = f"/trainings/api/v1/workers/{key}/onboardings"
        assert len((await carrier.get(path)).json()) == 1, key


async def test_a_carrier_cannot_report_the_task_of_a_head_of_school(house: House) -> None:
    carrier, given = await hired(house)
    assert await put(carrier, of("head", given)) == 403


async def test_a_task_nobody_has_is_not_found(house: House) -> None:
    carrier, _ = await hired(house)
    assert await put(carrier, {"id": "0197f000-0000-7000-8000-000000000001"}) == 404


async def test_the_link_shows_one_task_and_nothing_is_done_by_looking(house: House) -> None:
    _, given = await hired(house)
    task = of("head", given)
    page = await house.http.get(link(house, task))
    assert task["title"] in page.text
    assert "Mara Özgür-O'Neill" in unescape(page.text)
    assert "Erledigt melden" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_the_page_speaks_of_the_worker_to_others_and_to_the_worker_herself(
    house: House,
) -> None:
    _, given = await hired(house)
    mine = (await house.http.get(link(house, of("worker", given)))).text
    theirs = (await house.http.get(link(house, of("head", given)))).text
    assert "Ihre Aufgabe in der Einarbeitung" in mine
    assert "Ihr erster Arbeitstag" in mine
    for others in (">Fachkraft<", "Mara", ">Ort<"):
        assert others not in mine
    for label in ("Eine Aufgabe in der Einarbeitung", ">Fachkraft<", ">Ort<"):
        assert label in theirs
    for said_to_the_new in ("Neue Fachkraft", "arbeitsfähig"):
        assert said_to_the_new not in theirs + mine


async def test_a_mandatory_task_is_said_to_be_needed_for_the_end_of_the_onboarding(
    house: House,
) -> None:
    _, given = await hired(house)
    for task in given:
        page = await house.http.get(link(house, task))
        assert ("Pflicht für den Abschluss der Einarbeitung" in page.text) == task["mandatory"]


async def test_the_link_of_a_task_that_is_late_asks_for_it_as_soon_as_possible(
    house: House,
) -> None:
    _, given = await hired(house)
    task = of("head", given)
    late = timedelta(days=400)
    address = link(house, task, days=500)
    house.clock.forward(late)
    page = await house.http.get(address)
    assert page.status_code == 200
    assert "sobald wie möglich" in page.text


async def test_a_used_link_says_that_the_task_is_done(house: House) -> None:
    _, given = await hired(house)
    address = link(house, of("head", given))
    assert (await house.http.post(address)).status_code == 303
    page = await house.http.get(address)
    assert "Erledigt – vielen Dank!" in page.text
    assert "Erledigt melden" not in page.text
    assert_nobody_is_named(page)


def assert_nobody_is_named(page: Response) -> None:
    """Whoever opens an old link learns nothing about the new colleague."""
    for secret in ("Mara", "Özgür", "Grundschule", "Lindenhain", "2027"):
        assert secret not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"


async def test_once_all_is_done_every_link_of_the_onboarding_shows_only_thanks(
    house: House,
) -> None:
    _, given = await hired(house)
    for task in given:
        await house.http.post(link(house, task))
    for task in given:
        page = await house.http.get(link(house, task))
        assert "Erledigt – vielen Dank!" in page.text
        assert_nobody_is_named(page)


async def test_an_expired_link_has_its_own_page(house: House) -> None:
    _, given = await hired(house)
    address = link(house, of("head", given), days=0)
    house.clock.forward(timedelta(days=1))
    page = await house.http.get(address, headers={"Accept": "text/html"})
    assert page.status_code == 410
    assert "abgelaufen" in page.text


async def test_a_changed_link_has_its_own_page(house: House) -> None:
    _, given = await hired(house)
    address = link(house, of("head", given))
    changed = address[:-1] + ("A" if address[-1] != "A" else "B")
    page = await house.http.get(changed, headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert (await house.http.post(changed)).status_code == 404


async def test_ready_comes_with_the_last_mandatory_task_and_not_before(house: House) -> None:
    _, given = await hired(house)
    mandatory = [task for task in given if task["mandatory"]]
    for task in mandatory[:-1]:
        await house.http.post(link(house, task))
    assert await house.rows("trainings", select(onboardings.c.ready_at)) == [(None,)]
    await house.http.post(link(house, mandatory[-1]))
    [(ready_at,)] = await house.rows("trainings", select(onboardings.c.ready_at))
    assert ready_at is not None


async def test_after_a_departure_the_link_says_that_nothing_is_needed(house: House) -> None:
    today = local_date(house.clock.now())
    carrier, given = await hired(house, start_date=(today - timedelta(days=40)).isoformat())
    body = {"external_id": "P-4711", "last_day": (today - timedelta(days=1)).isoformat()}
    await carrier.post("/directory/api/v1/departures", body, "departure")
    await house.quiet()
    address = link(house, of("head", given))
    await house.http.post(address)
    page = await house.http.get(address)
    assert "Nicht mehr nötig" in page.text
    assert_nobody_is_named(page)
    [(reason,)] = await house.rows("trainings", select(onboardings.c.closing_reason))
    assert reason == "departed"


async def test_a_municipality_s_own_template_is_used_for_later_hires(house: House) -> None:
    task = {"code": "tea", "title": "Tee", "role": "head", "due_days": 0, "mandatory": True}
    body = {"municipality": BERGKAMEN, "tasks": [task]}
    assert (
        await house.http.post("/trainings/api/v1/templates", json=body, headers=new_key())
    ).status_code == 201
    placements = [{"school_number": "100001", "weekly_hours": 39}]
    _, given = await hired(house, placements=placements)
    assert [(each["code"], each["title"]) for each in given] == [("tea", "Tee")]


async def test_an_onboarding_is_started_once_per_hire(house: House) -> None:
    await hired(house)
    handled = select(inbox.c.message_id).where(inbox.c.handler == "start_onboarding")
    assert len(await house.rows("trainings", handled)) == 1
    assert len(await house.rows("trainings", select(onboardings.c.id))) == 1
