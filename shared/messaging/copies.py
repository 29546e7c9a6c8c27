"""Keeps a service's own copy of records; repeats and old versions change nothing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Table, delete

from shared.database.writes import Row
from shared.messaging.event import Record
from shared.messaging.message import Message
from shared.messaging.transaction import Transaction


async def apply(
    transaction: Transaction,
    table: Table,
    key_field: str,
    states: Sequence[tuple[Message, Record | None]],
) -> None:
    """Bring ``table`` to the last state of each key: one upsert and one delete at most."""
    last: dict[str, tuple[Message, Record | None]] = {}
    for message, record in states:
        _, before = last.get(message.key, (message, None))
        if record is None or before is None or record.version > before.version:
            last[message.key] = (message, record)
    transaction.upsert(
        table,
        [_row(table, message, record) for message, record in last.values() if record is not None],
        "version",
    )
    key = table.c[key_field]
    gone = [key.type.python_type(name) for name, (_, record) in last.items() if record is None]
    if gone:
        await transaction.session.execute(delete(table).where(key.in_(gone)))


def _row(table: Table, message: Message, record: Record) -> Row:
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.name == "tenant":
            row["tenant"] = message.tenant
        elif column.name == "as_of":
            row["as_of"] = message.time
        elif isinstance(column.type, JSON):
            row[column.name] = record.model_dump(mode="json", include={column.name})[column.name]
        else:
            row[column.name] = getattr(record, column.name)
    return row
