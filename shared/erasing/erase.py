"""Erases people from the tables of one service, in the transaction of whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Delete,
    ForeignKey,
    MetaData,
    Select,
    String,
    Table,
    Text,
    Update,
    case,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.reach import crossing
from shared.erasing.plan import Step, plan
from shared.erasing.rows import People, Place, as_held, holds, ids_in
from shared.messaging.event import Cause
from shared.privacy.declared import Deletion
from shared.privacy.periods import End

Renames = Mapping[UUID, UUID]
"""What stands for each id from now on; nobody keeps it."""


@dataclass(frozen=True)
class Part:
    """What became of how many rows of a table, and by which class of deletion."""

    table: str
    end: End
    rows: int
    deletion: Deletion


@dataclass(frozen=True)
class Erasure:
    """Who is erased, by what ids they are replaced, and why."""

    people: People
    names: Renames
    cause: Cause
    request_id: UUID | None = None


def renames(people: People) -> Renames:
    """Ids at random, which forget whose they were with the transaction."""
    return {each: uuid4() for each in people.ids}


async def erase_rows(
    session: AsyncSession, tables: MetaData, people: People, names: Renames
) -> list[Part]:
    """Do what the columns say; returns the tables in which there was something.

    Statements are per table, whatever the number of rows. Rows below a deleted one go with it.
    """
    eraser = _Eraser(session, people, names)
    for step in plan(tables):
        await eraser.take(step)
    return [each for each in eraser.parts if each.rows]


class _Eraser:
    def __init__(self, session: AsyncSession, people: People, names: Renames) -> None:
        self._session = session
        self._people = people
        self._names = names
        self._sqlite = session.get_bind().dialect.name == "sqlite"
        self.parts: list[Part] = []

    async def take(self, step: Step) -> None:
        for place, deletion in step.stays:
            await self._note(_count(step.table, self._mine(place)), step, End.STAYS, deletion)
        for place, deletion in step.deleted:
            await self._below(step, self._mine(place))
            gone = delete(step.table).where(self._mine(place))
            await self._note(gone, step, End.DELETED, deletion)
        for place, deletion, columns in step.emptied:
            values = {column.name: _nothing(column) for column in columns}
            emptied = update(step.table).where(self._mine(place)).values(values)
            await self._note(emptied, step, End.EMPTIED, deletion)
        for place, deletion in step.replaced:
            values = {column.name: self._renamed(column) for column in _of(place)}
            nameless = update(step.table).where(self._mine(place)).values(values)
            await self._note(nameless, step, End.REPLACED, deletion)

    def _mine(self, place: Place) -> ColumnElement[bool]:
        return place.of(self._people, sqlite=self._sqlite)

    async def _below(self, step: Step, gone: ColumnElement[bool]) -> None:
        """What refers to rows that are to go forgets them, or goes as well."""
        for key in step.below:
            theirs = select(key.column).where(gone)
            await self._let_go(key, key.parent.in_(theirs))

    async def _let_go(self, key: ForeignKey, theirs: ColumnElement[bool]) -> None:
        table = key.parent.table
        if key.parent.nullable:
            forgets = update(table).where(theirs).values({key.parent.name: None})
            await self._session.execute(crossing(forgets))
            return
        for deeper in Step(table).below:
            await self._let_go(deeper, deeper.parent.in_(select(deeper.column).where(theirs)))
        await self._session.execute(crossing(delete(table).where(theirs)))

    def _renamed(self, column: "Column[Any]") -> ColumnElement[Any]:
        if not holds(column):
            return without(column, self._names)
        new = {as_held(column, old): as_held(column, new) for old, new in self._names.items()}
        known = ids_in(column, self._people)
        new = {old: new[old] for old in known}
        if not new:
            return column
        return case(new, value=column, else_=column)

    async def _note(
        self, what: Delete | Update | Select[Any], step: Step, end: End, deletion: Deletion
    ) -> None:
        done = await self._session.execute(crossing(what))
        rows = done.rowcount if isinstance(done, CursorResult) and end is not End.STAYS else 0
        if end is End.STAYS:
            rows = done.scalar_one()
        self.parts.append(Part(step.table.name, end, rows, deletion))


def without(column: "Column[Any]", names: Renames) -> ColumnElement[Any]:
    """A text, or JSON, in which every id that somebody had is another one."""
    is_json = isinstance(column.type, JSON)
    text: ColumnElement[Any] = cast(column, Text) if is_json else column
    for old, new in names.items():
        text = func.replace(text, str(old), str(new))
    return cast(text, column.type) if is_json else text


def mentions(column: "Column[Any]", people: People) -> ColumnElement[bool]:
    """Whether one of the ids stands anywhere in a text, or JSON."""
    text = cast(column, Text) if isinstance(column.type, JSON) else column
    return or_(*(text.contains(str(each), autoescape=True) for each in people.ids))


def _of(place: Place) -> Sequence["Column[Any]"]:
    """The columns in which ids may stand."""
    every = [place.table.c[name] for name in place.columns]
    return [each for each in every if holds(each) or type(each.type) in (String, Text, JSON)]


def _nothing(column: "Column[Any]") -> Any:
    if column.nullable:
        return None
    if not isinstance(column.type, JSON):
        return ""
    return {} if column.type.python_type is dict else []


def _count(table: Table, mine: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).select_from(table).where(mine)
