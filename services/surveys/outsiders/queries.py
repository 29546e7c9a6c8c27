"""Who has a measure and is in no directory, by id and by address."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.measures.models import Measure
from shared.database.reach import crossing
from shared.web.outsiders import MAX, Opened, Outsider, Wanted

_OUTSIDE = Measure.outside_address != ""
_FOLDED = func.lower(Measure.outside_address)


async def find(session: AsyncSession, tenant: str, wanted: Wanted) -> Sequence[Outsider]:
    """Those of the municipality, the latest first."""
    meant = or_(Measure.owner_id.in_(wanted.ids), _FOLDED.in_(wanted.addresses))
    mine = (Measure.tenant == tenant, _OUTSIDE, meant)
    query = select(Measure).where(*mine).order_by(Measure.id.desc()).limit(MAX)
    return [
        Outsider(id=each.owner_id, name=each.outside_name, address=each.outside_address.lower())
        for each in await session.scalars(query)
    ]


async def by_link(session: AsyncSession, assignment_id: UUID) -> Opened | None:
    """None for who is in a directory, or has the measure no more."""
    query = select(Measure).where(Measure.assignment_id == assignment_id, _OUTSIDE)
    row = (await session.scalars(crossing(query))).one_or_none()
    if row is None:
        return None
    same = Wanted(addresses=[row.outside_address.lower()])
    found = await find(session, row.tenant, same)
    return Opened(row.tenant, row.owner_id, [each.id for each in found])
