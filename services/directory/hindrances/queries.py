"""What keeps somebody from being erased, in whatever municipality."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.hindrances.rules import elsewhere, held, hindrances
from services.directory.hindrances.values import Hindrance, Stint
from services.directory.legal_holds.queries import holding
from services.directory.models import metadata
from shared.database.lists import in_list
from shared.database.reach import crossing

employments = metadata.tables["employments"]


async def hindrances_of(
    session: AsyncSession, tenant: str, persons: Sequence[UUID], today: date
) -> list[Hindrance]:
    """What has to be over before they may be erased, in whatever municipality."""
    found = elsewhere(role=await roles_elsewhere(session, tenant, persons, today))
    found += hindrances(await _stints_of(session, persons), today)
    return found + held(await holding(session, tenant, persons, today))


async def _stints_of(session: AsyncSession, persons: Sequence[UUID]) -> Sequence[Stint]:
    placements = metadata.tables["placements"]
    columns = (employments.c.id, employments.c.last_day, employments.c.fixed_term_until)
    query = (
        select(*columns, employments.c.funding, placements.c.funding.label("placed"))
        .outerjoin(
            placements,
            and_(
                placements.c.employment_id == employments.c.id,
                placements.c.superseded_at.is_(None),
            ),
        )
        .where(in_list(employments.c.worker_id, "ids"), employments.c.cancelled_at.is_(None))
        .order_by(employments.c.id)
    )
    found: dict[UUID, Stint] = {}
    for row in await session.execute(crossing(query), {"ids": list(persons)}):
        known = found[row.id].funding if row.id in found else {row.funding}
        end = row.last_day or row.fixed_term_until
        found[row.id] = Stint(end, frozenset({*known, row.placed} - {None}))
    return list(found.values())


async def roles_elsewhere(
    session: AsyncSession, tenant: str, persons: Sequence[UUID], today: date
) -> bool:
    """Whether somebody has a role in another municipality."""
    grants = metadata.tables["grants"]
    lasts = grants.c.valid_to.is_(None) | (grants.c.valid_to >= today)
    query = select(grants.c.id).where(
        grants.c.person_id.in_(persons), grants.c.tenant != tenant, lasts
    )
    return (await session.execute(crossing(query.limit(1)))).first() is not None
