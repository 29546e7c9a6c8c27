"""One transaction: it changes tables and announces facts together, or does neither."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.ids import new_id
from shared.messaging import outbox
from shared.messaging.event import Body, Cause, Record
from shared.messaging.message import MAX_BYTES, Message


class MessageTooLarge(ValueError):
    """The body is heavier than the bus carries; the use case must announce less at once."""


class NotOwner(ValueError):
    """Only the service whose name a body bears may announce it."""


class UnitOfWork:
    """What a use case needs from outside: its tables, the time, and a way to announce facts."""

    def __init__(self, session: AsyncSession, service: str, now: datetime) -> None:
        self.session = session
        self.now = now
        self.rings: set[str] = set()
        self._service = service
        self._announced: list[Message] = []

    def announce(self, body: Body, cause: Cause) -> UUID:
        """Publish ``body`` if, and only if, this transaction commits; returns the message's id.

        Raises ``NotOwner`` for another service's body, ``MessageTooLarge`` above ``MAX_BYTES``.
        """
        return self._add(type(body), body.key, body.model_dump_json().encode(), cause)

    def erase(self, record: type[Record], key: UUID, cause: Cause) -> UUID:
        """Announce that the thing is gone: every service that keeps a copy deletes it."""
        return self._add(record, str(key), None, cause)

    def ring(self, bell: str) -> None:
        """Wake a worker of this service once the transaction has committed."""
        self.rings.add(bell)

    async def flush(self) -> None:
        """Write what was announced into the outbox; the runtime calls this before the commit."""
        if self._announced:
            messages, self._announced = self._announced, []
            await self.session.flush()
            await outbox.store(self.session, messages)
            self.rings.add("outbox")

    def _add(self, body: type[Body], key: str, data: bytes | None, cause: Cause) -> UUID:
        if body.owner() != self._service:
            raise NotOwner(f"{self._service} may not announce {body.type_name}")
        message = Message(
            id=new_id(),
            topic=body.topic,
            key=key,
            type=body.type_name,
            time=self.now,
            tenant=cause.tenant,
            correlation_id=cause.correlation_id,
            causation_id=cause.causation_id,
            data=data,
        )
        if len(data or b"") + len(key) + 512 > MAX_BYTES:
            raise MessageTooLarge(f"{body.type_name} with {len(data or b'')} bytes")
        self._announced.append(message)
        return message.id
