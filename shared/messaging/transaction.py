"""What a transaction is going to write and announce, kept until it is written together."""

from collections import defaultdict
from collections.abc import Collection, Generator, Hashable, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, Table, Update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.engine import Engine, Reader
from shared.database.guards import THERE, Guard, Refused
from shared.database.writes import Change, Pending, Row, Write, write_all, write_alone
from shared.ids import new_id
from shared.messaging import tables
from shared.messaging.event import Body, Cause
from shared.messaging.message import MAX_BYTES
from shared.messaging.sparse import Sparse

OUTBOX = "outbox"
"""The channel notified when a message has been announced."""
CHANGING = ("replace", "add")
"""What one statement cannot do twice to one row."""


class MessageTooLarge(ValueError):
    """The body is heavier than the bus carries; the use case must announce less at once."""


class NotOwner(ValueError):
    """Only the service whose name a body bears may announce it."""


class NotBulk(ValueError):
    """Rows that one statement cannot write: of different columns, or twice of one key."""


class Transaction:
    """One transaction, begun when ``session`` is asked for.

    Where nobody asks, all that is written is one statement and a transaction by itself. ``key`` is
    the one under which dismissals are remembered.
    """

    def __init__(
        self, engine: Engine, session: AsyncSession, service: str, now: datetime, key: bytes = b""
    ) -> None:
        self.now = now
        self.key = key
        self.notified: defaultdict[str, set[str]] = defaultdict(set)
        self.erased: set[str] = set()
        """Digests that the process knows once this is committed."""
        self._engine = engine
        self._session = session
        self._begun = engine.sqlite
        self._service = service
        self._guard: Guard | None = None
        self._supposed: list[Sparse] = []
        self._announced: list[Row] = []
        self._pending: list[Pending] = []
        self._inserts: dict[tuple[Any, ...], Write] = {}

    @property
    def engine(self) -> Engine:
        """Of the database that it writes to."""
        return self._engine

    @property
    def session(self) -> AsyncSession:
        """For what has to be seen or locked inside the transaction."""
        self._begun = True
        return self._session

    @property
    def reader(self) -> Reader:
        """For what only has to be looked up: it sees what the transaction has written so far."""
        return self._session if self._begun else self._engine.reader

    def guard(self, guard: Guard) -> None:
        """Let it judge when something is written; then ``Refused`` is raised, or it is done."""
        self._guard = guard

    async def having(self, sparse: Sparse, tenants: Collection[str]) -> Collection[str]:
        """Those of ``tenants`` that may have rows.

        The others had none when all of this is written, or ``Refused`` is raised. Where nobody
        would then try again, all may have some.
        """
        guard, alone = self._guard, self._engine.sqlite
        if guard is None and not alone:
            return tenants
        known = await sparse.known(self._engine, self.reader)
        absent = [each for each in tenants if each not in known]
        if guard is not None and absent and not alone:
            self._guard = guard.unless(sparse.unless_any, sparse.name, absent)
            self._supposed.append(sparse)
        return [each for each in tenants if each in known]

    def announce(self, body: type[Body], key: str, data: bytes | None, cause: Cause) -> UUID:
        """Put a message into the outbox; returns its id. Raises ``NotOwner``, ``MessageTooLarge``.

        ``data`` is None for a tombstone.
        """
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

    def insert(self, table: Table, rows: Sequence[Row], **common: Any) -> None:
        """Insert ``rows``; several calls for the same columns become one."""
        self._gather(table, rows, "", common)

    def upsert(self, table: Table, rows: Sequence[Row], newer: str = "") -> None:
        """Insert or replace by primary key where column ``newer`` grows."""
        self._add(Write(table, rows, "replace", newer))

    def insert_missing(self, table: Table, rows: Sequence[Row], **common: Any) -> None:
        """Insert what is not there yet; several calls for the same columns become one."""
        self._gather(table, rows, "ignore", common)

    def add(self, table: Table, rows: Sequence[Row], to: str, **common: Any) -> None:
        """Insert, or add to column ``to`` of the row with the same key."""
        self._add(Write(table, rows, "add", to, common))

    def append(self, table: Table, rows: Sequence[Row], **common: Any) -> None:
        """Insert what is not there yet; once readers see a position, no lower one is to come."""
        self._add(Write(table, rows, "append", common=common))

    def change(self, statement: Update | Delete, values: Row) -> None:
        """Execute ``statement``, a constant, with whatever else is written."""
        self._pending.append(Change(statement, values))

    async def flush(self) -> None:
        """Write all that is pending, so that the rest of the transaction sees it."""
        if self._begun:
            await self._session.flush()
        pending, guard = self._taken()
        if pending or guard:
            with self._heeded():
                await write_all(self.session, pending, guard)

    async def finish(self) -> None:
        """Write what is left, before the commit."""
        if self._begun:
            await self.flush()
        else:
            with self._heeded():
                await write_alone(self._engine, *self._taken())

    @contextmanager
    def _heeded(self) -> Generator[None]:
        """What was supposed and is not so is asked for again."""
        try:
            yield
        except Refused as refused:
            for each in self._supposed if THERE in refused.args else ():
                each.forget(self._engine)
            raise

    def _gather(self, table: Table, rows: Sequence[Row], conflict: str, common: Row) -> None:
        if not rows:
            return
        refuse_mixed(table, rows, common)
        kind = (table, conflict, *rows[0], *common.items())
        before = self._inserts.get(kind)
        every = [*before.rows, *rows] if before else rows
        self._inserts[kind] = Write(table, every, conflict, common=common)

    def _add(self, write: Write) -> None:
        table, rows = write.table, write.rows
        if not rows:
            return
        refuse_mixed(table, rows, write.common)
        if write.conflict in CHANGING:
            refuse_twice(table, rows)
            if any(each.conflict in CHANGING for each in self._writes_of(table)):
                raise NotBulk(f"two upserts of {table.name} in one statement")
        self._pending.append(write)

    def _writes_of(self, table: Table) -> list[Write]:
        return [each for each in self._pending if isinstance(each, Write) and each.table is table]

    def _taken(self) -> tuple[list[Pending], Guard | None]:
        if self._announced:
            self.insert(tables.outbox, self._announced, time=self.now)
            self._announced = []
            self.notified[OUTBOX].add("")
        pending, guard = [*self._pending, *self._inserts.values()], self._guard
        self._pending, self._inserts, self._guard = [], {}, None
        return pending, guard


def refuse_mixed(table: Table, rows: Sequence[Row], common: Row) -> None:
    """Raise ``NotBulk`` unless all rows name the same columns, and none that is common."""
    names = rows[0].keys()
    if any(row.keys() != names for row in rows) or names & common.keys():
        raise NotBulk(f"rows of {table.name} name different columns")


def refuse_twice(table: Table, rows: Sequence[Row]) -> None:
    """Raise ``NotBulk`` if two rows have one primary key."""
    names = [column.name for column in table.primary_key if column.name in rows[0]]
    keys: set[tuple[Hashable, ...]] = {tuple(row[name] for name in names) for row in rows}
    if len(keys) < len(rows):
        raise NotBulk(f"two rows of {table.name} have one key")
