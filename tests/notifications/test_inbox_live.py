"""The number in the header follows what happens, and ends with the sign-in."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator

import pytest
import uvicorn
from httpx2 import AsyncClient

from deploy.run import server as serve
from services.notifications.counting.use_cases import watching
from services.notifications.inbox.values import CHANNEL
from shared.contracts.accounts import AccessRole, SessionRecord
from shared.ids import new_id
from shared.messaging.database import MANY
from tests.asking import cookie
from tests.conftest import OpenHouse
from tests.dashboard.test_streams_end import gone, secret_of
from tests.house import BERGKAMEN, URL, House
from tests.notifications.conftest import tell
from tests.notifications.hooks import KAMEN
from tests.notifications.test_inbox import act, ids
from tests.notifications.test_preferences import at
from tests.notifications.town import Town


@pytest.fixture
async def house(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications")
    await tell(house, *town.everything())
    return house


@pytest.fixture
async def server(house: House) -> AsyncGenerator[uvicorn.Server]:
    http = serve(house.app, house.settings.model_copy(update={"port": 0}))
    serving = asyncio.create_task(http.serve())
    while not http.started:
        await asyncio.sleep(0.01)
    yield http
    http.should_exit = True
    await asyncio.wait([serving])


async def said(lines: AsyncIterator[str]) -> str:
    """The next number, or the next event that is none."""
    async with asyncio.timeout(10):
        async for line in lines:
            name, _, value = line.partition(": ")
            if name == "event" or (name == "data" and value):
                return value
    return "ended"


async def test_the_number_follows_messages_and_reading_until_the_sign_out(
    house: House, server: uvicorn.Server, town: Town
) -> None:
    cookies = await house.sign_in(at(AccessRole.WORKER, town.carrier), person_id=town.worker)
    headers = {"cookie": cookie(cookies), "accept": "text/html", "origin": URL}
    http = AsyncClient(transport=house.http._transport, base_url=URL, headers=headers)
    port = server.servers[0].sockets[0].getsockname()[1]
    address = f"http://127.0.0.1:{port}/notifications/mitteilungen/strom"
    async with (
        AsyncClient(timeout=20, headers=headers) as browser,
        browser.stream("GET", address) as answer,
    ):
        lines = answer.aiter_lines()
        assert await said(lines) == "0"
        await tell(house, *town.hired_often(2))
        assert await said(lines) == "2"
        await act(http, (await ids(http))[0], "oeffnen")
        assert await said(lines) == "1"
        await house.bus.publish([gone(SessionRecord, secret_of(cookies))])
        assert await said(lines) == "signed-out"
        assert await said(lines) == "ended"


async def test_nobody_who_is_not_signed_in_gets_a_number(
    house: House, server: uvicorn.Server
) -> None:
    port = server.servers[0].sockets[0].getsockname()[1]
    async with AsyncClient(timeout=20) as stranger:
        answer = await stranger.get(f"http://127.0.0.1:{port}/notifications/mitteilungen/strom")
    assert "event: signed-out" in answer.text
    assert not re.search(r"data: \d", answer.text)


async def test_only_who_looks_at_the_municipality_counts_anew(house: House, town: Town) -> None:
    shown = watching(house.context("notifications").database)
    with shown.one() as here, shown.one() as elsewhere, shown.one() as everywhere:
        here.tenant, elsewhere.tenant = BERGKAMEN, KAMEN
        await tell(house, *town.hired_often(2))
        async with asyncio.timeout(10):
            await asyncio.gather(here.changed.wait(), everywhere.changed.wait())
        assert not elsewhere.changed.is_set()
        await house.bus.publish([gone(SessionRecord, new_id())])
        async with asyncio.timeout(10):
            await elsewhere.changed.wait()


async def test_of_many_municipalities_at_once_everybody_counts_anew(house: House) -> None:
    database = house.context("notifications").database
    with watching(database).one() as elsewhere:
        elsewhere.tenant = KAMEN
        async with database.transaction() as uow:
            uow.notify(CHANNEL, {f"0500{number:04}" for number in range(MANY + 1)})
        async with asyncio.timeout(10):
            await elsewhere.changed.wait()
