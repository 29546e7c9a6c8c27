"""Every page and route for people is closed to whoever is not signed in."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from httpx2 import AsyncClient, Response

from deploy.services import NAMES
from shared.web.audience import Audience, audience_of, routes_of
from shared.web.sessions.cookies import AWAKE, SESSION, cookie_name, new_secret
from tests.conftest import OpenHouse
from tests.house import URL, House

NOBODY = "00000000-0000-4000-8000-000000000000"
FILLED = {"municipality": "05978004", "position": "1"}
DOOR = "/directory/anmelden"


def doors(house: House, service: str) -> Iterator[tuple[str, str, bool]]:
    """Method, path, and whether it is a page, of each that is for people who have signed in."""
    for route in routes_of(house.app.state.mounted[service]):
        if audience_of(route) is not Audience.PERSON:
            continue
        path = re.sub(r"{(\w+)(:\w+)?}", lambda name: FILLED.get(name[1], NOBODY), str(route.path))
        for method in sorted(getattr(route, "methods", None) or ()):
            yield method, f"/{service}{path}", not getattr(route, "include_in_schema", True)


def is_refused(answer: Response, *, is_page: bool, reads: bool) -> bool:
    """A page leads to the sign-in, or keeps what was typed; a program gets a problem."""
    if is_page and reads:
        return answer.status_code == 303 and answer.headers["location"].startswith(DOOR)
    kind = "text/html" if is_page else "application/problem+json"
    return answer.status_code == 401 and answer.headers["content-type"].startswith(kind)


async def let_in(
    http: AsyncClient, house: House, service: str, every: int = 1, beginning: int = 0
) -> list[str]:
    """Doors that open, of all or of each third."""
    found = []
    for method, path, is_page in islice(doors(house, service), beginning, None, every):
        answer = await http.request(method, path)
        if not is_refused(answer, is_page=is_page, reads=method in ("GET", "HEAD")):
            found.append(f"{method} {path}: {answer.status_code}")
    return found


@pytest.mark.parametrize("service", NAMES)
async def test_nobody_enters_without_a_sign_in_or_with_one_that_is_none(
    open_house: OpenHouse, service: str
) -> None:
    """Without one at every door, with one that is none at each third: the same code reads it."""
    await keep_out(await open_house(service), service)


async def test_the_same_holds_on_kafka_and_postgresql(open_either_house: OpenHouse) -> None:
    await keep_out(await open_either_house("notifications"), "notifications")


async def keep_out(house: House, service: str) -> None:
    ended = dict(house.http.cookies)
    names = cookie_name(URL, SESSION), cookie_name(URL, AWAKE)
    never_begun = dict(zip(names, (new_secret(), "1"), strict=True))
    without_a_role = await house.sign_in()
    without_being_there = {names[0]: ended[names[0]]}
    assert len(list(doors(house, service))) > 3
    held: list[dict[str, Any]] = [never_begun, without_a_role, without_being_there]
    house.http.cookies.clear()
    assert await let_in(house.http, house, service) == []
    for turn, cookies in enumerate(held):
        house.http.cookies.clear()
        house.http.cookies.update(cookies)
        assert await let_in(house.http, house, service, len(held), turn) == []


async def test_whoever_is_let_in_is_found(open_house: OpenHouse) -> None:
    house = await open_house("surveys")
    assert await let_in(house.http, house, "surveys")
