"""The overview, the clock of a demonstration, and what holds for every page."""

import re
from datetime import timedelta

import pytest

from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.dashboard.conftest import connect
from tests.dashboard.stories import HireStory, hired
from tests.house import House


def figures(page: str) -> dict[str, str]:
    pattern = r'figure__label">([^<]+)</p>\s*<p class="kp-figure__value">([^<]+)<'
    return dict(re.findall(pattern, page))


async def test_the_overview_counts_what_happened_today(house: House) -> None:
    now = house.clock.now()
    yesterday = hired(now - timedelta(days=1))
    story = HireStory(now)
    await house.bus.publish([yesterday, *story.events[:13]])
    await house.quiet()
    shown = figures((await house.http.get("/dashboard/ueberblick")).text)
    assert shown == {
        "Ereignisse": "13",
        "Einstellungen": "1",
        "Nachrichten": "5",
        "Einarbeitungen": "1",
        "Arbeitsfähig": "0",
    }


async def test_the_newest_story_comes_first_with_its_headline(house: House) -> None:
    older, newer = HireStory(), hired()
    await house.bus.publish([*older.events, newer])
    await house.quiet()
    page = (await house.http.get("/dashboard/ueberblick")).text
    links = re.findall(r'href="/dashboard/geschichten/([^"]+)"', page)
    assert links == [str(newer.correlation_id), str(older.correlation_id)]
    assert "15 Ereignisse" in page


async def test_the_overview_says_that_no_mail_goes_out(open_house: OpenHouse) -> None:
    house = await open_house("notifications", "dashboard")
    connect(house)
    halted = (
        r'<a href="/notifications/versand">[^/]*kern-badge--warning.*Bereit, Versand steht still'
    )
    assert not re.search(halted, (await house.http.get("/dashboard/ueberblick")).text)
    house.context("notifications").remarks["mail"] = "paused: unreachable"
    assert re.search(halted, (await house.http.get("/dashboard/ueberblick")).text)


async def test_the_clock_of_a_demonstration_can_be_put_forward(house: House) -> None:
    before = house.clock.now()
    answer = await house.http.post("/dashboard/uhr", data={"days": "30"})
    assert answer.status_code == 303
    assert timedelta(days=30) <= house.clock.now() - before < timedelta(days=30, minutes=1)
    page = await house.http.get(answer.headers["location"])
    assert "Es sind 30 Tage vergangen" in page.text


@pytest.mark.parametrize("days", ["0", "201", "-3", "viele", ""])
async def test_the_clock_takes_only_1_to_200_days(house: House, days: str) -> None:
    before = house.clock.now()
    answer = await house.http.post("/dashboard/uhr", data={"days": days})
    assert answer.status_code == 422
    assert house.clock.now() - before < timedelta(minutes=1)


async def test_no_other_site_may_move_the_clock(house: House) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    answer = await house.http.post("/dashboard/uhr", data={"days": "1"}, headers=headers)
    assert answer.status_code == 403


async def test_no_page_contains_a_script_or_a_style(house: House) -> None:
    story = HireStory()
    await house.bus.publish([*story.records, *story.events])
    await house.quiet()
    for path in (
        "",
        "ereignisse",
        f"geschichten/{story.correlation_id}",
        f"geschichten/{new_id()}",
    ):
        page = (await house.http.get(f"/dashboard/{path}")).text
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
        assert '<html lang="de">' in page
