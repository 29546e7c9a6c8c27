"""The embedded form's bus forgets by itself what Kafka would: earlier states, and facts too old."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from shared.database.engine import Engine
from shared.messaging.bus.local import LocalBus

FIRST_SECONDS = 60.0
"""After a start, so that it takes nothing from those who wait for it."""
AT_MOST_SECONDS = 24 * 3600.0
AFTER_ERASURE_SECONDS = 3600.0
"""Within it everything is gone that somebody was before they were erased."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Kept:
    """How long: by topic, facts, and the tombstones of states."""

    facts: Mapping[str, timedelta]
    tombstones: Mapping[str, timedelta]


class Forgetting:
    """Once a day, and within the hour after a tombstone was published."""

    def __init__(
        self,
        bus: LocalBus,
        kept: Kept,
        now: Callable[[], datetime],
        databases: Sequence[Engine] = (),
    ) -> None:
        """``databases`` delete by themselves, and are rid of their journals at the same time."""
        self._bus = bus
        self._journals = (bus.file, *databases)
        self._kept = kept
        self._now = now

    async def run(self, first_seconds: float = FIRST_SECONDS) -> None:
        """Until cancelled."""
        await asyncio.sleep(first_seconds)
        while True:
            self._bus.erasing.clear()
            if gone := await self.forget():
                log.info("bus.forgot", gone=gone)
            await asyncio.sleep(AFTER_ERASURE_SECONDS)
            await self._bus.erased_within(AT_MOST_SECONDS - AFTER_ERASURE_SECONDS)

    async def forget(self) -> int:
        """In small batches; returns how many records are gone, from the files as well."""
        file, now = self._bus.file, self._now()
        await self._bus.check()
        gone = await file.compact(self._kept.tombstones)
        for topic, visible in self._kept.tombstones.items():
            gone += await file.drop(topic, now - visible, only_tombstones=True)
        for topic, lasts in self._kept.facts.items():
            gone += await file.drop(topic, now - lasts, only_tombstones=False)
        for each in self._journals:
            await each.empty_journal()
        return gone
