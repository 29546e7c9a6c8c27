"""The office's pages as people see them: narrow and wide, by keyboard alone, without scripts."""

import os
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from playwright.async_api import Page, StorageState, expect

from tests.browser.barriers import AXE, check
from tests.browser.conftest import OpenPage, browser, open_page
from tests.browser.visitors import LOOPBACK, as_browser
from tests.directory.conftest import Desk
from tests.directory.test_organization_import import BAD, CHANGED, HEADING, NEW
from tests.directory.test_organization_pages import LIST
from tests.serving import served

__all__ = ["browser", "open_page"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not AXE.exists() and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="axe, which looks for barriers, is missing: make assets",
    ),
]


@pytest.fixture
async def site(desk: Desk) -> AsyncGenerator[str]:
    """Where the list of the sample's organizations is."""
    async with served(desk.house.app) as port:
        yield f"http://127.0.0.1:{port}{LIST}"


@pytest.fixture
def looking(desk: Desk) -> StorageState:
    return as_browser(desk.house.http.cookies, LOOPBACK)


async def choose_list(page: Page, site: str, folder: Path) -> None:
    file = folder / "schulen.csv"
    known = NEW.replace("Eva;Kern;e.kern@", "Claudia;Reinders;leitung@")
    file.write_text("\n".join([HEADING, known, CHANGED, BAD]))
    await page.goto(f"{site}/import")
    await page.get_by_label("Schulliste").set_input_files(file)
    await page.get_by_role("button", name="Vorschau ansehen").click()


async def test_nobody_is_excluded_by_a_mistake_or_from_the_preview(
    site: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = await open_page(390)
    await page.goto(site)
    await page.get_by_role("link", name="Grundschule am Lindenhain").click()
    await page.get_by_role("link", name="Bearbeiten").click()
    await page.get_by_label("Schulnummer").fill("1")
    await page.get_by_role("button", name="Speichern").click()
    await page.get_by_text("Bitte prüfen Sie Ihre Angaben").wait_for()
    assert await check(page) == []
    await choose_list(page, site, tmp_path)
    await page.get_by_text("1 neu, 1 geändert").wait_for()
    await page.get_by_role("heading", name="Gibt es schon?").wait_for()
    assert await check(page) == []


async def test_a_school_is_added_by_keyboard_alone(site: str, open_page: OpenPage) -> None:
    page = await open_page(1280, java_script_enabled=False)
    await page.goto(f"{site}/neu")
    await page.get_by_label("Name").focus()
    await keys(page, "Hansaschule", "Tab", "Schule", "Tab", "19999", "Enter")
    await expect(page.locator("#school_number")).to_be_focused()
    await keys(page, "End", "9", "Tab", "Grundschule", "Tab", "Space", "Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hansaschule")
    await expect(page.get_by_text("Gespeichert.")).to_be_visible()


async def keys(page: Page, *pressed: str) -> None:
    """Press those that have a name, and type the rest."""
    for each in pressed:
        if each in ("Tab", "Enter", "End", "Space"):
            await page.keyboard.press(each)
        else:
            await page.keyboard.type(each)


async def test_a_list_is_previewed_and_imported_without_scripts(
    site: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = await open_page(390, java_script_enabled=False)
    await choose_list(page, site, tmp_path)
    await expect(page.get_by_text("1 neu, 1 geändert, 0 unverändert, 1 abgelehnt")).to_be_visible()
    await page.get_by_label("Schulleitung, Neue Schule").select_option(index=1)
    await page.get_by_role("button", name="2 Schulen übernehmen").click()
    await expect(page.get_by_text("2 Schulen übernommen.")).to_be_visible()
    await page.get_by_role("link", name="Neue Schule").click()
    await expect(page.get_by_text("claudia.reinders@example.org")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
async def test_the_search_of_the_header_stands_beside_its_button(
    site: str, open_page: OpenPage, width: int
) -> None:
    page = await open_page(width)
    await page.goto(site)
    search = page.get_by_role("search", name="Verzeichnis")
    field = await search.get_by_role("searchbox").bounding_box()
    button = await search.get_by_role("button", name="Finden").bounding_box()
    assert field is not None
    assert button is not None
    assert abs(field["y"] - button["y"]) < 2
    assert button["x"] >= field["x"] + field["width"]


async def test_the_menu_is_one_button_on_a_phone_and_opens_without_scripts(
    site: str, open_page: OpenPage
) -> None:
    page = await open_page(390, java_script_enabled=False)
    await page.goto(site)
    header = await page.get_by_role("banner").bounding_box()
    assert header is not None
    assert header["height"] < 130, "one row, and one for the search"
    menu = page.get_by_role("navigation", name="Hauptnavigation")
    entry, group = menu.get_by_role("link", name="Ereignisse"), menu.get_by_text("Auswertung")
    await expect(group).to_be_hidden()
    await menu.get_by_text("Menü").press("Enter")
    await expect(entry).to_be_hidden()
    await group.press("Enter")
    await expect(entry).to_be_visible()


async def test_the_menu_lies_open_on_a_wide_page(site: str, open_page: OpenPage) -> None:
    page = await open_page(1280, java_script_enabled=False)
    await page.goto(site)
    menu = page.get_by_role("navigation", name="Hauptnavigation")
    await expect(menu.get_by_text("Menü")).to_be_hidden()
    await menu.get_by_text("Auswertung").press("Enter")
    await expect(menu.get_by_role("link", name="Ereignisse")).to_be_visible()
    await menu.get_by_text("Verzeichnis", exact=True).press("Enter")
    await expect(menu.get_by_role("link", name="Ereignisse")).to_be_hidden()
    await menu.get_by_role("link", name="Organisationen").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Organisationen")


async def test_what_lies_open_in_the_header_folds_by_escape_or_elsewhere(
    site: str, open_page: OpenPage
) -> None:
    page = await open_page(1280)
    await page.goto(site)
    menu = page.get_by_role("navigation", name="Hauptnavigation")
    group, entry = (
        menu.get_by_text("Verzeichnis", exact=True),
        menu.get_by_role("link", name="Fachkräfte"),
    )
    await group.press("Enter")
    await page.keyboard.press("Tab")
    await expect(entry).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(entry).to_be_hidden()
    await expect(group).to_be_focused()
    await group.press("Enter")
    await page.get_by_role("heading", level=1).click()
    await expect(entry).to_be_hidden()
