"""The HTTP server sleeps while nobody asks, and still ends at once and knows the time."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncGenerator, Iterator
from email.utils import parsedate_to_datetime

import pytest
import uvicorn
from fastapi import FastAPI
from httpx2 import AsyncClient

from deploy.local.program import free_port
from deploy.server import TICK_SECONDS, Server


@pytest.fixture
def signals() -> Iterator[list[int]]:
    """Uvicorn raises what it was sent once more when it has ended; noted here."""
    noted: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: noted.append(number))
    yield noted
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
async def server(signals: list[int]) -> AsyncGenerator[Server]:
    config = uvicorn.Config(FastAPI(), port=free_port(), log_level="warning", lifespan="off")
    server = Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server
    server.should_exit = True
    await serving


async def test_a_signal_ends_it_before_its_next_look(server: Server, signals: list[int]) -> None:
    await asyncio.sleep(0.1)
    began = time.monotonic()
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        while not signals:
            await asyncio.sleep(0.01)
    assert time.monotonic() - began < TICK_SECONDS * 0.8
    assert server.should_exit


async def told_time(http: AsyncClient) -> float:
    return parsedate_to_datetime((await http.get("/")).headers["date"]).timestamp()


async def test_responses_bear_the_time(server: Server) -> None:
    async with AsyncClient(base_url=f"http://127.0.0.1:{server.config.port}") as http:
        first = await told_time(http)
        assert abs(first - time.time()) < 3
        async with asyncio.timeout(30):
            while await told_time(http) == first:
                await asyncio.sleep(TICK_SECONDS / 20)
