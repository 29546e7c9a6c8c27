"""One transaction: it changes tables and announces facts together, or does neither."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.bulk import Row, Write, write_all
from shared.ids import new_id
from shared.messaging import outbox, tables
from shared.messaging.event import Body, Cause, Record
from shared.messaging.message import MAX_BYTES, Message

OUTBOX = "outbox"
"""Rings when a message has been announced."""


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
        self._upserts: list[Write] = []
        self._inserts: dict[tuple[Table, tuple[str, ...]], list[Row]] = {}

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

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert ``rows`` with whatever else this transaction writes; read them after ``flush``."""
        if rows:
            same = self._inserts.setdefault((table, tuple(rows[0])), [])
            same.extend(rows)

    def upsert(self, table: Table, rows: Sequence[Row], *, newer: str) -> None:
        """Insert or replace by primary key where column ``newer`` grows; once until ``flush``."""
        self._upserts.append(Write(table, rows, "replace", newer))

    async def flush(self) -> None:
        """Write all that is pending; the runtime calls this before the commit."""
        if self._announced:
            self.insert(tables.outbox, outbox.rows_of(self._announced))
            self._announced = []
            self.rings.add(OUTBOX)
        inserts = [Write(table, rows) for (table, _), rows in self._inserts.items()]
        upserts, self._upserts, self._inserts = self._upserts, [], {}
        await write_all(self.session, [*upserts, *inserts])

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
