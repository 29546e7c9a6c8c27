"""What an operator can do with parked messages: see, release in order, discard, edit as a copy."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.lists import in_list
from shared.database.writes import Write, write_all
from shared.ids import new_id
from shared.messaging.causes import DecodeError, ParkingCause
from shared.messaging.message import Message, decode, headers_of, headers_text
from shared.messaging.parking.dismissals import give_up
from shared.messaging.parking.parking import FAILED, RELEASED, WAITING
from shared.messaging.tables import parked, parked_history
from shared.messaging.unit_of_work import UnitOfWork

_behind = parked.alias("behind")
_WAITING = (
    select(func.count())
    .where(
        _behind.c.topic == parked.c.topic,
        _behind.c.order_key == parked.c.order_key,
        _behind.c.position > parked.c.position,
        _behind.c.state == WAITING,
    )
    .correlate(parked)
    .scalar_subquery()
)
"""How many wait behind a failed message; behind any other, none are counted."""
_THESE = in_list(parked.c.position, "positions")
_WAITING_BEHIND = case((parked.c.state == FAILED, _WAITING), else_=0)
_CAUSES = (
    select(
        parked.c.cause,
        parked.c.detail,
        parked.c.type,
        parked.c.state,
        func.count().label("messages"),
        func.sum(_WAITING_BEHIND).label("waiting"),
        func.min(parked.c.parked_at).label("oldest"),
    )
    .group_by(parked.c.cause, parked.c.detail, parked.c.type, parked.c.state)
    .order_by(func.count().desc(), parked.c.cause, parked.c.detail)
)


class NotParked(Exception):
    """No such message is parked; it may have been released or discarded meanwhile."""


async def page(
    session: AsyncSession,
    *,
    after: int = 0,
    limit: int = 100,
    cause: str | None = None,
    detail: str | None = None,
    type: str | None = None,  # noqa: A002
    state: str | None = None,
) -> Sequence[Row[Any]]:
    """Parked messages in their order; an empty type stands for records that bear none."""
    query = select(parked, _WAITING_BEHIND.label("waiting")).where(parked.c.position > after)
    if cause is not None:
        query = query.where(parked.c.cause == cause)
    if detail is not None:
        query = query.where(parked.c.detail == detail)
    if type is not None:
        query = query.where(parked.c.type == type if type else parked.c.type.is_(None))
    if state is not None:
        query = query.where(parked.c.state == state)
    return (await session.execute(query.order_by(parked.c.position).limit(limit))).all()


async def causes(session: AsyncSession) -> Sequence[Row[Any]]:
    """How many failed for each cause, detail and type, and how many wait behind others."""
    return (await session.execute(_CAUSES)).all()


async def release(uow: UnitOfWork, positions: Collection[int], actor: str) -> int:
    """Let these be tried again, and what waits behind them after; returns how many are meant."""
    rows = (
        await uow.session.execute(
            update(parked)
            .where(_THESE, parked.c.state == FAILED)
            .values(state=RELEASED)
            .returning(parked.c.position, parked.c.message_id),
            {"positions": positions},
        )
    ).all()
    await _note(uow, rows, "released", "", actor)
    uow.notify("parked")
    return len(rows)


async def discard(uow: UnitOfWork, positions: Collection[int], reason: str, actor: str) -> int:
    """Give these up for good; returns how many were there. What waited behind goes on."""
    rows = (
        await uow.session.execute(
            delete(parked).where(_THESE, parked.c.state == FAILED).returning(parked),
            {"positions": positions},
        )
    ).all()
    await give_up(uow, rows)
    await _note(uow, rows, "discarded", reason, actor)
    uow.notify("parked")
    return len(rows)


async def edit(uow: UnitOfWork, position: int, data: bytes, reason: str, actor: str) -> UUID:
    """Put a copy with other data and a new id in the message's place and release it.

    Raises ``NotParked``, and ``DecodeError`` for a record that was no message to begin with.
    """
    query = select(parked).where(parked.c.position == position, parked.c.state == FAILED)
    row = (await uow.session.execute(query.with_for_update())).first()
    if row is None:
        raise NotParked
    original = message_of(row)
    if original.data is None:
        raise DecodeError(ParkingCause.NO_DATA, "an erasure")
    copy = replace(original, id=new_id(), data=data)
    await give_up(uow, [row])
    await _note(uow, [row], "edited", reason, actor)
    await uow.session.execute(
        update(parked)
        .where(parked.c.position == position)
        .values(
            message_id=copy.id,
            copy_of=original.id,
            value=data,
            headers=headers_text(copy.headers()),
            state=RELEASED,
        )
    )
    uow.notify("parked")
    return copy.id


async def history(session: AsyncSession, limit: int = 100) -> Sequence[Row[Any]]:
    """What operators did, newest first."""
    query = select(parked_history).order_by(parked_history.c.position.desc()).limit(limit)
    return (await session.execute(query)).all()


def message_of(row: Row[Any]) -> Message:
    """The message of a parked row; raises ``DecodeError``."""
    return decode(row.topic, row.key, row.value, headers_of(row.headers))


async def _note(uow: UnitOfWork, rows: Sequence[Any], action: str, reason: str, actor: str) -> None:
    notes = [
        {
            "parked_position": row.position,
            "message_id": row.message_id,
            "action": action,
            "reason": reason,
            "actor": actor,
            "value": getattr(row, "value", None),
            "at": uow.now,
        }
        for row in rows
    ]
    await write_all(uow.session, [Write(parked_history, notes)])
