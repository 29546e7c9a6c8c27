"""What keeps somebody from using a page, as a browser finds it: axe (WCAG 2.2 AA), widths, keys."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page

from shared.web.assets import STATIC

AXE = STATIC / "vendor" / "axe" / "axe.min.js"
RUN_AXE = """async ([only, ignored]) => {
  const rules = Object.fromEntries(ignored.map(name => [name, {enabled: false}]));
  rules["target-size"] = {enabled: true};
  const options = only.length ? {runOnly: {type: "rule", values: only}} : {rules};
  const found = await axe.run(document, {iframes: false, resultTypes: ["violations"], ...options});
  return found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" "));
}"""
OF_WHOLE_PAGES = ["landmark-one-main", "region"]
"""Rules for what lies around a text; a mail shown alone is nothing but a text."""
OF_LAYOUT = ["color-contrast", "target-size"]
"""Rules for what may change with the width."""
OF_COLOURS = ["color-contrast"]
OPEN_DETAILS = "document.querySelectorAll('main details').forEach(each => each.open = true)"
CRUMB_TWICE = """() => {
  const to = [...document.querySelectorAll(".kp-crumbs__list a")].map((each) => each.href);
  return new Set(to).size < to.length;
}"""
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
BREAKS_OUT = """() => {
  const main = document.querySelector("main"), found = [];
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const {parentElement: near, textContent: text} = texts.currentNode;
    if (!text.trim() || !near.checkVisibility() || near.closest(".kern-sr-only")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = near.closest("li, p, td, th, dd, dt, h1, h2, h3, section, main, footer, header");
    const edge = Math.min(box.getBoundingClientRect().right, innerWidth) + 1;
    if ([...range.getClientRects()].some(each => each.right > edge)) found.push(text);
  }
  return found;
}"""
"""Texts that are longer than what they stand in."""
NARROW, ZOOMED, WIDE = (390, 844), (640, 450), (1280, 900)
"""``ZOOMED`` is what a wide window shows at 200 percent."""
PICTURES = Path(__file__).parents[2] / "var" / "screenshots"
"""Every page as it was seen, folded; CI leaves the folder."""
WATCH_FOCUS = """() => {
  const many = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const within = [...document.querySelectorAll(many)].filter(each => each.checkVisibility()
    && !each.disabled && each.type !== "hidden" && each.tabIndex >= 0
    && (each.type !== "radio" || each.checked || !document.querySelector(
        `[type=radio][name="${each.name}"]:checked`)
      && each === document.querySelector(`[type=radio][name="${each.name}"]`)));
  window.unfocused = new Set(within);
  window.unseen = [];
  document.addEventListener("focusin", ({target}) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(target);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2)
      if (target.tagName !== "IFRAME" && target !== document.body) window.unseen.push(target);
    window.unfocused.delete(target);
  });
  document.body.tabIndex = -1;
  document.body.focus();
  const inside = {iframe: 40, "[type=date]": 4};
  return Object.entries(inside).reduce(
    (sum, [what, keys]) => sum + keys * document.querySelectorAll(what).length, within.length);
}"""
FOCUSED = """() => [
  ...[...window.unfocused].map(each => "no key reaches " + each.outerHTML.slice(0, 200)),
  ...window.unseen.map(each => "focus is not seen at " + each.outerHTML.slice(0, 200)),
]"""


async def check(page: Page, name: str = "") -> list[str]:
    """What is wrong with the page as it is shown now: narrow, wide and dark, with all unfolded."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(AXE.read_text())
    ignored = OF_WHOLE_PAGES if page.url.endswith("/html") else []
    faults = await _at(page, WIDE, name, OF_LAYOUT)
    if await page.evaluate(CRUMB_TWICE):
        faults.append("a crumb is there twice")
    faults += await _at(page, ZOOMED, "", None)
    faults += await _at(page, NARROW, name, [], ignored)
    await page.emulate_media(color_scheme="dark")
    faults += [f"dark {each}" for each in await page.evaluate(RUN_AXE, [OF_COLOURS, []])]
    await page.emulate_media(color_scheme="light")
    return faults


async def _at(
    page: Page,
    size: tuple[int, int],
    name: str,
    only: Sequence[str] | None,
    ignored: Sequence[str] = (),
) -> list[str]:
    """Folded for the picture, unfolded for axe; ``only`` these rules, or none."""
    width, height = size
    await page.set_viewport_size({"width": width, "height": height})
    if name:
        await picture(page, f"{name}-{width}")
    faults = [f"{width} is too narrow"] if await page.evaluate(OVERFLOWS) else []
    await page.evaluate(OPEN_DETAILS)
    if await page.evaluate(OVERFLOWS):
        faults.append(f"{width} is too narrow once unfolded")
    if only is not None:
        found = await page.evaluate(RUN_AXE, [list(only), list(ignored)])
        faults += [f"{width} {each}" for each in found]
    return faults


async def keys(page: Page) -> list[str]:
    """What the tabulator key does not reach, or what does not show that it has the focus."""
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    presses = await page.evaluate(WATCH_FOCUS)
    await asyncio.gather(*(page.keyboard.press("Tab") for _ in range(presses + 1)))
    for _ in range(presses):  # Keys that come while a frame gets the focus are lost.
        if not await page.evaluate("window.unfocused.size"):
            break
        await page.keyboard.press("Tab")
    faults: list[str] = await page.evaluate(FOCUSED)
    return faults


_ONE_PICTURE = asyncio.Lock()
"""Chromium tiles those it takes at the same time."""


async def picture(page: Page, name: str) -> None:
    file = PICTURES / f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}.jpg"
    async with _ONE_PICTURE:
        await page.screenshot(path=file, full_page=True, type="jpeg", quality=60)
