"""The second, small HTTP server of a process: health and metrics, on a port not published."""

import socket
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from shared.settings import PREFIX, Settings
from shared.web.operations import monitoring


@asynccontextmanager
async def monitored(services: Mapping[str, FastAPI], settings: Settings) -> AsyncGenerator[None]:
    """Answer for as long as the block lasts; without a port, nothing listens."""
    if not settings.monitoring_port:
        yield
        return
    config = uvicorn.Config(
        monitoring(services),
        http="httptools",
        lifespan="off",
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    listener = _listen(settings)
    # Without the main loop of uvicorn, which only watches the clock and the signals.
    await server.startup(sockets=[listener])
    try:
        yield
    finally:
        await server.shutdown(sockets=[listener])


def _listen(settings: Settings) -> socket.socket:
    address = (settings.monitoring_host, settings.monitoring_port)
    try:
        return socket.create_server(address, reuse_port=False)
    except OSError as error:
        name = f"{PREFIX}MONITORING_PORT"
        sys.exit(f"Cannot start: {name} {address[1]} cannot be used ({error.strerror})")
