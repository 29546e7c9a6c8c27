"""Paths from a row to the id of the person it is about.

``owner_id`` is a column of the row itself. ``list_id -> lists(id).owner_id`` goes on from there: to
the rows of ``lists`` whose ``id`` it is, and to their ``owner_id``. A path
ends where a column says that it ``identifies``. ``contacts[*].person_id`` lies in JSON.
"""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Column, MetaData, Table

from shared.privacy.declared import DATA, ByTopic, Declared, NotPersonal, Personal, Unlinked

STEP = re.compile(r"(\w+)\((\w+)\)\.(\w+)")
INSIDE = re.compile(r"(\w+)\[\*\]\.(\w+)")


def declared(column: "Column[Any]") -> Declared | None:
    """What a column says, or else its table; None for silence."""
    found: Declared | None = column.info.get(DATA, column.table.info.get(DATA))
    return found


def problems(tables: MetaData) -> Iterator[str]:
    """One sentence for every column that is silent, or whose path leads nowhere."""
    for table in tables.sorted_tables:
        if isinstance(table.info.get(DATA), NotPersonal):
            yield f"{table.name}: what is not personal is said by every column"
        for column in table.columns:
            for problem in _of_column(column):
                yield f"{table.name}.{column.name}: {problem}"


def _of_column(column: "Column[Any]") -> Iterator[str]:
    match declared(column):
        case NotPersonal():
            return
        case Personal(about=Unlinked()):
            return
        case Personal(about=str(path)):
            yield from _of_path(column.table, path)
        case ByTopic(topic=topic):
            if topic not in column.table.columns:
                yield f"there is no column {topic}"
        case None:
            yield "says nothing"
        case other:
            yield f"says {other!r}, which means nothing"


def _of_path(table: Table, path: str) -> Iterator[str]:
    first, *steps = path.split(" -> ")
    if inside := INSIDE.fullmatch(first):
        if not isinstance(getattr(table.columns.get(inside[1]), "type", None), JSON):
            yield f"there is no JSON in {first}"
        return
    end = table.columns.get(first)
    for step in steps:
        if end is None:
            break
        end = _next(table.metadata, end, step)
    if end is None:
        yield f"{path} leads nowhere"
    elif not isinstance(said := declared(end), Personal) or not said.identifies:
        yield f"{path} ends at what identifies nobody"


def _next(tables: MetaData, before: "Column[Any]", step: str) -> "Column[Any] | None":
    parsed = STEP.fullmatch(step)
    if parsed is None or parsed[1] not in tables.tables:
        return None
    columns = tables.tables[parsed[1]].columns
    key = columns.get(parsed[2])
    if key is None or key.type.python_type is not before.type.python_type:
        return None
    return columns.get(parsed[3])
