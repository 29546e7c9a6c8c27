"""What keeps somebody from using a page, as a browser finds it: axe (WCAG 2.2 AA), and widths."""

import os
import re
from pathlib import Path

from playwright.async_api import Page

from shared.web.assets import STATIC
from tests.browser.conftest import WIDTHS

AXE = STATIC / "vendor" / "axe" / "axe.min.js"
RUN_AXE = """async (ignored) => {
  const rules = Object.fromEntries(ignored.map(name => [name, {enabled: false}]));
  rules["target-size"] = {enabled: true};
  const found = await axe.run(document, {iframes: false, rules});
  return found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" "));
}"""
OF_WHOLE_PAGES = ["landmark-one-main", "region"]
"""Rules for what lies around a text; a mail shown alone is nothing but a text."""
OPEN_DETAILS = "document.querySelectorAll('details').forEach(each => each.open = true)"
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PICTURES = os.environ.get("KNOTENPUNKT_PICTURES", "")
"""A folder in which every page is kept as it was seen, if it is named."""


async def check(page: Page, name: str = "") -> list[str]:
    """What is wrong with the page as it is shown now: narrow, wide and dark, with all unfolded."""
    await page.evaluate(AXE.read_text())
    ignored = OF_WHOLE_PAGES if page.url.endswith("/html") else []
    faults = []
    for width, height in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": height})
        await _picture(page, f"{name}-{width}")
        await page.evaluate(OPEN_DETAILS)
        faults += [f"{width} {each}" for each in await page.evaluate(RUN_AXE, ignored)]
        if await page.evaluate(OVERFLOWS):
            faults.append(f"{width} is too narrow")
    await page.emulate_media(color_scheme="dark")
    faults += [f"dark {each}" for each in await page.evaluate(RUN_AXE, ignored)]
    await page.emulate_media(color_scheme="light")
    return faults


async def _picture(page: Page, name: str) -> None:
    if PICTURES:
        file = Path(PICTURES) / f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}.png"
        await page.screenshot(path=file, full_page=True)
