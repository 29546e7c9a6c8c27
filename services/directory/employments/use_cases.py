"""Stores employments and their ends, and finds them under the carrier's own numbers."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.models import employments
from services.directory.employments.values import Employment, Known, Number
from shared.contracts.directory import Funding
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.tokens import ApiClient

_FOUND = select(employments).order_by(employments.c.ordinal)
_BY_NUMBER = _FOUND.where(
    in_list(employments.c.carrier_id, "carriers"), in_list(employments.c.external_id, "numbers")
)
# In one order, or two instances wait for each other.
_HOLD = (
    _BY_NUMBER.with_only_columns(employments.c.id)
    .order_by(None)
    .order_by(employments.c.id)
    .with_for_update()
)


def store(uow: BulkUnitOfWork, new: Sequence[tuple[ApiClient, Employment]]) -> None:
    """Insert employments, each at the carrier of a client."""
    uow.insert(employments, [_row(*each) for each in new], recorded_at=uow.now)


async def known_by_number(reader: Reader, wanted: Collection[Number]) -> Known:
    """What is known under these numbers."""
    known: Known = {}
    for row in await reader.execute(_BY_NUMBER, _parameters(wanted)):
        known.setdefault((row.carrier_id, row.external_id), []).append(_employment(row))
    return known


async def hold_all(uow: BulkUnitOfWork, wanted: Collection[Number]) -> None:
    """Let nobody else change what is known under these numbers, until the transaction ends.

    Read it afterwards: the wait may have been for somebody who changed it.
    """
    await uow.lock(_HOLD, _parameters(wanted))


async def hold(uow: UnitOfWork, client: ApiClient, external_id: str) -> list[Employment]:
    """The employments of the client's own worker, held until the transaction ends."""
    number = client.organization_id, external_id
    await uow.session.execute(_HOLD, _parameters([number]))
    return (await known_by_number(uow.session, [number])).get(number, [])


async def end(uow: UnitOfWork, employment: Employment, last_day: date) -> None:
    """It ends with this day, whatever was said before."""
    await _change(uow, employment, last_day=last_day)


async def cancel(uow: UnitOfWork, employment: Employment) -> None:
    """It does not take place."""
    await _change(uow, employment, cancelled_at=uow.now)


async def of_worker(session: AsyncSession, client: ApiClient, worker_id: UUID) -> list[Employment]:
    """All employments of one of the client's own workers."""
    query = _own(client).where(employments.c.worker_id == worker_id)
    return [_employment(row) for row in await session.execute(query)]


async def numbered(
    session: AsyncSession, client: ApiClient, external_id: str, after: int, limit: int
) -> list[Employment]:
    """One page of the client's own employments under a number, after an ordinal."""
    query = _own(client).where(
        employments.c.external_id == external_id, employments.c.ordinal > after
    )
    return [_employment(row) for row in await session.execute(query.limit(limit))]


def _own(client: ApiClient) -> Select[Any]:
    return _FOUND.where(
        employments.c.tenant == client.tenant, employments.c.carrier_id == client.organization_id
    )


async def _change(uow: UnitOfWork, employment: Employment, **values: Any) -> None:
    mine = update(employments).where(employments.c.id == employment.id)
    await uow.session.execute(mine.values(**values))


def _parameters(wanted: Collection[Number]) -> dict[str, Any]:
    return {
        "carriers": {carrier for carrier, _ in wanted},
        "numbers": {number for _, number in wanted},
    }


def _row(client: ApiClient, new: Employment) -> dict[str, Any]:
    return {
        "id": new.id,
        "tenant": client.tenant,
        "worker_id": new.worker_id,
        "carrier_id": client.organization_id,
        "external_id": new.external_id,
        "ordinal": new.ordinal,
        "digest": new.digest,
        "correlation_id": new.correlation_id,
        "start_date": new.start_date,
        "fixed_term_until": new.fixed_term_until,
        "funding": new.funding.value,
    }


def _employment(row: Row[Any]) -> Employment:
    return Employment(
        id=row.id,
        worker_id=row.worker_id,
        external_id=row.external_id,
        ordinal=row.ordinal,
        digest=row.digest,
        correlation_id=row.correlation_id,
        start_date=row.start_date,
        fixed_term_until=row.fixed_term_until,
        funding=Funding(row.funding),
        last_day=row.last_day,
        cancelled=row.cancelled_at is not None,
    )
