"""The kit's pages as people see them: for everybody, with scripts and without."""

import os
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from playwright.async_api import Page, StorageState, expect

from shared.contracts.directory import OrganizationKind
from tests.browser.barriers import AXE, check
from tests.browser.conftest import OpenPage, browser, open_page
from tests.browser.visitors import LOOPBACK, as_browser
from tests.serving import served
from tests.shared.web.kit.conftest import LIST
from tests.shared.web.kit.example.models import Organization
from tests.shared.web.kit.example.service import Example, running_example
from tests.signing_in import coordinator_of, sign_in

__all__ = ["browser", "open_page"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not AXE.exists() and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="axe, which looks for barriers, is missing: make assets",
    ),
]
STREETS = ("Ahorn", "Birken", "Eichen", "Föhren", "Linden", "Ulmen", "Weiden")


@pytest.fixture
async def example(tmp_path: Path) -> AsyncGenerator[Example]:
    """With a few pages of organizations."""
    async with running_example(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/example.db") as example:
        await store(example)
        yield example


@pytest.fixture
async def site(example: Example) -> AsyncGenerator[str]:
    """Where the example is served."""
    async with served(example.app) as port:
        yield f"http://127.0.0.1:{port}{LIST}"


@pytest.fixture
async def looking(example: Example) -> StorageState:
    return as_browser(await sign_in([example.context], coordinator_of("05978004")), LOOPBACK)


async def store(example: Example) -> None:
    kinds = list(OrganizationKind)
    async with example.context.database.transaction() as uow:
        uow.session.add_all(
            Organization(
                tenant="05978004",
                name=f"Schule an der {STREETS[index % 7]}straße {index:03}",
                kind=kinds[index % 7],
                school_number=f"{100000 + index}",
            )
            for index in range(130)
        )


async def test_nobody_is_excluded_from_any_kind_of_page(site: str, open_page: OpenPage) -> None:
    page = await open_page(390, bypass_csp=True)
    faults = {}
    for name, path in {
        "list": "",
        "second page": "?sortiert=-kind",
        "nothing found": "?text=zebra",
        "broken filter": "?kind=zebra",
        "form": "/neu",
        "upload": "/import",
    }.items():
        await page.goto(site + path)
        if found := await check(page):
            faults[name] = found
    await page.goto(f"{site}/neu")
    await page.get_by_role("button", name="Speichern").click()
    faults |= {"errors": found} if (found := await check(page)) else {}
    address = await new_school(page, site)
    faults |= {"saved": found} if (found := await check(page)) else {}
    await page.goto(f"{address}/loeschen")
    faults |= {"confirm": found} if (found := await check(page)) else {}
    await overtake(page, address, await open_page(1280))
    faults |= {"overtaken": found} if (found := await check(page)) else {}
    assert faults == {}


async def new_school(page: Page, site: str) -> str:
    await page.goto(f"{site}/neu")
    await page.get_by_label("Name").fill("Overbergschule")
    await page.get_by_label("Art").select_option(label="Schule")
    await page.get_by_label("Schulnummer").fill("123456")
    await page.get_by_role("button", name="Speichern").click()
    await page.get_by_text("Gespeichert.").wait_for()
    return page.url


async def overtake(slow: Page, address: str, fast: Page) -> None:
    for page, name in ((slow, "Overbergschule Süd"), (fast, "Overbergschule Nord")):
        await page.goto(address)
        await page.get_by_label("Name").fill(name)
    for page in (fast, slow):
        await page.get_by_role("button", name="Speichern").click()
    await slow.get_by_role("heading", name="Jemand hat inzwischen etwas geändert").wait_for()


async def test_everything_works_without_scripts(site: str, open_page: OpenPage) -> None:
    page = await open_page(390, java_script_enabled=False)
    await page.goto(site)
    await page.get_by_role("link", name="Weiter").click()
    await expect(page.get_by_role("link", name="Zurück")).to_be_visible()
    await page.get_by_role("link", name="Zurück").click()
    await page.get_by_label("Suche").fill("foehren")
    await page.get_by_role("button", name="Suchen").click()
    await expect(page.get_by_role("status")).to_have_text("19 Einträge")
    address = await new_school(page, site)
    await page.goto(f"{address}/loeschen")
    await page.get_by_role("button", name="Endgültig löschen").click()
    await expect(page.get_by_text("Gelöscht.")).to_be_visible()


async def test_the_first_error_has_the_focus(site: str, open_page: OpenPage) -> None:
    page = await open_page(1280, java_script_enabled=False)
    await page.goto(f"{site}/neu")
    await page.get_by_label("Name").fill("Schule ohne Nummer")
    await page.get_by_label("Art").select_option(label="Schule")
    await page.get_by_role("button", name="Speichern").click()
    await expect(page.get_by_label("Schulnummer")).to_be_focused()
    await expect(page.get_by_label("Name")).to_have_value("Schule ohne Nummer")


async def test_a_list_follows_what_is_typed_and_keeps_the_focus(
    site: str, open_page: OpenPage
) -> None:
    page = await open_page(1280)
    await page.goto(site)
    await page.evaluate("window.stillTheSame = true")
    search = page.get_by_label("Suche")
    await search.press_sequentially("ulmen")
    await expect(page.get_by_role("status")).to_have_text("18 Einträge")
    await expect(search).to_be_focused()
    assert "text=ulmen" in page.url
    await page.get_by_label("Art").select_option(label="Kita")
    await expect(page.get_by_role("status")).to_have_text("18 Einträge")
    await page.get_by_label("Art").select_option(label="Partner")
    await expect(page.get_by_role("status")).to_have_text("Keine Einträge")
    assert await page.evaluate("window.stillTheSame")


async def test_paging_and_sorting_need_no_reload(site: str, open_page: OpenPage) -> None:
    page = await open_page(1280)
    await page.goto(site)
    await page.evaluate("window.stillTheSame = true")
    await page.get_by_role("link", name="Weiter").click()
    await expect(page.get_by_role("link", name="Zurück")).to_be_visible()
    await page.get_by_role("link", name="Name").click()
    await expect(page.get_by_role("columnheader", name="Name")).to_have_attribute(
        "aria-sort", "descending"
    )
    await expect(page.get_by_role("link", name="Name")).to_be_focused()
    first = page.get_by_role("row").nth(1)
    await expect(first).to_contain_text("Weidenstraße")
    await page.go_back()
    await expect(page.get_by_role("row").nth(1)).to_contain_text("Ahornstraße")
    assert await page.evaluate("window.stillTheSame")
