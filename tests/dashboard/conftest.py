"""A dashboard alone, and the same behind a real HTTP server."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

import pytest
import uvicorn
from httpx2 import ASGITransport, AsyncBaseTransport, AsyncClient

from shared.web.neighbours import Network
from tests.conftest import OpenHouse
from tests.house import URL, House


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    house = await open_house("dashboard")
    connect(house)
    return house


@pytest.fixture
async def full_house(open_house: OpenHouse) -> House:
    house = await open_house("directory", "trainings", "dashboard")
    connect(house)
    return house


@pytest.fixture
async def browser(full_house: House) -> AsyncGenerator[AsyncClient]:
    """Asks for pages as browsers do."""
    async with AsyncClient(
        transport=ASGITransport(app=full_house.app),
        base_url=URL,
        headers={
            "accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "sec-fetch-site": "same-origin",
        },
        cookies=full_house.http.cookies,
    ) as client:
        yield client


def connect(house: House, transport: AsyncBaseTransport | None = None, seconds: float = 30) -> None:
    """Let the dashboard reach the services of its house without a network, or over this one."""
    network = Network(transport or ASGITransport(app=house.app), seconds, seconds, seconds)
    house.app.state.mounted["dashboard"].state.network = network


@pytest.fixture
async def server(house: House) -> AsyncGenerator[uvicorn.Server]:
    """The house on a free port of the loopback interface, as `deploy.run` serves it."""
    config = uvicorn.Config(
        house.app,
        host="127.0.0.1",
        port=0,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server
    server.should_exit = True
    with suppress(asyncio.CancelledError):
        await task


def address(server: uvicorn.Server) -> str:
    port = server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}/dashboard"
