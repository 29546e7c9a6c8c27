"""Finds the pages of a role: those its navigation could lead to, and what they link to."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from fastapi.routing import APIRoute
from httpx2 import AsyncClient

from deploy.services import NAMES, load
from shared.contracts.accounts import AccessRole
from shared.web.audience import Audience
from shared.web.kit.router import PageRouter
from tests.benchmarks.pages.stage import Stage, Visitor
from tests.house import URL

ADDRESSES = 5
"""Of one kind of page, such as a list unsorted, sorted, searched, and further on."""
LINK = re.compile(r'href="([^"#]+)')
ENDLESS_OR_FILE = re.compile(r"/strom(\?|$)|[?&]als=|/html$|/text$")
LONGER = re.compile(r"[?&]je=")
"""A list of more rows than usual, as who reads it may choose; timed apart."""
Kind = str
"""A page's address with names in place of what varies."""


def routers() -> Iterator[tuple[str, PageRouter]]:
    for name in NAMES:
        for router in load(name).pages:
            yield name, router


def pages_in(name: str, router: PageRouter) -> Iterator[Kind]:
    for route in router.routes:
        assert isinstance(route, APIRoute)
        address = f"/{name}{route.path}"
        if "GET" in (route.methods or ()) and not ENDLESS_OR_FILE.search(address):
            yield address


@cache
def every_page() -> Mapping[Kind, re.Pattern[str]]:
    """In the order in which they are served, and how an address of each is known."""
    return {
        each: re.compile(re.sub(r"{\w+}", "[^/]+", each))
        for name, router in routers()
        for each in pages_in(name, router)
    }


def starts(visitor: Visitor) -> list[str]:
    """What they were sent, or else pages for them that need no id."""
    if visitor.starts:
        return list(visitor.starts)
    found = []
    for name, router in routers():
        asked: frozenset[AccessRole] = getattr(router.asked.dependency, "roles", frozenset())
        theirs = visitor.role in asked if visitor.role else router.audience is Audience.PUBLIC
        if theirs:
            found += [each for each in pages_in(name, router) if "{" not in each]
    return found


def kind_of(address: str) -> Kind | None:
    """None if it is no page of ours."""
    path = urlsplit(address).path
    return next((kind for kind, known in every_page().items() if known.fullmatch(path)), None)


async def walk(stage: Stage, visitor: Visitor, addresses: int = ADDRESSES) -> dict[Kind, list[str]]:
    """The addresses of each kind of page that answered with a page."""
    waiting, seen = starts(visitor), set[str]()
    found: dict[Kind, list[str]] = {}
    headers = {"accept": "text/html", "cookie": visitor.cookie, "host": urlsplit(URL).netloc}
    base = f"http://127.0.0.1:{stage.port}"
    async with AsyncClient(base_url=base, headers=headers, timeout=60, trust_env=False) as http:
        while waiting:
            address = waiting.pop(0)
            kind = kind_of(address)
            enough = kind is None or len(found.get(kind, ())) >= addresses
            beside = ENDLESS_OR_FILE.search(address) or LONGER.search(address)
            if enough or address in seen or beside:
                continue
            seen.add(address)
            answer = await http.get(address)
            if answer.status_code == 200 and _is_page(answer.headers["content-type"]):
                found.setdefault(str(kind), []).append(address)
                if visitor.role is not None:
                    waiting += _linked(address, answer.text)
    return found


def _is_page(content_type: str) -> bool:
    return content_type.startswith("text/html")


def _linked(address: str, page: str) -> Iterator[str]:
    for href in LINK.findall(page):
        target = urljoin(address, unescape(href))
        if target.startswith("/") and not urlsplit(target).path.startswith("/static"):
            yield target
