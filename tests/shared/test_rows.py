"""Rows for statements are compared with the columns of their model, by whoever checks types.

That is tested by ``type: ignore``: mypy refuses one that it does not need.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from shared.database.tables import row_of
from shared.database.writes import insert_rows
from tests.shared.messaging.probe import Note, ThingCopy, a_note, notes, things

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from shared.messaging.unit_of_work import BulkUnitOfWork

    async def refused(session: AsyncSession, uow: BulkUnitOfWork) -> None:
        row_of(Note)(thing_id=UUID(int=1), number="1")  # type: ignore[arg-type]
        row_of(Note)(number=1)  # type: ignore[call-arg]
        row_of(Note)(thing_id=UUID(int=1), number=1, colour="red")  # type: ignore[call-arg]
        uow.insert(things, [a_note(UUID(int=1), 1)])  # type: ignore[misc]
        uow.insert(notes, [{"thing_id": UUID(int=1), "number": 1}])  # type: ignore[list-item]
        await insert_rows(session, things, [a_note(UUID(int=1), 1)])  # type: ignore[misc]
        ThingCopy(thing_id=UUID(int=1))  # type: ignore[call-arg]


def test_a_row_is_a_plain_dict_of_what_was_given() -> None:
    row = row_of(Note)(thing_id=UUID(int=1), number=7)
    assert (type(row), row) == (dict, {"thing_id": UUID(int=1), "number": 7})


def test_what_a_row_may_leave_out_has_no_default_in_the_table() -> None:
    assert notes.c.kind.default is None
