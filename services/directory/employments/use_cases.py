"""Stores employments and their ends."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import update

from services.directory.employments import models
from services.directory.employments.models import employments
from services.directory.employments.queries import BY_NUMBER, known_by_number, parameters
from services.directory.employments.values import Employment, Number
from shared.database.tables import RowOf, row_of
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.tokens import ApiClient

# In one order, or two instances wait for each other.
_HOLD = (
    BY_NUMBER.with_only_columns(employments.c.id)
    .order_by(None)
    .order_by(employments.c.id)
    .with_for_update()
)


def store(uow: BulkUnitOfWork, new: Sequence[tuple[ApiClient, Employment]]) -> None:
    """Insert employments, each at the carrier of a client."""
    uow.insert(employments, [_row(*each) for each in new], recorded_at=uow.now)


async def hold_all(uow: BulkUnitOfWork, wanted: Collection[Number]) -> None:
    """Let nobody else change what is known under these numbers, until the transaction ends.

    Read it afterwards: the wait may have been for somebody who changed it.
    """
    await uow.lock(_HOLD, parameters(wanted))


async def hold(uow: UnitOfWork, client: ApiClient, external_id: str) -> list[Employment]:
    """The employments of the client's own worker, held until the transaction ends."""
    number = client.organization_id, external_id
    await uow.session.execute(_HOLD, parameters([number]))
    return (await known_by_number(uow.session, [number])).get(number, [])


async def end(uow: UnitOfWork, employment: Employment, last_day: date) -> None:
    """It ends with this day, whatever was said before."""
    await _change(uow, employment, last_day=last_day)


async def begin(uow: UnitOfWork, employment: Employment, start_date: date) -> None:
    """It began on this day, whatever was said before."""
    await _change(uow, employment, start_date=start_date)


async def cancel(uow: UnitOfWork, employment: Employment) -> None:
    """It does not take place."""
    await _change(uow, employment, cancelled_at=uow.now)


async def _change(uow: UnitOfWork, employment: Employment, **values: Any) -> None:
    mine = update(employments).where(employments.c.id == employment.id)
    await uow.session.execute(mine.values(**values))


def _row(client: ApiClient, new: Employment) -> RowOf[models.Employment]:
    return row_of(models.Employment)(
        id=new.id,
        tenant=client.tenant,
        worker_id=new.worker_id,
        carrier_id=client.organization_id,
        external_id=new.external_id,
        ordinal=new.ordinal,
        digest=new.digest,
        correlation_id=new.correlation_id,
        start_date=new.start_date,
        fixed_term_until=new.fixed_term_until,
        funding=new.funding.value,
    )
