"""In one process services are asked without a connection, and a page costs few statements."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from sqlalchemy import event
from starlette.types import Receive, Scope, Send

from deploy.services import NAMES
from shared.contracts.accounts import AccessRole, Grant
from shared.messaging.bus.local import LocalBus
from shared.web.inside import ask
from tests.house import BERGKAMEN, URL, House, embedded_house
from tests.signing_in import OPERATOR, coordinator_of

STATE = re.compile(r'services__name">[^<]+</span>.*?kern-label">([^<]+)<', re.DOTALL)
LOOK_UPS = len(NAMES)
"""Each service sees for itself who asks."""
SEATS = 1
"""Of one's own, with action items."""
UNREAD = 1
"""Whoever they stand for, and whatever they act for."""
VOTES = 1
"""On the framework concept: chapters that wait for one's own."""
MEASURES = 1
"""Measures somebody is to carry out, and schools that they judge."""
WORKER = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    async with embedded_house(tmp_path_factory.mktemp("inside"), NAMES) as house:
        yield house


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """What the services read in their databases, and on the bus."""
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    engines = [house.context(name).database.engine for name in NAMES]
    assert isinstance(house.bus, LocalBus)
    readers = [each._read.sync_engine for each in (*engines, house.bus._engine)]
    for reader in readers:
        event.listen(reader, "before_cursor_execute", note)
    yield asked
    for reader in readers:
        event.remove(reader, "before_cursor_execute", note)


async def page(house: House, path: str, *grants: Grant) -> str:
    headers = {"accept": "text/html", "cookie": "; ".join(await _cookies(house, *grants))}
    async with AsyncClient(transport=house.http._transport, base_url=URL) as browser:
        answer = await browser.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.text


async def _cookies(house: House, *grants: Grant) -> list[str]:
    return [f"{name}={value}" for name, value in (await house.sign_in(*grants)).items()]


async def test_no_service_is_away_though_none_is_served(house: House) -> None:
    shown = await page(house, "/dashboard/ueberblick", OPERATOR)
    assert STATE.findall(shown) == ["Bereit"] * len(NAMES)


@pytest.mark.parametrize(
    ("path", "grant", "most"),
    [
        ("/dashboard/", OPERATOR, LOOK_UPS + 5 + 3 + UNREAD),
        ("/dashboard/", coordinator_of(BERGKAMEN), LOOK_UPS + 4 + SEATS + UNREAD + MEASURES),
        ("/dashboard/", WORKER, LOOK_UPS + 3 + SEATS + UNREAD + VOTES + MEASURES),
        ("/dashboard/ueberblick", OPERATOR, LOOK_UPS + 5 + 4),
        ("/dashboard/angehalten", OPERATOR, LOOK_UPS + 1 + 5 + 5),
    ],
)
async def test_a_page_of_all_services_costs_few_statements(
    house: House, path: str, grant: Grant, most: int
) -> None:
    """Look-ups, what is parked in each of five services, and what the page shows."""
    await page(house, path, grant)
    await house.quiet()
    with counted(house) as asked:
        await page(house, path, grant)
    beside = ("FROM log", "FROM positions", "FROM jobs")  # bus and scheduler, whenever they look
    theirs = [each for each in asked if not any(part in each for part in beside)]
    alive = [each for each in theirs if each == "SELECT 1"]
    assert len(alive) <= len(NAMES)
    assert len(theirs) - len(alive) <= most, theirs


async def test_a_service_that_hangs_or_fails_holds_up_no_page(house: House) -> None:
    ended = asyncio.Event()

    async def hangs(_: Scope, __: Receive, ___: Send) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def fails(_: Scope, __: Receive, ___: Send) -> None:
        raise ZeroDivisionError

    beside = house.context("dashboard").beside
    usual = dict(beside)
    beside.update(surveys=hangs, trainings=fails)
    shown = await page(house, "/dashboard/", OPERATOR)
    beside.update(usual)
    assert "surveys-away-0" in shown
    assert "trainings-away-0" in shown
    assert ended.is_set()


async def test_an_app_inside_is_asked_as_its_server_would_ask(house: House) -> None:
    app = house.app.state.mounted["surveys"]
    headers = {"accept": "application/json", "cookie": "; ".join(await _cookies(house, OPERATOR))}
    headers["sec-fetch-site"] = "same-origin"
    told = await ask(app, "/surveys", "GET", "/api/v1/parked", {"limit": 5}, headers)
    assert told.is_good
    assert b'"items":[]' in told.body
    refused = await ask(app, "/surveys", "GET", "/api/v1/parked", {"limit": "a&b"}, headers)
    assert refused.status == 422
    body = b'{"positions": [1]}'
    sent = {**headers, "content-type": "application/json", "content-length": str(len(body))}
    done = await ask(app, "/surveys", "POST", "/api/v1/parked/release", {}, sent, body)
    assert (done.status, done.body) == (200, b'{"messages":0}')
    stranger = {"accept": "application/json"}
    assert (await ask(app, "/surveys", "GET", "/api/v1/parked", {}, stranger)).status == 401


async def test_who_wants_to_know_only_how_services_are_is_told_no_cards(house: House) -> None:
    cookies = await house.sign_in(OPERATOR)
    async with AsyncClient(
        transport=house.http._transport, base_url=URL, cookies=cookies
    ) as browser:
        both = (await browser.get("/notifications/api/v1/cards")).json()
        only = (await browser.get("/notifications/api/v1/cards?cards=false")).json()
    assert both["cards"]
    assert only == {"cards": [], "condition": both["condition"]}
