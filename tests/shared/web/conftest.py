"""A client that speaks to an application in this process."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.types import ASGIApp

Browse = Callable[[ASGIApp], AsyncClient]


@pytest.fixture
async def browse() -> AsyncGenerator[Browse]:
    """``client = browse(app)``; closed when the test ends."""
    async with AsyncExitStack() as stack:

        def open_it(app: ASGIApp) -> AsyncClient:
            client = AsyncClient(transport=ASGITransport(app=app), base_url="http://test")
            stack.push_async_callback(client.aclose)
            return client

        yield open_it
