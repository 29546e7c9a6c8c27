"""How recently a service's copies were known to be complete, and what they missed before.

The bus keeps word of an erasure for a time only. Whoever was away for longer reads the whole topic
anew, before anything else, and deletes what is not in it: otherwise an erased person would live on
in a copy, and somebody who was signed out would come back in.
"""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update

from shared.backoff import delay
from shared.database.lists import in_list
from shared.database.writes import Write, write_all
from shared.faults import describe, is_transient
from shared.messaging.bus.bus import Bus
from shared.messaging.database import Database
from shared.messaging.message import Partition
from shared.messaging.router import Copy, EventRouter
from shared.messaging.tables import copies_read
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()

NOTED_EVERY = timedelta(hours=1)
"""How old what is stored about a copy may be; far less than any erasure stays visible."""
LONGEST_WAIT = 10.0
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class NotYetRead(Exception):
    """A new service does not know yet what the others have told."""


class Freshness:
    """One service's; ``catch_up`` before it consumes, ``run`` beside it."""

    def __init__(
        self, database: Database, bus: Bus, router: EventRouter, partitions: int = 1
    ) -> None:
        """``partitions`` is how many each topic has."""
        self._database = database
        self._bus = bus
        self._partitions = partitions
        self._copies = router.copies()
        self._topics = {copy.record.topic for copy in self._copies}
        self._noted: dict[Partition, datetime] = {}
        self._whole_at: dict[str, datetime] = {}
        self._due: set[Partition] = set()
        self._wake = asyncio.Event()
        self._complete = not self._topics
        self._read: set[Partition] = set()
        """Since the start, by this instance or another one."""
        self._since = database.clock.now()

    def caught_up(self, places: Collection[Partition]) -> None:
        """Nothing waits in these partitions."""
        now = self._database.clock.now()
        self._read |= {each for each in places if each.topic in self._topics}
        self._whole_at |= {each.topic: now for each in places if each.topic in self._topics}
        old = now - NOTED_EVERY
        self._due |= {
            place
            for place in places
            if place.topic in self._topics and self._noted.get(place, _BEGINNING) <= old
        }
        if self._due or not all(map(self.has_read, self._topics)):
            self._wake.set()

    def has_read(self, topic: str) -> bool:
        """Whether every part was read to its end since the start; or nothing of it is copied.

        Of parts that another instance reads, what it noted since counts.
        """
        every = {Partition(topic, index) for index in range(self._partitions)}
        return topic not in self._topics or every <= self._read

    def age(self) -> timedelta | None:
        """Since the copy that is behind most was last known to be complete; a bus reports seldom.

        None where there is no copy, or one of which nothing is known since the start.
        """
        if not self._topics or self._topics - self._whole_at.keys():
            return None
        return self._database.clock.now() - min(self._whole_at.values())

    async def run(self) -> None:
        """Note what has been read to its end, at most once an hour, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            places, now = self._due, self._database.clock.now()
            self._due = set()
            async with self._database.transaction() as uow:
                await _note(uow, places, now)
                theirs = select(copies_read.c.topic, copies_read.c.partition)
                rows = await uow.session.execute(theirs.where(copies_read.c.at > self._since))
                self._read |= {Partition(*row) for row in rows}
            self._noted.update(dict.fromkeys(places, now))

    async def check(self) -> None:
        """Raise ``NotYetRead`` until every copied topic has been read to its end once."""
        if not self._complete:
            self._complete = await self._is_complete()
        if not self._complete:
            raise NotYetRead("copies have not been read to their end yet")

    async def _is_complete(self) -> bool:
        query = select(copies_read.c.topic, copies_read.c.partition)
        async with self._database.reading() as session:
            read = {Partition(*row) for row in await session.execute(query)}
        wanted = range(self._partitions)
        return all(Partition(topic, index) in read for topic in self._topics for index in wanted)

    async def catch_up(self) -> None:
        """Delete what was erased while this service was away; waits for database and bus."""
        for copy in self._copies:
            attempt = 0
            while True:
                try:
                    await self._sweep(copy)
                    break
                except Exception as fault:
                    if not is_transient(fault):
                        raise
                    attempt += 1
                    log.warning("copies.paused", topic=copy.record.topic, error=describe(fault))
                    await asyncio.sleep(delay(attempt, most=LONGEST_WAIT))
        self._since = self._database.clock.now()  # who sweeps notes what nobody has read yet

    async def _sweep(self, copy: Copy) -> None:
        """In one transaction, which other instances that start at the same time wait for."""
        async with self._database.transaction() as uow:
            if not await self._may_have_missed(uow, copy):
                return
            states = await self._states(copy)
            if not states:
                log.error("copies.topic_empty", topic=copy.record.topic)
                return
            key = copy.table.c[copy.record.key_field]
            mine = select(key) if copy.of_others is None else select(key).where(copy.of_others)
            kept = set((await uow.session.scalars(mine)).all())
            gone = {each for each in kept if not states.get(str(each), False)}
            those = delete(copy.table).where(in_list(key, "gone"))
            await uow.session.execute(those, {"gone": gone})
            if copy.erased is not None and gone:
                await copy.erased(uow, {UUID(str(each)) for each in gone})
            indexes = range(self._partitions)
            await _note(uow, [Partition(copy.record.topic, index) for index in indexes], uow.now)
            log.info("copies.swept", topic=copy.record.topic, kept=len(kept), gone=len(gone))

    async def _may_have_missed(self, uow: UnitOfWork, copy: Copy) -> bool:
        """Whether there is a copy, and it is older than half the time erasures stay visible."""
        if (await uow.session.execute(select(copy.table).limit(1))).first() is None:
            return False
        mine = select(copies_read.c.at).where(copies_read.c.topic == copy.record.topic)
        times = (await uow.session.scalars(mine.with_for_update())).all()
        limit = uow.now - copy.record.erasure_visible / 2
        return len(times) < self._partitions or min(times) < limit

    async def _states(self, copy: Copy) -> dict[str, bool]:
        """Whether the latest word on each key is that it is there; what is unreadable counts so."""
        states: dict[str, bool] = {}
        async for batch in self._bus.history([copy.record.topic], _BEGINNING):
            for arrival in batch:
                if arrival.key is not None:
                    key = arrival.key.decode("utf-8", "replace")
                    states[key] = arrival.value is not None
        return states


async def _note(uow: UnitOfWork, places: Collection[Partition], now: datetime) -> None:
    for place in sorted(places, key=lambda each: (each.topic, each.index)):
        mine = (copies_read.c.topic == place.topic, copies_read.c.partition == place.index)
        await uow.session.execute(update(copies_read).where(*mine).values(at=now))
    rows = [{"topic": each.topic, "partition": each.index, "at": now} for each in places]
    await write_all(uow.session, [Write(copies_read, rows, "ignore")])
