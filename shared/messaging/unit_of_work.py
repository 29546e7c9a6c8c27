"""One transaction: it changes tables and announces facts together, or does neither."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.engine import Engine, Reader
from shared.database.writes import Change, Pending, Row, Statement, Write, write_all, write_alone
from shared.ids import new_id
from shared.messaging import tables
from shared.messaging.event import Body, Cause, Record
from shared.messaging.message import MAX_BYTES

OUTBOX = "outbox"
"""Rings when a message has been announced."""


class MessageTooLarge(ValueError):
    """The body is heavier than the bus carries; the use case must announce less at once."""


class NotOwner(ValueError):
    """Only the service whose name a body bears may announce it."""


class UnitOfWork:
    """What a use case needs from outside: its tables, the time, and a way to announce facts.

    The transaction begins when ``session`` is asked for. Where nobody does, all that is written is
    one statement and a transaction by itself.
    """

    def __init__(
        self, engine: Engine, session: AsyncSession, service: str, now: datetime, key: bytes = b""
    ) -> None:
        self.now = now
        self.key = key
        self.notified: set[str] = set()
        self._engine = engine
        self._session = session
        self._begun = engine.sqlite
        self._service = service
        self._announced: list[Row] = []
        self._pending: list[Pending] = []
        self._inserts: dict[tuple[Any, ...], Write] = {}

    @property
    def session(self) -> AsyncSession:
        """For what has to be seen or locked inside the transaction."""
        self._begun = True
        return self._session

    @property
    def reader(self) -> Reader:
        """For what only has to be looked up: it sees what the transaction has written so far."""
        return self._session if self._begun else self._engine.reader

    def announce(self, body: Body, cause: Cause) -> UUID:
        """Publish ``body`` if, and only if, this transaction commits; returns the message's id.

        Raises ``NotOwner`` for another service's body, ``MessageTooLarge`` above ``MAX_BYTES``.
        """
        return self._add(type(body), body.key, body.model_dump_json().encode(), cause)

    def erase(self, record: type[Record], key: UUID, cause: Cause) -> UUID:
        """Announce that the thing is gone: every service that keeps a copy deletes it."""
        return self._add(record, str(key), None, cause)

    def notify(self, bell: str) -> None:
        """Wake a worker of this service once the transaction has committed."""
        self.notified.add(bell)

    def insert(self, table: Table, rows: Sequence[Row], **common: Any) -> None:
        """Insert ``rows`` with whatever else this transaction writes; read them after ``flush``.

        ``common`` are columns that are the same for all, and not in the rows.
        """
        if rows:
            kind = (table, *rows[0], *common.items())
            before = self._inserts.get(kind)
            every = [*before.rows, *rows] if before else rows
            self._inserts[kind] = Write(table, every, common=common)

    def upsert(self, table: Table, rows: Sequence[Row], *, newer: str = "") -> None:
        """Insert or replace by primary key where column ``newer`` grows; once until ``flush``.

        Without ``newer`` always, for what arrives in order.
        """
        self._pending.append(Write(table, rows, "replace", newer))

    def insert_missing(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert what is not there yet; once until ``flush``."""
        self._pending.append(Write(table, rows, "ignore"))

    def add(self, table: Table, rows: Sequence[Row], *, to: str, **common: Any) -> None:
        """Insert, or add to column ``to`` of the row with the same key; once until ``flush``.

        Other columns become what is given.
        """
        self._pending.append(Write(table, rows, "add", to, common))

    def append(self, table: Table, rows: Sequence[Row], **common: Any) -> None:
        """Insert what is not there yet; once readers see a position, no lower one is to come."""
        self._pending.append(Write(table, rows, "append", common=common))

    def change(self, statement: Statement, values: Row) -> None:
        """Execute ``statement``, a constant, with whatever else this transaction writes."""
        self._pending.append(Change(statement, values))

    async def flush(self) -> None:
        """Write all that is pending, so that the rest of the transaction sees it."""
        if pending := self._taken():
            await write_all(self.session, pending)

    async def finish(self) -> None:
        """Write what is left; the runtime calls this before the commit."""
        if self._begun:
            await self.flush()
        else:
            await write_alone(self._engine, self._taken())

    def _taken(self) -> list[Pending]:
        if self._announced:
            self.insert(tables.outbox, self._announced, time=self.now)
            self._announced = []
            self.notified.add(OUTBOX)
        pending = [*self._pending, *self._inserts.values()]
        self._pending, self._inserts = [], {}
        return pending

    def _add(self, body: type[Body], key: str, data: bytes | None, cause: Cause) -> UUID:
        if body.owner() != self._service:
            raise NotOwner(f"{self._service} may not announce {body.type_name}")
        if len(data or b"") + len(key) + 512 > MAX_BYTES:
            raise MessageTooLarge(f"{body.type_name} with {len(data or b'')} bytes")
        message_id = new_id()
        self._announced.append(
            {
                "id": message_id,
                "topic": body.topic,
                "key": key,
                "type": body.type_name,
                "tenant": cause.tenant,
                "correlation_id": cause.correlation_id,
                "causation_id": cause.causation_id,
                "data": data,
            }
        )
        return message_id
