"""Finds employments under the carrier's own numbers, or of one worker."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.models import employments
from services.directory.employments.values import Employment, Known, Number
from shared.contracts.directory import Funding
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.web.tokens import ApiClient

_FOUND = select(employments).order_by(employments.c.ordinal)
BY_NUMBER = _FOUND.where(
    in_list(employments.c.carrier_id, "carriers"), in_list(employments.c.external_id, "numbers")
)


async def known_by_number(reader: Reader, wanted: Collection[Number]) -> Known:
    """What is known under these numbers."""
    known: Known = {}
    for row in await reader.execute(BY_NUMBER, parameters(wanted)):
        known.setdefault((row.carrier_id, row.external_id), []).append(_employment(row))
    return known


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


def parameters(wanted: Collection[Number]) -> Mapping[str, Collection[object]]:
    """Of ``BY_NUMBER``."""
    return {
        "carriers": {carrier for carrier, _ in wanted},
        "numbers": {number for _, number in wanted},
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
