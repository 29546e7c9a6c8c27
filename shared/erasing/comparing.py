"""Before a service serves, its database is compared with the erasures that the bus knows.

A database from a backup would bring people back. While the bus is away a service still starts if
its database knows of as many erasures as this installation last did.
"""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import func, select, update

from shared.backoff import delay
from shared.contracts.catalogue import EVENTS_READABLE
from shared.contracts.privacy import PrivacyRequested
from shared.database.writes import Write, write_all
from shared.erasing.again import MARGIN, erase_again, remembered
from shared.faults import describe, is_transient
from shared.messaging.bus.bus import BrokerUnavailable, Bus
from shared.messaging.database import Database
from shared.messaging.erased import COUNTED, keep_count
from shared.messaging.marks import Mark
from shared.messaging.tables import copies_read, erased_people
from shared.service import Service

COMPARED = PrivacyRequested.type_name
"""Called so in ``copies_read``: a backup has it as old as itself."""
READABLE = EVENTS_READABLE - MARGIN
RENEWED = timedelta(days=30)
LOOK_SECONDS = 24 * 3600.0
WAIT_AT_MOST = 5.0
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MINE = copies_read.c.topic == COMPARED

log = structlog.get_logger()


class TooOld(Exception):
    """The bus no longer knows all erasures since the database was last compared with it."""


class Comparing:
    """Of one service."""

    def __init__(self, service: Service, database: Database, bus: Bus, mark: Mark) -> None:
        self._service = service
        self._database = database
        self._bus = bus
        self._mark = mark
        keep_count(database.engine, mark)
        self._done = False

    async def before_serving(self) -> None:
        """Return once nobody erased can be here; raises ``TooOld``.

        Waits for the bus, however long it is away, where the database may be from a backup.
        """
        attempt = 0
        while not self._done:
            try:
                await refuse_too_old(self._database)
                await self._compare()
            except Exception as error:
                away = isinstance(error, BrokerUnavailable)
                if not away and not is_transient(error):
                    raise
                if away and await self._knows_all():
                    log.warning("start.uncompared", service=self._service.name)
                    return
                attempt += 1
                log.warning("start.paused", service=self._service.name, error=describe(error))
                await asyncio.sleep(delay(attempt, most=WAIT_AT_MOST))

    async def run(self) -> None:
        """Catch up as soon as the bus is there, and say now and then that all is known."""
        attempt = 0
        while True:
            try:
                at = await compared_at(self._database)
                if not self._done or at is None or self._database.clock.now() - at > RENEWED:
                    await self._compare()
                self._mark.write(await _known(self._database))
            except BrokerUnavailable:
                attempt += 1
                await asyncio.sleep(delay(attempt, most=WAIT_AT_MOST))
                continue
            attempt = 0
            await self._database.notifier.wait(COUNTED, LOOK_SECONDS)

    async def _compare(self) -> None:
        began = self._database.clock.now()
        at = await compared_at(self._database)
        found = await remembered(self._bus, at - MARGIN if at else _BEGINNING)
        for place in found.unreadable:
            log.error("erasures.unreadable", service=self._service.name, part=place)
        if done := await erase_again(self._service, self._database, found.erasures):
            log.warning("erasures.repeated", service=self._service.name, times=done)
        await say_compared(self._database, began)
        self._mark.write(await _known(self._database))
        self._done = True

    async def _knows_all(self) -> bool:
        last = self._mark.read()
        return last is not None and await _known(self._database) >= last


async def refuse_too_old(database: Database) -> None:
    """Raises ``TooOld``; a database that was never compared is new."""
    at = await compared_at(database)
    if at is not None and await is_too_old(database):
        raise TooOld(
            f"{database.service}: this database was last compared with the erasures on the bus on"
            f" {at:%Y-%m-%d}, and the bus no longer knows all of them since. Whoever was erased"
            " would be back. Before the start, repeat them from the file that was saved after the"
            " latest erasure: python -m deploy.privacy again --from FILE"
        )


async def is_too_old(database: Database) -> bool:
    """Whether the bus may have forgotten erasures that this database does not know."""
    at = await compared_at(database)
    return at is not None and at < database.clock.now() - READABLE


async def compared_at(database: Database) -> datetime | None:
    """When this database was last compared, as it knows."""
    async with database.reading() as session:
        at: datetime | None = await session.scalar(select(copies_read.c.at).where(_MINE))
        return at


async def say_compared(database: Database, at: datetime) -> None:
    """Whoever was erased until then is known to this database."""
    async with database.transaction() as uow:
        await uow.session.execute(update(copies_read).where(_MINE).values(at=at))
        row = {"topic": COMPARED, "partition": 0, "at": at}
        await write_all(uow.session, [Write(copies_read, [row], "ignore")])


async def _known(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(erased_people)) or 0
