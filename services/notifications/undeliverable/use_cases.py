"""Notes why letters were given up, shows them, and puts them back when an operator says so."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.letters import use_cases as letters
from services.notifications.schemas import Letter
from services.notifications.undeliverable.models import given_up as table
from services.notifications.undeliverable.rules import FailureCause
from shared.database.lists import in_list
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork

__all__ = ["FailureCause", "count", "find", "give_up", "put_back", "put_back_all"]

AT_ONCE = 500

log = structlog.get_logger()


async def give_up(
    uow: UnitOfWork, failed: Iterable[Letter], cause: FailureCause, *, tried: bool, reply: str = ""
) -> None:
    """No further attempt, and a line for the operator."""
    settled = await letters.give_up(uow, failed, tried=tried)
    rows = [
        {
            "letter_id": letter.id,
            "tenant": letter.tenant,
            "correlation_id": letter.cause.correlation_id,
            "kind": letter.kind.value,
            "role": letter.role.value,
            "cause": cause.value,
            "reply": reply,
            "attempts": attempts,
            "given_up_at": uow.now,
        }
        for letter, attempts in settled
    ]
    await insert_rows(uow.session, table, rows, ignore_conflicts=True)


async def put_back(uow: UnitOfWork, letter_ids: Collection[UUID]) -> int:
    """Owe these letters again; those that need not be sent any more are only forgotten here."""
    back = await letters.put_back(uow, letter_ids)
    await uow.session.execute(
        delete(table).where(in_list(table.c.letter_id, "ids")), {"ids": letter_ids}
    )
    log.warning("letters.put-back", letters=[str(each) for each in back])
    return len(back)


async def put_back_all(uow: UnitOfWork, cause: FailureCause) -> int:
    """The same for every letter that was given up for this cause."""
    total = 0
    of_this_cause = select(table.c.letter_id).where(table.c.cause == cause.value).limit(AT_ONCE)
    while ids := (await uow.session.execute(of_this_cause)).scalars().all():
        total += await put_back(uow, ids)
    return total


async def count(session: AsyncSession) -> dict[FailureCause, int]:
    """How many were given up for each cause, most first."""
    number = func.count().label("number")
    rows = await session.execute(
        select(table.c.cause, number).group_by(table.c.cause).order_by(number.desc())
    )
    return {FailureCause(cause): many for cause, many in rows}


async def find(
    session: AsyncSession, cause: FailureCause | None, before: UUID | None, limit: int
) -> Sequence[Row[Any]]:
    """Letters that were given up, the newest first."""
    statement = select(table).order_by(table.c.letter_id.desc()).limit(limit)
    if cause is not None:
        statement = statement.where(table.c.cause == cause.value)
    if before is not None:
        statement = statement.where(table.c.letter_id < before)
    return (await session.execute(statement)).all()
