"""What keeps somebody from using a page, as a browser finds it: axe (WCAG 2.2 AA), widths, keys."""

import asyncio
import contextlib
import os
import re
import time
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
CRUMB_TWICE = """() => {
  const to = [...document.querySelectorAll(".kp-crumbs__list a")].map((each) => each.href);
  return new Set(to).size < to.length;
}"""
KINDS = """() => {
  const named = ["class", "style", "role", "type", "tabindex", "disabled", "readonly", "hidden",
    "open", "checked", "fill", "stroke", "aria-current", "aria-sort", "aria-invalid"];
  const kinds = new Map(), short = (each) => each ? each.localName + "." + each.className : "";
  const kindOf = (each) => {
    const {parentElement: parent, previousElementSibling: before} = each;
    const place = parent ? [...parent.children].indexOf(each) % 2 : 0;
    const words = [kinds.get(parent), place, short(before), !each.nextElementSibling,
      each.localName, ...named.map(name => each.getAttribute(name)), each.checked,
      !each.childNodes.length, [...each.childNodes].some(node => node.nodeType === 3),
      !!each.querySelector(":scope > a, :scope > :checked")].join("|");
    let kind = 7n;
    for (const letter of words)
      kind = BigInt.asUintN(64, (kind ^ BigInt(letter.codePointAt(0))) * 1099511628211n);
    return kind.toString(36);
  };
  for (const each of document.querySelectorAll("*")) kinds.set(each, kindOf(each));
  return [...new Set(kinds.values())];
}"""
"""What the style sheets choose by, of each element and all around it: what is alike in that is of
the same colours, here and on any other page."""
FITS = """() => {
  const {documentElement: page} = document, faults = [];
  if (page.scrollWidth > page.clientWidth) faults.push("is too narrow");
  document.querySelectorAll("main details").forEach(each => each.open = true);
  if (page.scrollWidth > page.clientWidth) faults.push("is too narrow once unfolded");
  return faults;
}"""
"""Once everything is unfolded it stays so."""
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
"""Every page as it was seen by the first who came there, folded, for whoever asks for them."""
WANTED = os.environ.get("KNOTENPUNKT_PICTURES") == "1"
"""They take a tenth of the time."""
_STARTED = time.time()
"""No test of a run begins before all its workers have read this."""
STOPS = """const many = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const stops = [...document.querySelectorAll(many)].filter(each => each.checkVisibility()
    && !each.disabled && each.type !== "hidden" && each.tabIndex >= 0
    && (each.type !== "radio" || each.checked || !document.querySelector(
        `[type=radio][name="${each.name}"]:checked`)
      && each === document.querySelector(`[type=radio][name="${each.name}"]`)));
  const main = document.querySelector("main");
  const before = each => main
    && main.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING;"""
"""Where the tabulator key has to come."""
BEFORE_MAIN = (
    """() => {"""
    + STOPS
    + """
  return main ? stops.filter(before).map(each => each.outerHTML).join() : "";
}"""
)
WATCH_FOCUS = (
    """isKnown => {"""
    + STOPS
    + """
  const within = stops.filter(each => !isKnown || !before(each));
  window.unfocused = new Set(within);
  window.unseen = [];
  document.addEventListener("focusin", ({target}) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(target);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2)
      if (target.tagName !== "IFRAME" && target !== document.body && target !== main)
        window.unseen.push(target);
    window.unfocused.delete(target);
  });
  const begin = isKnown ? main : document.body;
  begin.tabIndex = -1;
  begin.focus();
  const inside = {iframe: 40, "[type=date]": 4};
  return Object.entries(inside).reduce(
    (sum, [what, keys]) => sum + keys * document.querySelectorAll(what).length, within.length);
}"""
)
FOCUSED = """() => [
  ...[...window.unfocused].map(each => "no key reaches " + each.outerHTML.slice(0, 200)),
  ...window.unseen.map(each => "focus is not seen at " + each.outerHTML.slice(0, 200)),
]"""


async def check(
    page: Page, name: str = "", known: set[str] | None = None, again: bool = False
) -> list[str]:
    """What is wrong with the page as it is shown now: narrow, wide and dark, with all unfolded.

    Wide and dark, and colours, only if there is something on it that is not ``known`` to be right;
    where others have been before (``again``), only whether it fits.
    """
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(AXE.read_text())
    ignored = OF_WHOLE_PAGES if page.url.endswith("/html") else []
    faults = await _at(page, WIDE, name)
    kinds = set(await page.evaluate(KINDS))
    is_new = known is None or not kinds <= known
    if is_new:
        faults += await _axe(page, str(WIDE[0]), OF_LAYOUT)
    if await page.evaluate(CRUMB_TWICE):
        faults.append("a crumb is there twice")
    faults += await _at(page, ZOOMED, "")
    faults += await _at(page, NARROW, name)
    if is_new or not again:
        left_out = [*ignored, *([] if is_new else OF_COLOURS)]
        faults += await _axe(page, str(NARROW[0]), [], left_out)
    if is_new:
        await page.emulate_media(color_scheme="dark")
        faults += await _axe(page, "dark", OF_COLOURS)
        await page.emulate_media(color_scheme="light")
    if known is not None and not faults:
        known |= kinds
    return faults


async def _at(page: Page, size: tuple[int, int], name: str) -> list[str]:
    """Folded for the picture, unfolded afterwards."""
    width, height = size
    await page.set_viewport_size({"width": width, "height": height})
    if name and WANTED:
        await picture(page, f"{name}-{width}")
    return [f"{width} {each}" for each in await page.evaluate(FITS)]


async def _axe(
    page: Page, where: str, only: Sequence[str], ignored: Sequence[str] = ()
) -> list[str]:
    """``only`` these rules; if there are none, all but some."""
    found = await page.evaluate(RUN_AXE, [list(only), list(ignored)])
    return [f"{where} {each}" for each in found]


async def keys(page: Page, known: set[str]) -> list[str]:
    """What the tabulator key does not reach, or what does not show that it has the focus.

    Of what stands before the main part only what was not the same on a page ``known`` to be right.
    """
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    before: str = await page.evaluate(BEFORE_MAIN)
    presses = await page.evaluate(WATCH_FOCUS, before in known)
    await asyncio.gather(*(page.keyboard.press("Tab") for _ in range(presses + 1)))
    for _ in range(presses):  # Keys that come while a frame gets the focus are lost.
        if not await page.evaluate("window.unfocused.size"):
            break
        await page.keyboard.press("Tab")
    faults: list[str] = await page.evaluate(FOCUSED)
    if before and not faults:
        known.add(before)
    return faults


_ONE_PICTURE = asyncio.Lock()
"""Chromium tiles those it takes at the same time."""


async def picture(page: Page, name: str) -> None:
    file = PICTURES / f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}.jpg"
    async with _ONE_PICTURE:
        await page.screenshot(path=file, full_page=True, type="jpeg", quality=60)


def forget_earlier_pictures() -> None:
    """Those of earlier runs; others of this run may take theirs at the same time."""
    for each in PICTURES.glob("*.jpg"):
        with contextlib.suppress(FileNotFoundError):
            if each.stat().st_mtime < _STARTED:
                each.unlink()
