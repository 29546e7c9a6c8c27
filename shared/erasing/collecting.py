"""Collects everything about people in one service, from what its columns declare."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, MetaData, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.kept_words import column_word
from shared.database.reach import crossing
from shared.erasing.rows import People, Place, places
from shared.erasing.told import NEVER_TOLD, file_in, told_only
from shared.messaging.tables import metadata as backbone
from shared.privacy.columns import INSIDE, declared
from shared.privacy.declared import Deletion, NotPersonal, Personal, Unlinked

MOST_ROWS = 20_000
"""Of one table: what is more is said to be more."""
_SECRET = re.compile(r"(hash|sealed|secret|token)(_|$)")
_SECRETS = "damit könnte sich jemand anmelden oder ausgeben"
_MORE = f"mehr als {MOST_ROWS} Zeilen; nach den übrigen fragen Sie die Koordinierungsstelle"
_MADE = frozenset({"tenant", "search_text"})


@dataclass(frozen=True)
class Found:
    """Rows of a table that are about somebody by one path; ``labels`` are its columns'."""

    table: str
    purpose: str
    kinds: Sequence[str]
    deletion: Deletion
    labels: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Collected:
    """What is given, and of which tables what is not and why."""

    tables: Sequence[Found]
    withheld: Sequence[tuple[str, str]]
    files: Mapping[str, bytes] = field(default_factory=dict)
    """By the name that stands in their row."""


async def collect(
    session: AsyncSession, tables: MetaData, people: People, tenant: str | None = None
) -> Collected:
    """Nothing about others: what a column says of somebody else is left out.

    An office is told what its ``tenant`` keeps; people themselves what everybody does.
    """
    sqlite = session.get_bind().dialect.name == "sqlite"
    withheld = {**dict.fromkeys(_withheld(tables)), **dict.fromkeys(_withheld(backbone))}
    found, files = [], dict[str, bytes]()
    for place in places(tables):
        columns = _given(place)
        theirs = [place.of(people, sqlite=sqlite), *_narrowed(place.table, people, tenant)]
        query = select(*columns).where(*theirs).limit(MOST_ROWS + 1)
        rows = (await session.execute(crossing(query))).mappings().all()
        if len(rows) > MOST_ROWS:
            withheld[place.table.name, _MORE] = None
        if rows:
            given = [dict(row) for row in rows[:MOST_ROWS]]
            _take_files(columns, given, files)
            found.append(_found(place, columns, given, people))
    return Collected(found, list(withheld), files)


def _take_files(
    columns: Sequence["Column[Any]"], rows: Sequence[dict[str, Any]], files: dict[str, bytes]
) -> None:
    """A file lies beside the rows, and its name stands in its row."""
    for column in columns:
        if (file := file_in(column)) is None:
            continue
        for row in rows:
            if row[column.name] is not None:
                name = f"{file.name}-{len(files) + 1:03}.{file.ending}"
                files[name], row[column.name] = bytes(row[column.name]), name


def _narrowed(table: Table, people: People, tenant: str | None) -> list[ColumnElement[bool]]:
    narrowed: list[ColumnElement[bool]] = []
    if tenant is not None and "tenant" in table.c:
        narrowed.append(table.c.tenant == tenant)
    if own := told_only(table):
        mine = table.c[own.person].in_(people.persons)
        narrowed += [mine, table.c[own.column].in_(own.values)]
    return narrowed


def _found(
    place: Place,
    columns: Sequence["Column[Any]"],
    given: Sequence[dict[str, Any]],
    people: People,
) -> Found:
    says = [*place.columns.values()]
    inside = INSIDE.fullmatch(place.path)
    if inside:
        theirs = {str(each) for each in people.ids}
        for row in given:
            row[inside[1]] = [each for each in row[inside[1]] if str(each.get(inside[2])) in theirs]
    return Found(
        table=place.table.name,
        purpose="; ".join(dict.fromkeys(each.purpose for each in says)),
        kinds=list(dict.fromkeys(kind.value for each in says for kind in each.kinds)),
        deletion=says[0].deletion,
        labels={each.name: each.info.get("label") or column_word(each.name) for each in columns},
        rows=given,
    )


def _given(place: Place) -> list["Column[Any]"]:
    """What is about them, and what is about nobody and belongs to it."""
    inside = INSIDE.fullmatch(place.path)
    return [
        column
        for column in place.table.columns
        if column.name not in _MADE and not _is_secret(column)
        if isinstance(declared(column), NotPersonal)
        or (column.name in place.columns and (inside is None or column.name == inside[1]))
    ]


def _is_secret(column: "Column[Any]") -> bool:
    return (
        (isinstance(column.type, LargeBinary) and file_in(column) is None)
        or _SECRET.search(column.name) is not None
        or NEVER_TOLD.items() <= column.info.items()
    )


def _withheld(tables: MetaData) -> list[tuple[str, str]]:
    found = []
    for table in tables.sorted_tables:
        if own := told_only(table):
            found.append((table.name, own.reason))
        for column in table.columns:
            says = declared(column)
            if isinstance(says, Personal) and isinstance(says.about, Unlinked):
                found.append((table.name, says.about.reason))
            elif isinstance(says, Personal) and _is_secret(column):
                found.append((table.name, _SECRETS))
    return found
