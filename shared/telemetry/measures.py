"""What costs something to measure is measured when somebody reads it, and seldom otherwise."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Generator

import structlog

from shared.faults import describe

log = structlog.get_logger()

FRESH_SECONDS = 1.0
"""So long a measurement serves other readers."""
ANSWER_SECONDS = 5.0
"""Then a reader gets what was measured last."""

Measure = Callable[[], Awaitable[None]]


class Measures:
    """Those of one process."""

    def __init__(self) -> None:
        self._all: set[Measure] = set()
        self._taken_at = -FRESH_SECONDS

    @contextlib.contextmanager
    def include(self, measure: Measure) -> Generator[None]:
        """While inside, ``measure`` is called before metrics are read."""
        self._all.add(measure)
        try:
            yield
        finally:
            self._all.discard(measure)

    async def take(self) -> None:
        """All of them side by side, unless somebody has just done so; never raises."""
        now = time.monotonic()
        if now - self._taken_at < FRESH_SECONDS:
            return
        self._taken_at = now
        await asyncio.gather(*(_taken(measure) for measure in self._all))


async def _taken(measure: Measure) -> None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await measure()
    except Exception as error:
        log.info("measure.failed", error=describe(error))


measures = Measures()
"""Like Prometheus' registry: a process has one."""
