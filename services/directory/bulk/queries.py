"""Long files and their rows, as who posted them sees them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from services.directory.bulk.forms import Names
from services.directory.bulk.models import BulkRequest, BulkRow
from services.directory.employments.values import Employment
from services.directory.ledger.values import Entered, Outcome
from services.directory.organizations.queries import all_schools
from services.directory.people.queries import names_of
from services.directory.values import RowOutcome
from shared.database.reach import crossing
from shared.web.tokens import ApiClient


async def one(session: AsyncSession, client: ApiClient, request_id: UUID) -> BulkRequest:
    """One of the client's carrier; raises ``NoResultFound``."""
    query = (
        select(BulkRequest)
        .where(
            BulkRequest.tenant == client.tenant,
            BulkRequest.carrier_id == client.organization_id,
            BulkRequest.id == request_id,
        )
        .options(defer(BulkRequest.content))
    )
    return (await session.scalars(query)).one()


async def count_open(session: AsyncSession, client: ApiClient) -> int:
    """How many of the client's carrier are not worked off."""
    query = select(func.count()).where(
        BulkRequest.tenant == client.tenant,
        BulkRequest.carrier_id == client.organization_id,
        BulkRequest.finished_at.is_(None),
    )
    return (await session.execute(query)).scalar_one()


async def rows_of(
    session: AsyncSession,
    request: BulkRequest,
    after: int,
    limit: int,
    outcome: RowOutcome | None,
) -> Sequence[BulkRow]:
    """The answers after a place in the file, those of one outcome if it is named."""
    query = select(BulkRow).where(
        BulkRow.tenant == request.tenant, BulkRow.request_id == request.id, BulkRow.place > after
    )
    if outcome is not None:
        query = query.where(BulkRow.outcome == outcome.value)
    return (await session.scalars(query.order_by(BulkRow.place).limit(limit))).all()


async def next_open(session: AsyncSession) -> BulkRequest | None:
    """The oldest that is not worked off, of whichever municipality."""
    query = select(BulkRequest).where(BulkRequest.finished_at.is_(None))
    oldest = query.order_by(BulkRequest.received_at, BulkRequest.id).limit(1)
    return (await session.scalars(crossing(oldest))).one_or_none()


async def names(session: AsyncSession, tenant: str, outcomes: Sequence[Outcome]) -> Names:
    """Of the workers that lines name, and of the municipality's schools."""
    employments = [each.employment if isinstance(each, Entered) else each for each in outcomes]
    workers = {each.worker_id for each in employments if isinstance(each, Employment)}
    schools = await all_schools(session, tenant, date.min)
    return Names(
        people=await names_of(session, workers),
        schools={str(each.school_number): str(each.name) for each in schools},
    )
