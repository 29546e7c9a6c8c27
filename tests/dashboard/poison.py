"""Messages that nobody can handle, and what an operator does about them on the pages."""

import asyncio
import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from httpx2 import (
    AsyncClient,
)
from sqlalchemy import select

from shared.contracts.directory import DepartureReason, WorkerDeparted
from shared.ids import new_id
from shared.messaging.message import Message
from shared.messaging.tables import parked
from tests.dashboard.stories import message
from tests.house import House

WRONG_SHAPE = b'{"worker_id": "' + b"0" * 36 + b'", "note": "Bergstr\xc3\xa4\xc3\x9fe <b>"}'
OVER = date(2026, 6, 30)
"""A last day that is over: what is open is closed at once."""
PAGE = "/dashboard/angehalten"


def poisoned(good: Message) -> Message:
    """The same message with a body that nobody can read."""
    return replace(good, data=WRONG_SHAPE)


def departure(of: Message) -> Message:
    body = WorkerDeparted(
        worker_id=UUID(of.key),
        employment_id=UUID(of.key),
        carrier_id=new_id(),
        last_day=OVER,
        reason=DepartureReason.RESIGNATION,
    )
    return message(body, of.time + timedelta(seconds=1), correlation_id=of.correlation_id)


async def parked_in(house: House, service: str = "trainings") -> list[tuple[int, str]]:
    query = select(parked.c.position, parked.c.state).order_by(parked.c.position)
    return [tuple(row) for row in await house.rows(service, query)]


async def empty(house: House) -> None:
    """Until nothing is parked any more."""
    async with asyncio.timeout(10):
        while await parked_in(house):
            await asyncio.sleep(0.02)
    await house.quiet()


async def poison(house: House, *goods: Message) -> None:
    """Publish poisoned messages, each with a departure behind it."""
    pairs = [each for good in goods for each in (poisoned(good), departure(good))]
    await house.bus.publish(pairs)
    await house.quiet()


async def opened(browser: AsyncClient) -> tuple[str, dict[str, str]]:
    """The page with its first group opened, and what the forms of that group send."""
    page = (await browser.get(PAGE)).text
    link = re.search(rf'href="({PAGE}\?service=[^"#]+)#auswahl"', page)
    assert link, page
    address = link[1].replace("&amp;", "&")
    return (await browser.get(address)).text, dict(parse_qsl(urlsplit(address).query))


async def story(house: House, good: Message) -> list[str]:
    found = await house.http.get(f"/dashboard/api/v1/journeys/{good.correlation_id}")
    return [event["type"] for event in found.json()["events"]]


async def act(browser: AsyncClient, step: str, **form: object) -> str:
    """Send a form and follow to the page it leads to."""
    answer = await browser.post(f"{PAGE}/{step}", data=form)
    assert answer.status_code == 303, answer.text
    return (await browser.get(answer.headers["location"])).text
