"""What is printed is what there is to read, on white, and nothing to press."""

import pytest
from playwright.async_api import ViewportSize

from tests.browser.carrier import CarrierSystem
from tests.browser.conftest import OpenPage
from tests.browser.visitors import enter

pytestmark = pytest.mark.browser

SCREEN_ONLY = ("Zum Inhalt springen", "Abmelden", "Bearbeiten", "Impressum", "Suchen", "CSV-Datei")
A4 = ViewportSize(width=794, height=1123)
"""In pixels of CSS."""
DARK = """[...document.querySelectorAll("main *, main, body")].filter(each => {
    const parts = getComputedStyle(each).backgroundColor.match(/[\\d.]+/g).map(Number);
    const seen = each.getClientRects().length > 0 && parts[3] !== 0;
    return seen && parts[0] + parts[1] + parts[2] < 600;
}).map(each => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/directory/organisationen?kind=school", "Grundschule am Lindenhain (Beispiel)"),
        ("/dashboard/", "Guten Tag, Marlene Brüggemann"),
    ],
)
async def test_a_page_is_printed_without_what_is_only_for_the_screen(
    carrier: CarrierSystem, open_page: OpenPage, path: str, said: str
) -> None:
    page = await open_page(1280, color_scheme="dark")
    await enter(page, carrier.base, "Koordinierungsstelle")
    await page.goto(f"{carrier.base}{path}")
    await page.emulate_media(media="print")
    await page.set_viewport_size(A4)
    text = await page.locator("body").inner_text()
    assert said in text
    assert [each for each in SCREEN_ONLY if each in text] == []
    assert await page.evaluate(DARK) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
