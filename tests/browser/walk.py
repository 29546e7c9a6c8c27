"""Goes from link to link as one of a kind of people, and looks at each page and sends each form."""

import asyncio
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Locator, Page

from tests.architecture.test_access import COLUMNS, TABLE, Route, read_table, served
from tests.asking import ask, cookie
from tests.browser.barriers import WIDE, check, keys
from tests.browser.lists import list_for
from tests.browser.offers import forms_on
from tests.browser.town_hall import HOST, TownHall
from tests.house import URL

TITLES = {
    "nobody": "",
    "coordinator": "Koordinierungsstelle",
    "operator": "Betrieb",
    "carrier": "Anstellungsträger",
    "head": "Schulleitung",
    "contact": "Jugendamt",
    "worker": "Fachkraft",
    "coordinator elsewhere": "",
}
"""What the sign-in page offers them as; elsewhere there is nothing yet."""
NO_PAGE = re.compile(
    r"^/static/|/api/|\.json$|/\.well-known/|/readiness$|/html$|/text$|/strom$|/bescheinigung$|\.ics$|/datei$|/datei/({certificate_id}|[0-9a-f-]{36})$|/v/(\d+|{number})$|-im-rahmen$|/vcard$|/fotos/({photo_id}|[0-9a-f-]{36})$|/(robots\.txt|sitemap\.xml|liste\.js)$"
)
"""Files, streams, what is for programs, and what only another page shows."""
OF_SOMETHING = re.compile(r"{|/angehalten/(verwerfen|kopie)$")
LINKS = (
    "[...document.querySelectorAll('a[href]')]"
    ".map(each => new URL(each.getAttribute('href'), document.baseURI).href)"
)
"""Of pictures, too, whose links have no plain ``href``."""
TABS, AHEAD = 3, 9
"""What is found is followed in the order of asking, so that each walk takes the same way."""


@dataclass
class Book:
    """What was seen by whom, and what is wrong with it."""

    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each column, an address of each page."""
    begun: dict[str, Sequence[str]] = field(default_factory=dict)
    """For each column, where it began: forms stand there that others of the kind do not have."""
    keyed: set[str] = field(default_factory=set)
    headers: set[str] = field(default_factory=set)
    """What stands before the main part of a page, as the tabulator key goes through it."""
    kinds: set[str] = field(default_factory=set)
    """Of what is on pages, wide and dark."""
    sent: set[Route] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


class Walk:
    """``column`` is who walks, as in the table of access."""

    def __init__(self, hall: TownHall, book: Book, column: str) -> None:
        self.hall, self.book, self.column = hall, book, column
        self.table = read_table(TABLE.read_text())
        self._patterns = [(route, _pattern(route[1])) for route in served(hall.house)]
        self.seen = book.seen.setdefault(column, {})
        self.faults: dict[str, list[str]] = {}

    def route_of(self, method: str, address: str) -> str:
        """The path of a route as it is declared; of nothing that is served, the path itself."""
        path = urlsplit(address).path
        found = (route for route, pattern in self._patterns if pattern.fullmatch(path))
        return next((path for kind, path in found if kind == method), path)

    def may_open(self, path: str, column: str = "") -> bool:
        """Whether they may open it, or would be told that there is nothing by a made-up key."""
        column = column or self.column
        answers = ("yes",) if column == "coordinator elsewhere" else ("yes", "404")
        cells = self.table.get(("GET", path))
        return cells is not None and cells[COLUMNS.index(column)] in answers

    def expected(self) -> set[str]:
        """Every page for this column; everybody's pages only for nobody and the office."""
        return {
            path
            for (method, path), cells in self.table.items()
            if method == "GET" and not NO_PAGE.search(path) and set(cells) != {"404"}
            if self.may_open(path) and not self._is_for_others_too(path)
            if self.column == "nobody" or "/l/" not in path
        }

    def _is_for_others_too(self, path: str) -> bool:
        everybodys = self.may_open(path, "nobody")
        return everybodys and self.column not in ("nobody", "coordinator")

    def plain(self) -> list[str]:
        """Pages that need not be told what they are about."""
        return sorted(each for each in self.expected() if not OF_SOMETHING.search(each))

    async def look(self, context: BrowserContext, starts: Sequence[str]) -> None:
        """At each page that is named or linked, one of each kind."""
        tabs: asyncio.Queue[Page] = asyncio.Queue()
        for _ in range(TABS):
            tabs.put_nowait(await context.new_page())
        waiting = [f"{URL}{each}" for each in starts]
        self.book.begun[self.column] = tuple(waiting)
        named = set(waiting)
        looking: deque[asyncio.Task[list[str]]] = deque()
        async with asyncio.TaskGroup() as group:
            while waiting or looking:
                while waiting and len(looking) < AHEAD:
                    address = waiting.pop(0)
                    path = self.route_of("GET", address)
                    if address in named or self._is_new(address, path):
                        named.discard(address)
                        self.seen.setdefault(path, address)
                        looking.append(group.create_task(self._look(tabs, address)))
                if looking:
                    waiting += await looking.popleft()
        while not tabs.empty():
            await tabs.get_nowait().close()

    def _is_new(self, address: str, path: str) -> bool:
        """Not a file, not seen before, and not seen by others who are shown the same."""
        if path in self.seen or not address.startswith(URL) or NO_PAGE.search(path):
            return False
        return not re.search(r"als=|\?termin=", address) and not self._is_for_others_too(path)

    async def _look(self, tabs: asyncio.Queue[Page], address: str) -> list[str]:
        page = await tabs.get()
        links = await self._look_at(page, address)
        tabs.put_nowait(page)
        return links

    async def _look_at(self, page: Page, address: str) -> list[str]:
        path = self.route_of("GET", address)
        await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        answer = await page.goto(address, wait_until="domcontentloaded")
        if answer is None or answer.status != 200:
            self.faults[path] = [f"is offered, and answers {answer and answer.status}"]
            return []
        links: list[str] = await page.evaluate(LINKS)
        query = urlsplit(address).query and "-opened"
        is_new = path not in self.book.keyed or path == "/dashboard/"
        name = f"{self.column}{path}{query}" if is_new or query else ""
        found = await check(page, name, self.book.kinds, not is_new)
        if is_new:
            self.book.keyed.add(path)
            found += await keys(page, self.book.headers)
        if found:
            self.faults[path + query] = found
        return links

    async def send_forms(self, context: BrowserContext) -> None:
        """Each form of the pages seen and of those it leads to, once; what ends things is last."""
        page = await context.new_page()
        named = self.book.begun.get(self.column, ())
        waiting = sorted(dict.fromkeys([*named, *self.seen.values()]), key=_ends_something)
        while waiting:
            address, sent = waiting.pop(0), 0
            while await self._send_next(page, address):
                sent += 1
                assert sent < 20, f"forms of {address} never end"
                if page.url not in waiting:
                    waiting.append(page.url)
        await page.close()

    async def _send_next(self, page: Page, address: str) -> bool:
        """Whether there was one that had not been sent."""
        if not await self._offers_something(page, address):
            return False
        answer = await page.goto(address, wait_until="domcontentloaded")
        return answer is not None and answer.status == 200 and await self._send_one(page)

    async def _offers_something(self, page: Page, address: str) -> bool:
        """Whether it is worth while to open it."""
        cookies = {each["name"]: each["value"] for each in await page.context.cookies(URL)}
        headers = {"host": HOST, "accept": "text/html", "cookie": cookie(cookies)}
        told = await ask(self.hall.house.app, "GET", address, headers)
        if told.status != 200 or not told.headers.get("content-type", "").startswith("text/html"):
            return told.status == 303
        found = {
            (method, self.route_of(method, action))
            for method, action in forms_on(address, told.body.decode())
        }
        return any(each not in self.book.sent and not LEAVES.search(each[1]) for each in found)

    async def _send_one(self, page: Page) -> bool:
        forms: list[tuple[int, int, str, str]] = await page.evaluate(FORMS)
        for place, number, method, action in forms:
            route = (method.upper(), self.route_of(method.upper(), action))
            if route in self.book.sent or LEAVES.search(route[1]):
                continue
            if not await _button(page, place, number).is_visible():
                continue  # It works with scripts alone, and is hidden where there are none.
            self.book.sent.add(route)
            if await self._send(page, (place, number), route):
                await self._send_one(page)  # A preview has no address to come back to.
            return True
        return False

    async def _send(self, page: Page, at: tuple[int, int], route: Route) -> bool:
        """Whether the page answered by itself, and leads nowhere."""
        form = page.locator("form").nth(at[0])
        await page.evaluate(FILL, at[0])
        for file in await form.locator("input[type=file]").all():
            await file.set_input_files(
                {"name": "liste.csv", "mimeType": "text/csv", "buffer": list_for(route[1])}
            )
        async with page.expect_navigation(wait_until="domcontentloaded") as led:
            await _button(page, *at).click()
        last = await led.value
        kind = last.headers.get("content-type", "")
        if last.status not in (200, 422) or not kind.startswith("text/html"):
            self.faults[" ".join(route)] = [f"answers {last.status} {kind} at {page.url}"]
        elif await page.locator(".kp-error-page").count():
            self.faults[" ".join(route)] = [await page.locator("main").inner_text()]
        else:
            return last.status == 200 and last.request.method == "POST"
        return False


