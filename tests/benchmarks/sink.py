"""A mail server in a process of its own that takes everything and forgets it."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from time import monotonic
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

from deploy.local.program import free_port

START_SECONDS = 30.0
_SPAWN = multiprocessing.get_context("spawn")


class Sink:
    """Where it is, and when a mail to ``awaited`` came; it takes ``seconds`` for each other one."""

    def __init__(self, awaited: str, seconds: float) -> None:
        self._seconds = seconds
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self._arrived = _SPAWN.Value("d", 0.0, lock=False)
        self._awaited = awaited

    @property
    def arrived(self) -> float:
        """By the clock of all processes; zero before the first."""
        return float(self._arrived.value)

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self._awaited in envelope.rcpt_tos:
            self._arrived.value = monotonic()
        elif self._seconds:
            await asyncio.sleep(self._seconds)
        return "250 OK"

    def serve(self, ready: Event) -> None:
        asyncio.run(self._serve(ready))

    async def _serve(self, ready: Event) -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(self, hostname="sink.example", loop=loop), "127.0.0.1", self.port
        )
        ready.set()
        await server.serve_forever()


@contextmanager
def open_sink(awaited: str, seconds: float = 0.0) -> Iterator[Sink]:
    """One that is up."""
    sink, ready = Sink(awaited, seconds), _SPAWN.Event()
    process = _SPAWN.Process(target=sink.serve, args=(ready,), daemon=True)
    process.start()
    try:
        if not ready.wait(START_SECONDS):
            raise TimeoutError("the mail server does not start")
        yield sink
    finally:
        process.terminate()
        process.join()
