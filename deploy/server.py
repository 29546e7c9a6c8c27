"""The HTTP server, which does next to nothing while nobody asks."""

import asyncio
import contextlib
from types import FrameType

import uvicorn

TICK_SECONDS = 1.0
"""Responses bear the time in seconds."""


class Server(uvicorn.Server):
    """Looks once a second whether to end, and at once after a signal; uvicorn looks ten times."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._signalled = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._signalled.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._signalled.set)
