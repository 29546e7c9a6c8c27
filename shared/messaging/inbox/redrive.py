"""Handles parked messages again, in order for each key, once nothing before them has failed."""

import asyncio
import json
from typing import Any

import structlog
from sqlalchemy import Row, and_, delete, exists, select, update
from sqlalchemy.orm import aliased

from shared.backoff import delay
from shared.faults import describe, is_transient
from shared.messaging.database import Database
from shared.messaging.erased import PRIVACY_REQUESTED
from shared.messaging.inbox.batch import Delivery
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.message import Arrival, Partition, headers_of
from shared.messaging.parking.parking import FAILED, cause_of, stack_of
from shared.messaging.tables import parked
from shared.messaging.transaction import Transaction

log = structlog.get_logger()

LOOK_SECONDS = 2.0
"""While another instance holds a message that may go: if it dies, nobody notifies."""


class Redrive:
    """One service's second try; several instances may run, a row is handled by one of them."""

    def __init__(self, database: Database, processor: BatchProcessor) -> None:
        self._database = database
        self._processor = processor

    async def run(self) -> None:
        """Until cancelled."""
        attempt = 0
        while True:
            try:
                may_go = await self._may_go()
                moved = may_go and await self.step()
                attempt = 0
            except Exception as error:
                if not is_transient(error):
                    raise
                attempt, moved = attempt + 1, True
                log.warning("redrive.paused", error=describe(error))
                await asyncio.sleep(delay(attempt))
            if not moved:
                notifier = self._database.notifier
                await notifier.wait("parked", LOOK_SECONDS if may_go else notifier.net_seconds)

    async def step(self) -> bool:
        """Handle the next message that may go; False if none may."""
        failure: tuple[int, Exception] | None = None
        try:
            async with self._database.begin() as transaction:
                row = (await transaction.session.execute(_NEXT)).first()
                if row is None:
                    return False
                position = row.position
                delivery = await self._handle(row, transaction)
                await transaction.session.execute(
                    delete(parked).where(parked.c.position == position)
                )
        except Exception as error:
            self._processor.metrics.rolled_back(transient=is_transient(error))
            if is_transient(error):
                raise
            failure = (position, error)
        if failure is not None:
            await self._failed_again(*failure)
        else:
            self._processor.metrics.handled([delivery], self._database.clock.now())
        return True

    async def _may_go(self) -> bool:
        """Whether there is a message that may go, though another instance may hold it."""
        async with self._database.reading() as session:
            return (await session.execute(_FIRST)).first() is not None

    async def _handle(self, row: Row[Any], transaction: Transaction) -> Delivery:
        place = Partition(row.topic, row.partition)
        headers = headers_of(row.headers)
        arrival = Arrival.read(place, row.offset, row.key, row.value, headers)
        if row.message_id is None:
            mine = await self._processor.now_readable(arrival, transaction)
        else:
            mine = self._processor.named(json.loads(row.handlers))
        if arrival.message and self._processor.is_about_erased(arrival.message):
            mine = ()
        delivery = self._processor.read(arrival, mine)
        await self._processor.run([delivery], transaction)
        return delivery

    async def _failed_again(self, position: int, error: Exception) -> None:
        cause, detail = cause_of(error)
        async with self._database.begin() as transaction:
            await transaction.session.execute(
                update(parked)
                .where(parked.c.position == position)
                .values(
                    state=FAILED,
                    cause=cause.value,
                    detail=detail,
                    stack=stack_of(error),
                    attempts=parked.c.attempts + 1,
                )
            )


_BEFORE = aliased(parked, name="before")
_FIRST = (
    select(parked)
    .where(
        parked.c.state != FAILED,
        parked.c.type.like(f"%{PRIVACY_REQUESTED}")
        | ~exists().where(
            and_(
                _BEFORE.c.topic == parked.c.topic,
                _BEFORE.c.order_key == parked.c.order_key,
                _BEFORE.c.position < parked.c.position,
            )
        ),
    )
    .order_by(parked.c.position)
    .limit(1)
)
_NEXT = _FIRST.with_for_update(skip_locked=True, of=parked)
