"""``python -m tests.benchmarks.usual SERVICE``: one process of the usual way."""

import asyncio
import logging
import sys
from datetime import UTC, datetime
from uuid import UUID

from faststream.kafka.annotations import KafkaMessage
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.run import server, uvloop_factory
from shared.settings import Settings, read_settings
from tests.benchmarks.usual.handlers import HANDLERS, TOPICS, seen
from tests.benchmarks.usual.intake import app
from tests.benchmarks.usual.models import InboxRow
from tests.benchmarks.usual.outbox import Cause, Outbox

log = logging.getLogger()


class Subscriber:
    """One event is one transaction."""

    def __init__(self, name: str, settings: Settings) -> None:
        self._name, self._prefix = name, settings.kafka_prefix
        self.outbox = Outbox(settings, name)
        self._handlers = {
            body.type_name: (body, handlers) for body, handlers in HANDLERS.get(name, {}).items()
        }

    async def run(self) -> None:
        """For ever."""
        for topic in TOPICS[self._name]:
            group = self._prefix + self._name
            subscribe = self.outbox.broker.subscriber(
                self._prefix + topic, group_id=group, auto_offset_reset="earliest"
            )
            subscribe(self._handle)
        try:
            await self.outbox.broker.start()
            await self.outbox.publish()
        finally:
            await self.outbox.close()

    async def _handle(self, message: KafkaMessage) -> None:
        try:
            async with self.outbox.sessions() as session, session.begin():
                await self._effect(session, message)
        except IntegrityError as error:
            if "inbox_pkey" not in str(error):
                log.error("%s", error)
                raise

    async def _effect(self, session: AsyncSession, message: KafkaMessage) -> None:
        headers, record = message.headers, message.raw_message
        message_id = UUID(headers["ce_id"])
        if self._name == "dashboard":
            await self._claim(session, ["record_event"], message_id)
            topic = record.topic.removeprefix(self._prefix)
            session.add(seen(headers, topic, record.key.decode(), message.body))
        elif headers["ce_type"] in self._handlers:
            body, handlers = self._handlers[headers["ce_type"]]
            fact = body.model_validate_json(message.body)
            story = UUID(headers["ce_correlationid"])
            cause = Cause(headers["ce_tenant"], story, message_id)
            for handler, names in handlers:
                await self._claim(session, names, message_id)
                await handler(session, fact, cause)

    async def _claim(self, session: AsyncSession, names: list[str], message_id: UUID) -> None:
        for name in names:
            row = InboxRow(handler=name, message_id=message_id, handled_at=datetime.now(UTC))
            session.add(row)
        await session.flush()


async def serve(name: str, settings: Settings) -> None:
    if name == "directory":
        await server(app(settings), settings).serve()
    else:
        await Subscriber(name, settings).run()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop_factory) as runner:
        runner.run(serve(sys.argv[1], read_settings()))
