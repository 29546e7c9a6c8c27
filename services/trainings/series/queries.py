"""What belongs to one series."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.attendance import queries as attendance
from services.trainings.gatherings import queries as gatherings
from services.trainings.minutes import queries as minutes
from services.trainings.models import Gathering
from services.trainings.series import rules
from services.trainings.series.values import Member, Scope, Sibling
from shared.contracts.gatherings import GatheringState


async def siblings(
    session: AsyncSession, row: Gathering, *, drafts: bool = False
) -> Sequence[Sibling]:
    """The others in their order; of drafts only the office knows."""
    if row.series_id is None:
        return []
    query = select(Gathering.id, Gathering.title, Gathering.starts_at, Gathering.state).where(
        Gathering.tenant == row.tenant, Gathering.series_id == row.series_id, Gathering.id != row.id
    )
    if not drafts:
        query = query.where(Gathering.state != GatheringState.DRAFT)
    found = await session.execute(query.order_by(Gathering.starts_at, Gathering.id))
    return [Sibling(*each) for each in found]


async def shown(session: AsyncSession, row: Gathering, now: datetime) -> dict[str, object]:
    """One as the form for several begins: with its next date, or the last where none is ahead."""
    found = await gatherings.whole(session, row.tenant, row)
    ahead = [each for each in found.held if each.ends_at > now]
    date = next(iter(ahead or found.held[-1:] or found.dates[-1:]), None)
    times = {"starts": f"{date.starts:%H:%M}", "ends": f"{date.ends:%H:%M}"} if date else {}
    same = ("title", "content", "audience", "capacity", "contact", "version")
    return {
        "scope": Scope.THIS,
        "place": date.place if date else "",
        "join_link": date.join_link if date else "",
        "starts": "",
        "ends": "",
        **{name: getattr(found, name) for name in same},
        **times,
    }


async def members(session: AsyncSession, row: Gathering, now: datetime) -> list[Member]:
    """All of its series in their order by time, whatever was moved; of no series itself alone."""
    mine = Gathering.id == row.id
    if row.series_id is not None:
        mine = Gathering.series_id == row.series_id
    query = select(Gathering).where(Gathering.tenant == row.tenant, mine)
    query = query.execution_options(populate_existing=True)
    found = (await session.scalars(query.order_by(Gathering.starts_at, Gathering.id))).all()
    ids = [each.id for each in found]
    seen = await attendance.noted(session, row.tenant, ids)
    written = await minutes.begun(session, row.tenant, ids)
    return [
        rules.member(each, now, seen=each.id in seen, written=each.id in written) for each in found
    ]


async def to_call_off(session: AsyncSession, tenant: str, found: Sequence[Member]) -> list[Member]:
    """With why they cannot be called off."""
    return [rules.to_call_off(each) for each in found]


async def to_open(session: AsyncSession, tenant: str, found: Sequence[Member]) -> list[Member]:
    """With why they are not opened."""
    return [rules.to_open(each) for each in found]


async def to_delete(session: AsyncSession, tenant: str, found: Sequence[Member]) -> list[Member]:
    """With why they cannot be deleted."""
    used = await gatherings.used(session, tenant, [each.id for each in found])
    return [rules.to_delete(each, used) for each in found]
