"""Every page, as everybody who may open it: narrow, wide, zoomed and dark, by keyboard, unscripted.

The table of ``tests/architecture/access.md`` says which pages there are, and for whom.
"""

import os
import re
import shutil
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright

from deploy.sample.sandbox import try_out
from tests.architecture.test_access import TABLE, read_table
from tests.browser.barriers import AXE, BREAKS_OUT, NARROW, PICTURES, check
from tests.browser.conftest import CHROMIUM, complaint
from tests.browser.stumbling import STUMBLES
from tests.browser.town_hall import (
    HOST,
    TownHall,
    consultation_link,
    open_town_hall,
    survey_link,
    task_link,
    unmatched,
    unsubscribe_link,
)
from tests.browser.visitors import as_browser
from tests.browser.walk import TITLES, Book, Walk, missing
from tests.house import URL
from tests.signing_in import coordinator_of
from tests.towns import BERGKAMEN, KAMEN

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        (CHROMIUM is None or not AXE.exists())
        and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="Chromium or axe, which looks for barriers, is missing: make assets chromium.",
    ),
]
UNREACHED = frozenset(
    {
        "/directory/konten/{person_id}/abmelden",
        "/directory/offene-anmeldungen/{key}/zuordnen/{person_id}",
        "/directory/konten/{person_id}/zweiter-schritt",
        "/directory/zweiter-schritt/passkeys/{passkey_id}/entfernen",
        "/directory/fachkraefte/{employment_id}/einsatz/{day}/zuruecknehmen",
        "/directory/mein-eintrag/sprechzeiten/neu",
        "/directory/fotos/{photo_id}/entfernen",
        "/directory/mein-eintrag/sprechzeiten/{presence_id}/entfernen",
    }
)
"""Questions that are asked only where somebody is signed in, has a second step, was looked for, or
where a change is planned; whether to take away a picture; and hours at schools, which have links
for those who are at one, such as the sample's heads."""


ELSEWHERE = re.compile(
    r"/oauth/|/oidc/|/anmelden/(als|zweiter-schritt)|/uhr$|/angehalten/erneut$|/uebernehmen$"
    r"|/abmelden$|/zweiter-schritt$|/anmeldungen/|/offene-anmeldungen/{key}/zuordnen/|/anmeldung$"
    r"|/hochladen$|/versand/{letter_id}/|/directory/zweiter-schritt/"
    r"|/directory/bestaetigen(/code|/passkey|/klick)?$|/durchgefuehrt$|/scim/v2/"
    r"|/geklaert$|/{day}/zuruecknehmen$|/beziehungen/neu$|/mein-eintrag/sprechzeiten/"
    r"|/doppelte/|/zusammenfuehrungen/(paar/|mit/{person_id}/)|/fotos/(neu|{photo_id}/entfernen)$"
    r"|/testzugang/mails$"
)
"""For programs; ways in and out; what needs a file, a choice, a change or a second person first;
and what another form has ended before, as a pair of people once one of them is changed."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[TownHall]:
    async with open_town_hall(tmp_path_factory.mktemp("hall")) as hall:
        async with hall.house.context("directory").database.transaction() as uow:
            await try_out(uow, BERGKAMEN, hall.town.carrier_id)
        yield hall


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium(hall: TownHall) -> AsyncGenerator[Browser]:
    shutil.rmtree(PICTURES, ignore_errors=True)
    async with async_playwright() as playwright:
        browser = await hall.launch(playwright)
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
def book() -> Book:
    return Book()


async def visitor(
    hall: TownHall, chromium: Browser, book: Book, column: str, **more: Any
) -> BrowserContext:
    """Somebody's browser, signed in by a click."""
    elsewhere = column == "coordinator elsewhere"
    given = await hall.house.sign_in(coordinator_of(KAMEN)) if elsewhere else {}
    context = await chromium.new_context(
        locale="de-DE",
        reduced_motion="reduce",
        storage_state=as_browser(given, HOST),
        **more,
    )
    await context.add_init_script(path=AXE)
    context.on("console", lambda line: book.complaints.extend(complaint(line)))
    context.on("weberror", lambda error: book.complaints.append(str(error.error)))
    if title := TITLES[column]:
        page = await context.new_page()
        await page.goto(f"{URL}/directory/anmelden")
        await page.get_by_role("button", name=re.compile(f"^{title}:")).first.click()
        await page.locator(".kp-account__button").wait_for()
        await hall.house.quiet()
        await page.close()
    return context