FORMS = """[...document.forms].flatMap((form, place) => {
  const buttons = [...form.querySelectorAll("button:not([type=button])")];
  const to = buttons.map(each => each.hasAttribute("formaction") ? each.formAction : form.action);
  return [...new Set(to)].map(action => [place, to.indexOf(action), form.method, action]);
})"""
"""Each action of each form, with the first button that leads there."""
LEAVES = re.compile(
    r"^/directory/zweiter-schritt/|^/directory/.*abmelden$|/anmeldungen/|/als/|/uhr$|/oidc/"
)
"""They end the walk, or begin another; signing in and out have tests of their own."""
FILL = """place => {
  for (const each of document.forms[place].elements) {
    const {type, inputMode, options} = each;
    if (options) each.selectedIndex = options.length - 1;
    else if (type === "checkbox" || type === "radio") each.checked = true;
    else if (each.value || ["hidden", "submit", "file", "fieldset"].includes(type)) continue;
    else if (type === "email") each.value = "neu@example.org";
    else if (type === "date") each.value = "2027-02-01";
    else each.value = type === "number" || inputMode === "numeric" ? "12" : "Muster";
  }
}"""


def _ends_something(address: str) -> bool:
    return bool(
        re.search(
            r"[/-](loeschen|widerrufen|verwerfen|wegnehmen|austritt|abmelden|abstimmung|beenden|absagen|starten|zurueckziehen)"
            r"|/frageboegen/.*/entfernen",
            address,
        )
    )


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"{\w+(?::(\w+))?}", path)
    return re.compile("[^/]+".join(re.escape(part or "") for part in parts[::2]))


def missing(walk: Walk) -> set[str]:
    """Pages that nothing led to."""
    return walk.expected() - walk.seen.keys()


def _button(page: Page, place: int, number: int) -> Locator:
    return page.locator("form").nth(place).locator("button:not([type=button])").nth(number)
