"""A carrier posts a hire, and everyone who has to act learns of it: through all services."""

import asyncio
import re
from datetime import timedelta
from typing import Any

from httpx2 import Auth
from sqlalchemy import text

from shared.clock import local_date
from tests.conftest import OpenHouse
from tests.house import House
from tests.journeys.carrier import Carrier

ALL = ("directory", "trainings", "surveys", "notifications", "dashboard")
LINK = re.compile(r"http://knotenpunkt\.test(/trainings/l/aufgabe/[A-Za-z0-9_=-]+)")


async def mails(house: House) -> list[str]:
    """What the mailbox keeps, each mail as one text."""
    rows: list[Any] = await house.rows("notifications", text("SELECT * FROM kept_mails"))
    return ["\n".join(map(str, row)) for row in rows]


async def kinds(house: House, story: str) -> list[str]:
    answer = await house.http.get(f"/dashboard/api/v1/journeys/{story}")
    return [event["type"] for event in answer.json()["events"]]


async def settled(house: House) -> None:
    """Quiet, and every letter sent."""
    while True:
        await house.quiet()
        waiting = "SELECT count(*) FROM deliveries WHERE state IN ('queued', 'leased')"
        [(left,)] = await house.rows("notifications", text(waiting))
        if not left:
            return await house.quiet()


async def test_a_hire_is_told_to_everyone_who_has_to_act(open_either_house: OpenHouse) -> None:
    house = await open_either_house(*ALL)
    carrier = await Carrier.of(house)
    receipt = await carrier.hire()
    await settled(house)
    story = await kinds(house, receipt["correlation_id"])
    assert story[0] == "directory.worker-hired.v1"
    assert story.count("trainings.onboarding-started.v1") == 1
    assert story.count("surveys.pulse-planned.v1") == 1
    assert story.count("notifications.letter-queued.v1") == 10
    assert story.count("notifications.letter-sent.v1") == 10


async def test_links_of_the_mails_lead_to_readiness(open_house: OpenHouse) -> None:
    house = await open_house(*ALL)
    carrier = await Carrier.of(house)
    receipt = await carrier.hire()
    await settled(house)
    links = {link for mail in await mails(house) for link in LINK.findall(mail)}
    assert len(links) == 45
    for link in links:
        answer = await house.http.post(link, auth=Auth())
        assert answer.status_code == 303
    await house.quiet()
    story = await kinds(house, receipt["correlation_id"])
    assert story.count("trainings.task-completed.v1") == 45
    assert story.count("trainings.onboarding-ready.v1") == 1
    assert story.count("trainings.onboarding-closed.v1") == 1


async def test_a_departure_closes_what_is_open_when_the_last_day_is_over(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house(*ALL)
    carrier = await Carrier.of(house)
    today = local_date(house.clock.now())
    await carrier.hire(start_date=today.isoformat())
    await settled(house)
    last_day = (today + timedelta(days=20)).isoformat()
    body = {"external_id": "P-4711", "last_day": last_day, "reason": "resignation"}
    answer = await carrier.post("/directory/api/v1/departures", body, "departure")
    await settled(house)
    story = answer.json()["correlation_id"]
    assert await kinds(house, story) == ["directory.worker-departed.v1"]

    house.clock.forward(timedelta(days=21))

    ends = {"trainings.onboarding-closed.v1", "surveys.pulse-cancelled.v1"}
    async with asyncio.timeout(20):
        while not ends <= set(await kinds(house, story)):
            await settled(house)


async def test_a_departure_reported_late_closes_what_is_open_at_once(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    carrier = await Carrier.of(house)
    today = local_date(house.clock.now())
    await carrier.hire(start_date=(today - timedelta(days=20)).isoformat())
    await settled(house)
    body = {"external_id": "P-4711", "last_day": (today - timedelta(days=1)).isoformat()}
    answer = await carrier.post("/directory/api/v1/departures", body, "departure")
    await settled(house)
    story = await kinds(house, answer.json()["correlation_id"])
    assert "trainings.onboarding-closed.v1" in story
    assert "surveys.pulse-cancelled.v1" in story


async def test_pulse_surveys_open_when_their_day_has_come(open_house: OpenHouse) -> None:
    house = await open_house(*ALL)
    carrier = await Carrier.of(house)
    start = local_date(house.clock.now()) - timedelta(days=10)
    receipt = await carrier.hire(start_date=start.isoformat())
    await settled(house)
    house.clock.forward(timedelta(days=30))
    async with asyncio.timeout(20):
        while "surveys.invitation-issued.v1" not in await kinds(house, receipt["correlation_id"]):
            await settled(house)
    await settled(house)
    bodies = [mail for mail in await mails(house) if "/surveys/l/befragung/" in mail]
    assert len(bodies) == 1
