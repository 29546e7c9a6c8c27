"""Rows are added in the transaction, and a loop polls for them and publishes one by one."""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from faststream.kafka import KafkaBroker
from faststream.security import SASLScram512
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from shared.ids import new_id
from shared.messaging.event import Body
from shared.messaging.tables import outbox
from shared.settings import Settings
from tests.benchmarks.usual.models import OutboxRow

POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Cause:
    """Whose story, and which message before."""

    tenant: str
    correlation_id: UUID
    causation_id: UUID | None = None


class Outbox:
    """One service's database and broker."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._engine = create_async_engine(
            settings.database_url,
            pool_size=8,
            max_overflow=0,
            json_serializer=partial(json.dumps, default=str),
        )
        self.sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        brokers = settings.brokers(name)
        security = SASLScram512(username=brokers.user, password=brokers.password)
        self.broker = KafkaBroker(brokers.servers, security=security, logger=None)
        self._prefix = settings.kafka_prefix

    async def close(self) -> None:
        await self.broker.stop()
        await self._engine.dispose()

    async def publish(self) -> None:
        """For ever."""
        while True:
            async with self.sessions() as session, session.begin():
                query = select(OutboxRow).order_by(outbox.c.position).limit(100)
                rows = (await session.scalars(query.with_for_update(skip_locked=True))).all()
                for row in rows:
                    await self._publish(row)
                    await session.delete(row)
            if not rows:
                await asyncio.sleep(POLL_SECONDS)

    async def _publish(self, row: OutboxRow) -> None:
        headers = {
            "ce_specversion": "1.0",
            "ce_id": str(row.id),
            "ce_type": row.type,
            "ce_source": f"/{row.type.partition('.')[0]}",
            "ce_time": row.time.isoformat(),
            "ce_tenant": row.tenant,
            "ce_correlationid": str(row.correlation_id),
            "ce_causationid": str(row.causation_id or ""),
            "content-type": "application/json",
        }
        topic = self._prefix + row.topic
        await self.broker.publish(row.data, topic=topic, key=row.key.encode(), headers=headers)


def announce(session: AsyncSession, body: Body, cause: Cause) -> UUID:
    """A row of the outbox."""
    row = OutboxRow(
        id=new_id(),
        topic=body.topic,
        key=body.key,
        type=body.type_name,
        time=datetime.now(UTC),
        tenant=cause.tenant,
        correlation_id=cause.correlation_id,
        causation_id=cause.causation_id,
        data=body.model_dump_json().encode(),
    )
    session.add(row)
    return row.id
