"""Erases people from what every service keeps besides its own tables: messages and answers."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.catalogue import bodies
from shared.database.reach import crossing
from shared.erasing.erase import Part, Renames, mentions, without
from shared.erasing.rows import People
from shared.messaging.event import Record
from shared.messaging.tables import audit, outbox, parked, parked_history, privacy_parts
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.columns import declared
from shared.privacy.declared import Deletion, Personal, Unlinked
from shared.privacy.periods import End


async def erase_messages(
    uow: UnitOfWork, tables: MetaData, people: People, names: Renames
) -> list[Part]:
    """Parked, waiting in the outbox, kept for a repeat; the record of who did what stays."""
    session, ids = uow.session, [str(each) for each in people.ids]
    found = [
        *await _parked(uow, people, names),
        await _did(session, _history(people, _is_sqlite(session)), parked_history, End.EMPTIED),
        await _did(session, _waiting(ids), outbox, End.DELETED),
        await _did(
            session,
            delete(privacy_parts).where(privacy_parts.c.person_id.in_(people.ids)),
            privacy_parts,
            End.DELETED,
            Deletion.SEVEN_DAYS,
        ),
    ]
    for column in _answers(tables):
        mine = mentions(column, people)
        nameless = update(column.table).where(mine).values({column.name: without(column, names)})
        table = column.table
        found.append(await _did(session, nameless, table, End.REPLACED, Deletion.REPLAY))
    named = audit.c.actor.in_(ids) | audit.c.object_id.in_(ids)
    count = select(func.count()).select_from(audit).where(named)
    rows = (await session.execute(crossing(count))).scalar_one()
    found.append(Part(audit.name, End.STAYS, rows, Deletion.TWELVE_MONTHS))
    return [each for each in found if each.rows]


def records_about(service: str) -> Sequence[type[Record]]:
    """The records of a service of which each is one person's, by their id."""
    return [
        body
        for body in bodies().values()
        if issubclass(body, Record) and body.owner() == service
        if any(isinstance(s, Personal) and s.about == body.key_field for s in body.declared)
    ]


async def _parked(uow: UnitOfWork, people: People, names: Renames) -> Sequence[Part]:
    """Messages about them alone go, what waited behind them goes on; in others they lose their id.

    Who alone a message of an unknown type is about, only its key can say.
    """
    sqlite = _is_sqlite(uow.session)
    ids = {str(each) for each in people.ids}
    mine = parked.c.order_key.in_(ids) | within(parked.c.value, people, sqlite=sqlite)
    rows = (await uow.session.execute(select(parked).where(mine))).all()
    gone = [row.position for row in rows if _is_theirs(row, ids)]
    await uow.session.execute(delete(parked).where(parked.c.position.in_(gone)))
    kept = [row for row in rows if row.position not in gone]
    for row in kept:
        value = row.value
        for old, new in names.items():
            value = value.replace(str(old).encode(), str(new).encode())
        this = parked.c.position == row.position
        await uow.session.execute(update(parked).where(this).values(value=value))
    uow.notify("parked")
    ends = ((End.DELETED, gone), (End.REPLACED, kept))
    return [Part(parked.name, end, len(some), Deletion.PARKING_SETTLED) for end, some in ends]


def _is_theirs(row: Any, ids: Collection[str]) -> bool:
    body = bodies().get(row.type or "")
    if row.order_key in ids:
        return True
    if body is None:
        return False
    alone = [
        says.about
        for says in body.declared
        if isinstance(says, Personal) and isinstance(says.about, str) and "." not in says.about
    ]
    text = (row.value or b"").decode("utf-8", "replace").replace(" ", "")
    return any(f'"{field}":"{some}"' in text for field in alone for some in ids)


def _history(people: People, sqlite: bool) -> Any:
    mine = within(parked_history.c.value, people, sqlite=sqlite)
    return update(parked_history).where(mine).values(value=None)


def _waiting(ids: Collection[str]) -> Any:
    """States of them that are not on the bus yet; facts name nobody."""
    states = [name for name, body in bodies().items() if issubclass(body, Record)]
    mine = (outbox.c.key.in_(ids), outbox.c.type.in_(states), outbox.c.data.is_not(None))
    return delete(outbox).where(*mine)


def within(column: "Column[Any]", people: People, *, sqlite: bool) -> ColumnElement[bool]:
    """Whether one of the ids stands anywhere in bytes."""
    found: list[ColumnElement[bool]] = []
    for each in people.ids:
        text = literal(str(each).encode(), LargeBinary)
        place = func.instr(column, text) if sqlite else func.position(text.op("IN")(column))
        found.append(place > 0)
    return or_(*found)


def _answers(tables: MetaData) -> Sequence["Column[Any]"]:
    """What is kept for a repeat, in whose text ids stand."""
    return [
        column
        for table in tables.sorted_tables
        for column in table.columns
        if isinstance(says := declared(column), Personal) and isinstance(says.about, Unlinked)
        if says.deletion is Deletion.REPLAY and isinstance(column.type, String)
    ]


async def _did(
    session: AsyncSession,
    what: Any,
    table: Table,
    end: End,
    deletion: Deletion = Deletion.PARKING_SETTLED,
) -> Part:
    done = await session.execute(crossing(what))
    assert isinstance(done, CursorResult)
    return Part(table.name, end, done.rowcount, deletion)


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
