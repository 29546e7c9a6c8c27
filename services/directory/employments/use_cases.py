"""Stores employments and their ends."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, update

from services.directory.employments import models
from services.directory.employments.models import employments
from services.directory.employments.queries import BY_NUMBER, parameters
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


async def store_changes(uow: UnitOfWork, tenant: str, changed: Collection[Employment]) -> None:
    """They begin, end or do not take place as is said here, whatever was said before."""
    if not changed:
        return
    mine = update(employments).where(
        employments.c.tenant == tenant, employments.c.id == bindparam("employment_id")
    )
    values = [
        {
            "employment_id": each.id,
            "start_date": each.start_date,
            "last_day": each.last_day,
            "cancelled_at": uow.now if each.cancelled else None,
        }
        for each in changed
    ]
    await uow.session.execute(mine, values)


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
