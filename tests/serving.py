"""An app behind a real HTTP server, in the process of its test."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import uvicorn
from starlette.applications import Starlette


@asynccontextmanager
async def served(app: Starlette) -> AsyncGenerator[int]:
    """On a free port of the loopback interface."""
    config = uvicorn.Config(
        app,
        port=0,
        access_log=False,
        log_level="critical",
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    with suppress(asyncio.CancelledError):
        await serving
