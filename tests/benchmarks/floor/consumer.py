"""Messages in: one transaction for a poll, each handler once for all its messages."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from shared.messaging.bus.kafka_wire import build_consumer
from shared.settings import Settings
from tests.benchmarks.floor.outbox import Outbox, Row
from tests.benchmarks.floor.statements import CLAIM

EVERY = "*"

# It is stopped while others are measured; a group that forgot it would refuse its offsets.
STOPPED_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it came."""

    id: UUID
    headers: Mapping[str, bytes]
    topic: str
    key: str
    value: bytes

    @property
    def cause(self) -> tuple[UUID, UUID]:
        return UUID(self.headers["ce_correlationid"].decode()), self.id

    @property
    def tenant(self) -> str:
        return self.headers["ce_tenant"].decode()


Handler = Callable[[asyncpg.Connection, Sequence[Delivery]], Awaitable[list[Row]]]


@dataclass(frozen=True)
class Handling:
    """``once`` is the name in the inbox, if there is one."""

    run: Handler
    once: str | None


async def consume(
    settings: Settings,
    name: str,
    topics: Sequence[str],
    handlers: Mapping[str, Sequence[Handling]],
) -> None:
    """For ever; what handlers answer goes into the outbox."""
    connection = await asyncpg.connect(settings.database_url.replace("+asyncpg", ""))
    outbox, prefix = Outbox(settings, name), settings.kafka_prefix
    consumer = build_consumer(settings.brokers(name), prefix + name, STOPPED_SECONDS)
    consumer.subscribe([prefix + topic for topic in topics])
    relay = asyncio.create_task(outbox.relay())
    try:
        await consumer.start()
        while not relay.done():
            polled = await consumer.getmany(timeout_ms=200, max_records=500)
            if not polled:
                continue
            found = _by_handling(polled, handlers, prefix)
            async with connection.transaction():
                out = await _handle(connection, found)
                await outbox.store(connection, out)
            if out:
                outbox.notify()
            await consumer.commit({place: part[-1].offset + 1 for place, part in polled.items()})
        relay.result()
    finally:
        relay.cancel()
        await asyncio.wait({relay})
        await consumer.stop()
        await connection.close()


def _by_handling(
    polled: Mapping[Any, Sequence[Any]], handlers: Mapping[str, Sequence[Handling]], prefix: str
) -> dict[Handling, list[Delivery]]:
    found: dict[Handling, list[Delivery]] = defaultdict(list)
    for part in polled.values():
        for record in part:
            headers = dict(record.headers)
            kind = headers["ce_type"].decode()
            mine = handlers.get(kind) or handlers.get(EVERY)
            if mine:
                topic = record.topic.removeprefix(prefix)
                key, message = record.key.decode(), UUID(headers["ce_id"].decode())
                delivery = Delivery(message, headers, topic, key, record.value)
                for handling in mine:
                    found[handling].append(delivery)
    return found


async def _handle(
    connection: asyncpg.Connection, found: Mapping[Handling, Sequence[Delivery]]
) -> list[Row]:
    claims = [(h.once, each.id) for h, deliveries in found.items() if h.once for each in deliveries]
    new: set[tuple[str, UUID]] = set()
    if claims:
        now = datetime.now(UTC)
        names, ids = map(list, zip(*claims, strict=True))
        rows = await connection.fetch(CLAIM, names, ids, [now] * len(ids))
        new = {(row[0], row[1]) for row in rows}
    out: list[Row] = []
    for handling, deliveries in found.items():
        fresh = [d for d in deliveries if not handling.once or (handling.once, d.id) in new]
        if fresh:
            out += await handling.run(connection, fresh)
    return out