@pytest.mark.parametrize("column", TITLES)
async def test_nothing_stands_in_anybodys_way_on_any_page(
    hall: TownHall, chromium: Browser, book: Book, column: str
) -> None:
    context, walk = await visitor(hall, chromium, book, column), Walk(hall, book, column)
    await walk.look(context, [*walk.plain(), *await starts(hall, column)])
    await context.close()
    assert walk.faults == {}
    assert list(missing(walk, UNREACHED)) == []
    assert book.complaints == []


async def starts(hall: TownHall, column: str) -> list[str]:
    """Where no link leads from another page."""
    parked = "service=dashboard&type=directory.worker-hired.v1&cause=unserved-tenant"
    by_link = (task_link, survey_link, consultation_link, unsubscribe_link)
    links = [each(hall.town) for each in by_link]
    forms = [
        f"/dashboard/angehalten?{parked}",
        f"/dashboard/angehalten/verwerfen?{parked}&positions=1",
        f"/dashboard/angehalten/kopie?{parked}&position=1",
    ]
    richest = [
        f"/surveys/ergebnisse/{hall.town.values['answered_survey_id']}?municipality={BERGKAMEN}",
        f"/dashboard/geschichten/{hall.town.values['correlation_id']}",
    ]
    person = f"/directory/personen/{hall.town.values['worker_id']}"
    away = f"/directory/fachkraefte/{hall.town.values['away_id']}"
    by_column = {
        "nobody": links,
        "coordinator": [*richest, person, away, *await hall.unsettled()],
        "carrier": [person, away],
        "operator": [*forms, *await hall.mails()],
    }
    return by_column.get(column, [])


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


@pytest.mark.parametrize("column", TITLES)
async def test_every_form_is_sent_without_scripts(
    hall: TownHall, chromium: Browser, book: Book, column: str
) -> None:
    walk = Walk(hall, book, column)
    context = await visitor(hall, chromium, book, column, java_script_enabled=False)
    await walk.send_forms(context)
    await context.close()
    assert walk.faults == {}


async def test_no_form_was_left_out(book: Book) -> None:
    if book.seen.keys() < TITLES.keys():
        pytest.skip("Not everybody has walked.")
    forms = {
        path
        for method, path in read_table(TABLE.read_text())
        if method == "POST" and "/api/" not in path and not ELSEWHERE.search(path)
    }
    assert sorted(forms - {path for _, path in book.sent}) == []


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


async def seen(context: BrowserContext, *paths: str, close: bool = True) -> dict[str, list[str]]:
    """What is wrong with these pages."""
    page, faults = await context.new_page(), {}
    for path in paths:
        await page.goto(f"{URL}{path}", wait_until="domcontentloaded")
        title = await page.title()
        if found := await check(page, f"{title}-{path[:24]}"):
            faults[path] = found
    await page.close()
    if close:
        await context.close()
    return faults


async def test_everything_in_the_header_is_reached_by_keyboard_and_without_scripts(
    hall: TownHall, chromium: Browser, book: Book
) -> None:
    context = await visitor(hall, chromium, book, "head", java_script_enabled=False)
    page = await context.new_page()
    await page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    await page.goto(f"{URL}/dashboard/")
    for _ in range(5):  # what skips the header, its name, the search and its button, the account
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Abmelden").wait_for()
    for _ in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Abgemeldet").wait_for()
    await context.close()


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
