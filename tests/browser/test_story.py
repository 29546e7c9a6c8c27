"""The head of school does what the mail asks for: one link, one click, no account."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.carrier import CarrierSystem
from tests.browser.conftest import OpenPage
from tests.browser.visitors import enter

pytestmark = pytest.mark.browser

TASK = "Erledigt melden: Büro/Beratungsraum, abschließbar und vertraulich"
HEADS = {"100002": "Thomas Averbeck", "100004": "Henning Ostermann"}
ONBOARDING = "Einarbeitung einer neuen Fachkraft"


async def follow(page: Page, link: str) -> Page:
    """Click a link of the mail that is open; it leads to a page of its own."""
    async with page.context.expect_page() as opened:
        await page.frame_locator("iframe").get_by_role("link", name=link).click()
    return await opened.value


@pytest.mark.parametrize(
    ("school", "javascript"), [("100002", True), ("100004", False)], ids=["with", "without"]
)
async def test_a_head_of_school_reports_a_task_done_with_and_without_javascript(
    carrier: CarrierSystem, open_page: OpenPage, school: str, javascript: bool
) -> None:
    receipt = await carrier.hire(school)
    await carrier.mail(receipt["worker_id"], "head")
    page = await open_page(390, java_script_enabled=javascript)
    await enter(page, carrier.base)
    await page.goto(f"{carrier.base}/notifications/postfach")
    await (
        page.get_by_role("row")
        .filter(has_text=HEADS[school])
        .filter(has_text=ONBOARDING)
        .get_by_role("link")
        .click()
    )

    task = await follow(page, TASK)
    await expect(task.get_by_role("heading", level=1)).to_contain_text("Büro/Beratungsraum")
    await expect(task.get_by_text("Nele Ahrens")).to_be_visible()
    await task.get_by_role("button", name="Erledigt melden").click()
    await expect(task.get_by_text("Erledigt – vielen Dank!")).to_be_visible()
    await expect(task.get_by_role("button")).to_have_count(0)

    again = await follow(page, TASK)
    await expect(again.get_by_text("Erledigt – vielen Dank!")).to_be_visible()
    await expect(again.get_by_role("button")).to_have_count(0)
    story = receipt["correlation_id"]
    await carrier.happened(story, "trainings.task-completed.v1")
    assert await carrier.events(story, "trainings.task-completed.v1") == 1


async def test_a_link_that_was_cut_off_is_explained(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    receipt = await carrier.hire("100003")
    mail = await carrier.mail(receipt["worker_id"], "head")
    page = await open_page(390)
    for wrong in (mail["links"][0][:-3], f"{mail['links'][0][:-3]}xyz"):
        await page.goto(wrong)
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "Dieser Link ist nicht gültig"
        )
        await expect(page.get_by_role("button")).to_have_count(0)


async def test_after_a_departure_nothing_is_left_to_do(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    receipt = await carrier.hire("100003", "P-leaves", starts_in=-20)
    mail = await carrier.mail(receipt["worker_id"], "head")
    departure = await carrier.depart("P-leaves", in_days=-1)
    await carrier.happened(departure["correlation_id"], "trainings.onboarding-closed.v1")
    page = await open_page(390)
    await page.goto(mail["links"][0])
    await expect(page.get_by_text("Nicht mehr nötig")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)


async def test_a_task_is_done_with_the_keyboard_alone(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    receipt = await carrier.hire("100006")
    mail = await carrier.mail(receipt["worker_id"], "head")
    page = await open_page(1280)
    await page.goto(mail["links"][0])

    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Zum Inhalt springen")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()

    await page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Erledigt melden")
    await expect(button).to_be_focused()
    await expect(button).not_to_have_css("outline-style", "none")
    await expect(button).not_to_have_css("outline-width", "0px")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Erledigt – vielen Dank!")).to_be_visible()
