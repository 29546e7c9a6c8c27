"""Announced rows, and the relay that takes them to the broker."""

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from aiokafka import AIOKafkaProducer
from uuid_utils.compat import uuid7 as new_id

from shared.settings import Settings
from tests.benchmarks.floor.statements import FORGET, OLDEST, OUTBOX
from tests.benchmarks.producing import started_producer

Row = tuple[Any, ...]


def announced(
    topic: str, kind: str, key: str, tenant: str, cause: tuple[UUID, UUID | None], body: object
) -> Row:
    """A row of the outbox; ``cause`` is the story and the message before."""
    now = datetime.now(UTC)
    return (new_id(), topic, key, kind, now, tenant, *cause, orjson.dumps(body))


class Outbox:
    """One service's."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings, self._name = settings, name
        self._wake = asyncio.Event()

    async def store(self, connection: asyncpg.Connection, rows: list[Row]) -> None:
        if rows:
            await connection.execute(OUTBOX, *map(list, zip(*rows, strict=True)))

    def notify(self) -> None:
        """Something was committed."""
        self._wake.set()

    async def relay(self) -> None:
        """For ever."""
        connection = await asyncpg.connect(self._settings.database_url.replace("+asyncpg", ""))
        producer = await started_producer(self._settings.brokers(self._name))
        try:
            await self._relay(connection, producer)
        finally:
            await producer.stop()
            await connection.close()

    async def _relay(self, connection: asyncpg.Connection, producer: AIOKafkaProducer) -> None:
        prefix, source = self._settings.kafka_prefix, f"/{self._name}".encode()
        while True:
            self._wake.clear()
            rows = await connection.fetch(OLDEST)
            if not rows:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), 0.25)
                continue
            sent = [
                await producer.send(
                    prefix + row[2], row[9], key=row[3].encode(), headers=_headers(row, source)
                )
                for row in rows
            ]
            await asyncio.gather(*sent)
            await connection.execute(FORGET, [row[0] for row in rows])


def _headers(row: asyncpg.Record, source: bytes) -> list[tuple[str, bytes]]:
    headers = [
        ("ce_specversion", b"1.0"),
        ("ce_id", row[1].encode()),
        ("ce_type", row[4].encode()),
        ("ce_source", source),
        ("ce_time", row[5].isoformat().encode()),
        ("ce_tenant", row[6].encode()),
        ("ce_correlationid", row[7].encode()),
        ("content-type", b"application/json"),
    ]
    return headers if row[8] is None else [*headers, ("ce_causationid", row[8].encode())]
