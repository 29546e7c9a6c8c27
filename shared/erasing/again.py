"""Whoever was erased is there again after a restored backup, and is erased before it serves.

The bus is not part of a database's backup and remembers all erasures, by ids only.
"""

from collections.abc import Collection, Iterable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import structlog
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.privacy import PrivacyKind, PrivacyRequested
from shared.erasing.answering import erase_everything, people_of
from shared.faults import describe, is_transient
from shared.messaging.bus.bus import Bus
from shared.messaging.database import Database
from shared.messaging.erased import digest_of
from shared.messaging.event import Cause
from shared.messaging.inbox import inbox
from shared.messaging.message import Arrival, Message
from shared.messaging.router import Received
from shared.messaging.tables import erased_people
from shared.messaging.unit_of_work import UnitOfWork
from shared.service import Service

TOPIC = PrivacyRequested.topic
MARGIN = timedelta(days=7)
"""Clocks differ, and what was announced may reach the bus later."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

log = structlog.get_logger()


class Erasure(BaseModel):
    """What was asked, by ids only, and the message that told of it."""

    asked: PrivacyRequested
    message: Message


class Remembered(BaseModel):
    """All erasures from ``since`` to ``until``, and maybe earlier ones, as a file keeps them."""

    erasures: tuple[Erasure, ...] = ()
    since: datetime = _BEGINNING
    until: datetime = _BEGINNING
    unreadable: tuple[str, ...] = ()
    """Where on the bus something lay that nobody can read; consumers have parked it."""

    def after(self, earlier: "Remembered") -> "Remembered":
        """Together with what was saved before."""
        here = {each.message.id for each in self.erasures}
        more = tuple(each for each in earlier.erasures if each.message.id not in here)
        since = earlier.since if self.since <= earlier.until else self.since
        unreadable = tuple(dict.fromkeys((*earlier.unreadable, *self.unreadable)))
        return Remembered(
            erasures=more + self.erasures, since=since, until=self.until, unreadable=unreadable
        )


async def remembered(bus: Bus, since: datetime = _BEGINNING) -> Remembered:
    """The erasures that the bus tells of; raises ``BrokerUnavailable``."""
    found: list[Erasure] = []
    unreadable: list[str] = []
    async with aclosing(bus.history([TOPIC], since)) as batches:
        async for batch in batches:
            for arrival in batch:
                try:
                    found += _told_by(arrival)
                except ValueError:
                    place = arrival.partition
                    unreadable.append(f"{place.topic}/{place.index}/{arrival.offset}")
    return Remembered(erasures=tuple(found), unreadable=tuple(unreadable))


def _told_by(arrival: Arrival) -> list[Erasure]:
    """One, or none if it is about something else; raises ``ValueError``."""
    message = arrival.message
    if message is None:
        raise ValueError
    if message.type != PrivacyRequested.type_name or not message.data:
        return []
    asked = PrivacyRequested.model_validate_json(message.data)
    return [Erasure(asked=asked, message=message)] if asked.kind is PrivacyKind.ERASURE else []


async def erase_again(
    service: Service,
    database: Database,
    found: Iterable[Erasure],
    *,
    known_too: bool = False,
    failed: list[Erasure] | None = None,
) -> int:
    """Those that this database knows nothing of, one transaction each; returns how many.

    One that fails stops the others, unless there is a list for it.
    """
    async with database.reading() as session:
        known = set() if known_too else await _digests(session)
    missed = [each for each in found if not _known(database, each, known)]
    done = 0
    for each in missed:
        try:
            done += await _erase_one(service, database, each, known_too=known_too)
        except Exception as fault:
            if failed is None or is_transient(fault):
                raise
            log.error("erasure.failed", service=service.name, error=describe(fault))
            failed.append(each)
    return done


async def _erase_one(
    service: Service, database: Database, erasure: Erasure, *, known_too: bool
) -> bool:
    """Claimed first, so that no other instance does the same, and nobody does it afterwards."""
    asked, message = erasure.asked, erasure.message
    waiting = service.handlers.waiting_for(message.topic, message.type)
    mine = [each for each in waiting if PrivacyRequested.type_name in each.types]
    async with database.begin() as transaction:
        claims = [(each.name, message.id) for each in mine if each.once]
        await inbox.claim(transaction.session, claims, transaction.now)
        if not known_too and _known(database, erasure, await _digests(transaction.session)):
            return False
        for each in mine:
            await each.run([Received(asked, message)], transaction)
        if not mine:
            cause = Cause(message.tenant, message.correlation_id, message.id)
            uow, people = UnitOfWork(transaction), people_of(asked)
            forget = service.when_erased
            await erase_everything(uow, service.name, service.tables, people, cause, forget)
    return True


async def _digests(session: AsyncSession) -> set[str]:
    return set((await session.scalars(select(erased_people.c.digest))).all())


def _known(database: Database, erasure: Erasure, digests: Collection[str]) -> bool:
    ids = people_of(erasure.asked).ids
    return all(digest_of(database.key, each) in digests for each in ids)
