"""What is meant for all offices, of whatever municipality; of nobody's people anything."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.exchanges.values import COLUMNS, Exchange
from services.trainings.models import Gathering, Organization
from services.trainings.values import Audience
from shared.contracts.directory import OrganizationKind
from shared.contracts.gatherings import GatheringState
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing


async def page_of(
    session: AsyncSession,
    tenant: str,
    served: frozenset[str],
    wanted: KeysetRequest,
    now: datetime,
) -> Page[Exchange]:
    """Those to come elsewhere, from the next on; each office admits who asks."""
    query = select(Gathering).where(
        Gathering.tenant.in_(served - {tenant}),
        Gathering.audience == Audience.COORDINATORS,
        Gathering.needs_approval.is_(True),
        Gathering.state.in_((GatheringState.OPEN, GatheringState.CLOSED)),
        Gathering.starts_at > now,
    )
    found = await paginate(session, crossing(query), wanted, by=(Gathering.starts_at, Gathering.id))
    return replace(await described(session, found, _described), columns=COLUMNS)


async def _described(session: AsyncSession, rows: Sequence[Gathering]) -> list[Exchange]:
    hosts = select(Organization.tenant, Organization.name).where(
        Organization.tenant.in_({each.tenant for each in rows}),
        Organization.kind == OrganizationKind.MUNICIPALITY.value,
    )
    found = await session.execute(crossing(hosts))
    names = {each.tenant: each.name for each in found}
    return [
        Exchange(
            id=f"{each.tenant}/{each.id}",
            title=each.title,
            kind=each.kind,
            starts_at=each.starts_at,
            host=names.get(each.tenant, each.tenant),
        )
        for each in rows
    ]
