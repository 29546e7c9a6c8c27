"""Whoever meets a barrier says so, with the keyboard and without scripts, and sees it settled."""

import os

import pytest

from tests.browser.barriers import AXE, check
from tests.browser.carrier import CarrierSystem
from tests.browser.conftest import OpenPage
from tests.browser.visitors import enter

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not AXE.exists() and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="Axe, which looks for barriers, is missing: make assets.",
    ),
]


async def test_the_way_from_the_form_to_the_receipt_and_to_those_who_answer(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    stranger = await open_page(390, java_script_enabled=False)
    await stranger.goto(f"{carrier.base}/directory/barriere-melden")
    await stranger.get_by_label("Was geht nicht?").fill("Der Kalender geht nicht auf.")
    await stranger.get_by_label("Wohin dürfen wir antworten?").fill("a@example.org")
    await stranger.get_by_role("button", name="Absenden").press("Enter")
    await stranger.get_by_text("Danke, Ihre Meldung ist angekommen.").wait_for()
    receipt = stranger.url
    number = (await stranger.locator("h1").inner_text()).rpartition(" ")[2]

    office = await open_page(390, bypass_csp=True)
    await office.goto(receipt)
    assert await check(office, "barrier-receipt") == []
    await enter(office, carrier.base, "Koordinierungsstelle")
    await office.goto(f"{carrier.base}/directory/barrieren")
    assert await check(office, "barrier-list") == []
    await office.get_by_role("link", name=number).click()
    await office.get_by_role("heading", name=f"Meldung {number}").wait_for()
    assert await check(office, "barrier") == []
    await office.get_by_role("button", name="Erledigt").click()
    await office.get_by_text("Als erledigt vermerkt.").wait_for()

    await stranger.goto(receipt)
    await stranger.get_by_text("erledigt am").wait_for()
