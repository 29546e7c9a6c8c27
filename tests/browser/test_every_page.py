"""Every page, as everybody who may open it: narrow, wide, zoomed and dark, by keyboard, unscripted.

Here as all but the office, which has a file of its own, so that both walk side by side.
"""

from datetime import timedelta

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.barriers import BREAKS_OUT, NARROW, check
from tests.browser.everybody import (
    AS_EVERYBODY,
    PEOPLE,
    left_out,
    look_as,
    seen,
    send_as,
    visitor,
)
from tests.browser.links import consultation_link, survey_link, task_link, unsubscribe_link
from tests.browser.stumbling import STUMBLES
from tests.browser.town_hall import TownHall, unmatched
from tests.browser.walk import Book
from tests.conftest import RUN
from tests.house import URL

pytestmark = AS_EVERYBODY


@pytest.mark.parametrize("column", PEOPLE)
async def test_nothing_stands_in_anybodys_way_on_any_page(
    hall: TownHall, chromium: Browser, book: Book, column: str
) -> None:
    await look_as(hall, chromium, book, column)


async def test_a_mistake_behind_a_link_excludes_nobody(
    hall: TownHall, chromium: Browser, book: Book
) -> None:
    context = await visitor(hall, chromium, book, "nobody")
    page = await context.new_page()
    await page.goto(f"{URL}{survey_link(hall.town)}")
    await page.get_by_role("button", name="Antwort absenden").click()
    await page.get_by_text("Bitte prüfen Sie Ihre Angaben").wait_for()
    assert await check(page, "mistake") == []
    await context.close()


@pytest.mark.parametrize("column", PEOPLE)
async def test_every_form_is_sent_without_scripts(
    hall: TownHall, chromium: Browser, book: Book, column: str
) -> None:
    await send_as(hall, chromium, book, column)


async def test_no_form_was_left_out_by_everybody_together(
    pytestconfig: pytest.Config, book: Book
) -> None:
    assert left_out(pytestconfig.stash[RUN].folder, "people", book.sent) == []


async def test_a_mail_shown_alone_excludes_nobody(
    hall: TownHall, chromium: Browser, book: Book
) -> None:
    """Its page runs no scripts; axe does where this browser does not mind."""
    context = await visitor(hall, chromium, book, "operator", bypass_csp=True)
    assert await seen(context, *(f"{each}/html" for each in await hall.mails())) == {}


async def test_errors_are_said_so_that_everybody_can_read_them(
    hall: TownHall, chromium: Browser, book: Book
) -> None:
    stumbles = [f"/directory/stolpern/{status}" for status in STUMBLES]
    paths = (*stumbles, "/dashboard/nirgends", "/dashboard/ueberblick", "/nirgends")
    assert await seen(await visitor(hall, chromium, book, "head"), *paths) == {}


async def test_what_a_link_comes_to_excludes_nobody(
    hall: TownHall, chromium: Browser, book: Book
) -> None:
    context = await visitor(hall, chromium, book, "nobody")
    task, survey = task_link(hall.town), survey_link(hall.town)
    consultation, unsubscribe = consultation_link(hall.town), unsubscribe_link(hall.town)
    settled = (task, f"{task[:-3]}", survey, f"{survey}?danke=ja", consultation, unsubscribe)
    assert await seen(context, *settled, close=False) == {}
    hall.house.clock.forward(timedelta(days=400))
    assert await seen(context, f"{task}", f"{survey}", consultation, unsubscribe) == {}


async def test_everything_in_the_header_is_reached_by_keyboard_and_without_scripts(
    hall: TownHall, chromium: Browser, book: Book
) -> None:
    context = await visitor(hall, chromium, book, "head", java_script_enabled=False)
    page = await context.new_page()
    await page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    await page.goto(f"{URL}/dashboard/")
    await _tab_to(page, page.locator(".kp-account__button"))
    await page.keyboard.press("Enter")
    await _tab_to(page, page.get_by_role("button", name="Abmelden"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Abgemeldet", timeout=30_000)
    await context.close()


async def _tab_to(page: Page, wanted: Locator, steps: int = 12) -> None:
    """As often as it takes: how many stops are between depends on the roles somebody has."""
    await wanted.wait_for()
    for _ in range(steps):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not among the next {steps} stops")


async def test_an_address_of_a_hundred_characters_stays_in_its_box(
    hall: TownHall, chromium: Browser, book: Book
) -> None:
    address = f"{'a' * 60}@{'b' * 27}.example.org"
    assert len(address) == 100
    given = {"given_name": "Ada", "family_name": "Lang", "address": address, "role": "coordinator"}
    made = await hall.house.http.post("/directory/konten/neu", data=given)
    assert made.status_code == 303, made.text
    account = made.headers["location"]
    context = await visitor(hall, chromium, book, "coordinator")
    page = await context.new_page()
    await page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    person = account.replace("/konten/", "/personen/")
    for path in (account, f"{account}/adresse", person, "/directory/konten?sortiert=-family_name"):
        await page.goto(f"{URL}{path}")
        await page.get_by_text(address).first.wait_for()
        assert await page.evaluate(BREAKS_OUT) == [], path
    await unmatched(hall.house, "Wartende Kollegin")
    await page.goto(f"{URL}/directory/offene-anmeldungen")
    await page.locator("tbody").get_by_role("link").first.click()
    await page.get_by_label("Person suchen").fill(address)
    await page.get_by_role("button", name="Suchen", exact=True).click()
    assign = page.get_by_role("link", name="Ada Lang zuordnen")
    await assign.wait_for()
    assert await page.evaluate(BREAKS_OUT) == []
    await assign.click()
    await page.get_by_role("button", name="Zuordnen").wait_for()
    assert await page.evaluate(BREAKS_OUT) == []
    await context.close()
