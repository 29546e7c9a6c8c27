"""Rows as JSON holds them, and when two say the same."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table

from shared.json import Json

Stored = Mapping[str, Any]


def stored(table: Table, row: Row[Any]) -> Json:
    """A row as JSON holds it."""
    return {name: plain(row._mapping[name]) for name in [each.name for each in table.c]}


def plain(value: Any) -> Any:
    """As JSON holds it."""
    return str(value) if isinstance(value, UUID | date | datetime) else value


def restored(table: Table, row: Stored) -> Json:
    """What ``stored`` was made of."""
    return {name: _typed(table.c[name].type.python_type, value) for name, value in row.items()}


def _typed(kind: type, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if kind is UUID:
        return UUID(value)
    return kind.fromisoformat(value) if issubclass(kind, date) else value


def digest_of(table: Table, row: Row[Any]) -> str:
    """The same as long as nobody changes anything of it; its version grows with each merge."""
    said = {name: value for name, value in stored(table, row).items() if name != "version"}
    return sha256(repr(sorted(said.items(), key=str)).encode()).hexdigest()


def is_the_same(names: Sequence[str], one: Row[Any], other: Row[Any]) -> bool:
    """Whether both rows say the same."""
    return all(one._mapping[name] == other._mapping[name] for name in names)
