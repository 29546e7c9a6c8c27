"""When two people may be merged, and when that may be taken back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table

from services.directory.merges.values import CALLED, UNDONE_WITHIN, Both
from services.directory.people.values import Names
from shared.json import Json
from shared.web.problem import Problem

Stored = Mapping[str, Any]


def refuse_merging(both: Both, known: Mapping[UUID, Row[Any]], elsewhere: Sequence[UUID]) -> None:
    """Raise ``Problem`` for one and the same, who is merged already, and who is not all ours."""
    if both.survivor_id == both.merged_id:
        raise Problem(409, "same-person", "Somebody cannot be merged with themselves")
    if {both.survivor_id, both.merged_id} - known.keys():
        raise Problem(404, "not-found", "There is no such person in the municipality")
    if any(row.merged_into is not None for row in known.values()):
        raise Problem(409, "already-merged", "One of them is merged already")
    if elsewhere:
        raise Problem(409, "role-elsewhere", "One of them holds a role in another municipality")


def refuse_undoing(merged_at: datetime, undone_at: datetime | None, now: datetime) -> None:
    """Raise ``Problem`` for what is undone already, or too long ago."""
    if undone_at is not None:
        raise Problem(409, "already-undone", "This merge has been undone already")
    if now > merged_at + UNDONE_WITHIN:
        raise Problem(409, "too-late", "A merge can be undone for 30 days")


def refuse_changed(tables: Sequence[str]) -> None:
    """Raise ``Problem`` naming what somebody has changed since."""
    if tables:
        named = ", ".join(dict.fromkeys(CALLED.get(each, each) for each in tables))
        raise Problem(409, "changed-since", "Rows have been changed since", detail=named)


def stored(table: Table, row: Row[Any]) -> Json:
    """A row as JSON holds it."""
    return {name: _plain(row._mapping[name]) for name in [each.name for each in table.c]}


def _plain(value: Any) -> Any:
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


def key_of(table: Table, row: Row[Any]) -> Json:
    """Its primary key, as JSON holds it."""
    return {each.name: _plain(row._mapping[each.name]) for each in table.primary_key}


def digest_of(table: Table, row: Row[Any]) -> str:
    """The same as long as nobody changes anything of it."""
    return sha256(repr(sorted(stored(table, row).items(), key=str)).encode()).hexdigest()


def texts(names: Names) -> dict[str, str]:
    """As JSON holds them."""
    return {name: str(value) for name, value in names.items()}


def is_the_same(names: Sequence[str], one: Row[Any], other: Row[Any]) -> bool:
    """Whether both rows say the same."""
    return all(one._mapping[name] == other._mapping[name] for name in names)
