"""The two kinds of transaction: both change tables and announce facts together, or do neither."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, Executable, Result, Update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.engine import Reader
from shared.database.notifier import ANYTHING
from shared.database.tables import Model, RowOf, TableOf
from shared.database.writes import Row
from shared.messaging.erased import erased_among, remember
from shared.messaging.event import Body, Cause, Record
from shared.messaging.sparse import Sparse
from shared.messaging.tables import audit
from shared.messaging.transaction import Transaction


class Announcer:
    """What both kinds can: tell the time, announce facts, wake workers."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def now(self) -> datetime:
        """When the transaction began."""
        return self._transaction.now

    def announce(self, body: Body, cause: Cause) -> UUID:
        """Publish ``body`` if, and only if, this transaction commits; returns the message's id.

        Raises ``NotOwner`` for another service's body, ``MessageTooLarge`` above ``MAX_BYTES``.
        """
        data = body.model_dump_json().encode()
        return self._transaction.announce(type(body), body.key, data, cause)

    def erase(self, record: type[Record], key: UUID, cause: Cause) -> UUID:
        """Announce that the thing is gone: every service that keeps a copy deletes it."""
        return self._transaction.announce(record, str(key), None, cause)

    def notify(self, channel: str, about: Collection[str] = ANYTHING) -> None:
        """Wake a worker of this service once the transaction has committed."""
        self._transaction.notified[channel].update(about)


class UnitOfWork(Announcer):
    """The ordinary one: a session that reads, locks and writes inside one transaction."""

    @property
    def session(self) -> AsyncSession:
        """Everything done with it is committed with what is announced."""
        return self._transaction.session

    @property
    def bulk(self) -> "BulkUnitOfWork":
        """The same transaction for a use case of a hot path, which writes when it ends."""
        return BulkUnitOfWork(self._transaction)

    async def write(self) -> None:
        """All that is to be written, so that the statements that follow see it."""
        await self._transaction.flush()

    async def turn_away(self, ids: Iterable[UUID]) -> None:
        """What is still to arrive about these, people or employments, is not taken in."""
        await remember(self._transaction, ids)

    async def turned_away(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those of whom nothing is taken in any more."""
        return await erased_among(self._transaction, ids)

    def keep(self, entry: Row) -> None:
        """Who did what, in ``audit``; written when all of it is."""
        self._transaction.insert(audit, [entry])

    @property
    def key(self) -> bytes:
        """Of this service only: under which dismissals are remembered, and supporters sealed."""
        return self._transaction.key


class BulkUnitOfWork(Announcer):
    """For hot paths: look up first, then write many rows of several tables in one statement.

    On PostgreSQL that statement is a transaction by itself. What is written is not seen before it
    is committed, neither by look-ups nor by another part of the statement, unless ``lock`` began
    the transaction. Rows are made by ``row_of``; empty ``rows`` write nothing.
    """

    @property
    def reader(self) -> Reader:
        """For queries that are given one."""
        return self._transaction.reader

    async def lookup(self, statement: Executable, parameters: Any = None, /) -> Result[Any]:
        """Everything that ``statement``, which only reads, finds."""
        return await self.reader.execute(statement, parameters)

    async def having(self, sparse: Sparse, tenants: Collection[str]) -> Collection[str]:
        """Those of ``tenants`` that may have rows; nothing is written if another has one by then.

        It costs no statement where nobody has any.
        """
        return await self._transaction.having(sparse, tenants)

    async def lock(self, statement: Executable, parameters: Any = None, /) -> Result[Any]:
        """Everything that ``statement`` finds and locks until the transaction ends.

        It costs the one statement: what is pending is written before, the rest after it.
        """
        await self._transaction.flush()
        return await self._transaction.session.execute(statement, parameters)

    def insert(self, table: TableOf[Model], rows: Sequence[RowOf[Model]], **common: Any) -> None:
        """Insert ``rows``; ``common`` are columns that are the same for all, and not in the rows.

        Raises ``NotBulk`` if the rows name different columns.
        """
        self._transaction.insert(table, rows, **common)

    def upsert(
        self, table: TableOf[Model], rows: Sequence[RowOf[Model]], *, newer: str = ""
    ) -> None:
        """Insert or replace by primary key where column ``newer`` grows; once for each table.

        Without ``newer`` always, for what arrives in order. Raises ``NotBulk`` if the rows name
        different columns, or one key twice.
        """
        self._transaction.upsert(table, rows, newer)

    def insert_missing(
        self, table: TableOf[Model], rows: Sequence[RowOf[Model]], **common: Any
    ) -> None:
        """Insert what is not there yet; ``common`` as for ``insert``."""
        self._transaction.insert_missing(table, rows, **common)

    def add(
        self, table: TableOf[Model], rows: Sequence[RowOf[Model]], *, to: str, **common: Any
    ) -> None:
        """Insert, or add to column ``to`` of the row with the same key; once for each table.

        Other columns become what is given. Raises ``NotBulk`` as ``upsert`` does.
        """
        self._transaction.add(table, rows, to, **common)

    def append(self, table: TableOf[Model], rows: Sequence[RowOf[Model]], **common: Any) -> None:
        """Insert what is not there yet; once readers see a position, no lower one is to come."""
        self._transaction.append(table, rows, **common)

    def change(self, statement: Update | Delete, values: Row) -> None:
        """Execute ``statement``, a constant, with whatever else this transaction writes."""
        self._transaction.change(statement, values)
