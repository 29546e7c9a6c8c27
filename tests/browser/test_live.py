"""The coordinator watches what happens, and reads the story of one hire."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.carrier import CarrierSystem
from tests.browser.conftest import OpenPage
from tests.browser.visitors import enter

pytestmark = pytest.mark.browser

HIRED = "directory.worker-hired.v1"
SENT = "notifications.letter-sent.v1"
STARTED = "trainings.onboarding-started.v1"
LETTERS = 9


async def watch(open_page: OpenPage, base: str, query: str = "") -> Page:
    page = await open_page(1280)
    await enter(page, base)
    await page.goto(f"{base}/dashboard/ereignisse{query}", wait_until="domcontentloaded")
    await expect(page.locator("[data-live-state]")).to_contain_text("Verbunden")
    return page


def events_of(page: Page, receipt: dict[str, Any]) -> Locator:
    link = page.locator(f'a[href*="{receipt["correlation_id"]}"]')
    return page.locator(".kp-event").filter(has=link)


async def test_a_hire_appears_as_it_happens_and_waits_while_halted(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    page = await watch(open_page, carrier.base, f"?type={HIRED}")
    state = page.locator("[data-live-state]")
    seen = events_of(page, await carrier.hire("100001"))
    await expect(seen).to_have_count(1)
    await expect(seen).to_contain_text("Einstellung gemeldet")

    await page.get_by_role("button", name="Anhalten").click()
    held = [events_of(page, await carrier.hire("100001")) for _ in range(2)]
    await expect(state).to_have_text("Angehalten: 2 neue Ereignisse")
    for each in held:
        await expect(each).to_have_count(0)
    await page.get_by_role("button", name="Fortsetzen").click()
    for each in held:
        await expect(each).to_have_count(1)
    await expect(state).to_contain_text("Verbunden")


async def test_events_are_filtered_by_service_and_by_type(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    page = await watch(open_page, carrier.base)
    await page.get_by_label("Dienst").select_option(label="Befragungen")
    await page.get_by_role("button", name="Filtern").click()
    await expect(page).to_have_url(f"{carrier.base}/dashboard/ereignisse?service=surveys&type=")
    await expect(page.locator("[data-live-state]")).to_contain_text("Verbunden")
    receipt = await carrier.hire("100005")
    await expect(events_of(page, receipt)).to_have_count(1)
    assert set(await page.locator(".kp-event .kp-badge").all_inner_texts()) == {"Befragungen"}

    await page.get_by_role("link", name="Alle zeigen").click()
    await expect(page).to_have_url(f"{carrier.base}/dashboard/ereignisse")
    await page.get_by_label("Art des Ereignisses").select_option(STARTED)
    await page.get_by_role("button", name="Filtern").click()
    await expect(page).to_have_url(f"{carrier.base}/dashboard/ereignisse?service=&type={STARTED}")
    assert set(await page.locator(".kp-event code").all_inner_texts()) == {STARTED}
    await expect(events_of(page, receipt)).to_have_count(1)


async def test_an_event_leads_to_its_story(carrier: CarrierSystem, open_page: OpenPage) -> None:
    page = await watch(open_page, carrier.base, f"?type={HIRED}")
    receipt = await carrier.hire("100007")
    story = receipt["correlation_id"]
    await carrier.happened(story, SENT, LETTERS)
    await events_of(page, receipt).get_by_role("link").click()

    await expect(page).to_have_url(re.compile(f"/dashboard/geschichten/{story}#ereignis-"))
    await expect(page.locator(":target")).to_contain_text("Einstellung gemeldet")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Einstellung gemeldet")
    await expect(page.get_by_text(f"{LETTERS} von {LETTERS}")).to_be_visible()
    await expect(page.get_by_role("group", name="Bild: Ursache und Wirkung")).to_be_visible()
    for step in ("Einarbeitung begonnen", "Kurzbefragungen eingeplant", "Nachrichten versendet"):
        await expect(page.locator(".kp-story").first).to_contain_text(step)
    head = page.locator(".kp-party").filter(has_text="Schulleitung")
    await head.locator("summary").click()
    await expect(head.get_by_role("row").filter(has_text="Büro/Beratungsraum")).to_be_visible()
