"""What was decided at a gathering."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.decisions.models import Decision
from services.trainings.decisions.values import Decided, votes_in_words
from services.trainings.models import Gathering


async def rows_of(session: AsyncSession, tenant: str, gathering_id: UUID) -> Sequence[Decision]:
    """In the order in which they were written down."""
    mine = (Decision.tenant == tenant, Decision.gathering_id == gathering_id)
    query = select(Decision).where(*mine).order_by(Decision.at, Decision.id)
    return (await session.scalars(query)).all()


async def of_gathering(session: AsyncSession, tenant: str, gathering_id: UUID) -> list[Decided]:
    """The same as pages show them."""
    rows = await rows_of(session, tenant, gathering_id)
    return [Decided(each.id, _called(each), each.text, _votes(each)) for each in rows]


async def choices(session: AsyncSession, row: Gathering) -> list[tuple[str, str]]:
    """The same for a form that asks for one."""
    taken = await of_gathering(session, row.tenant, row.id)
    return [(str(each.id), each.in_words) for each in taken]


async def one(
    session: AsyncSession, tenant: str, gathering_id: UUID, decision_id: UUID
) -> Decision:
    """Raises ``NoResultFound``."""
    mine = (
        Decision.tenant == tenant,
        Decision.gathering_id == gathering_id,
        Decision.id == decision_id,
    )
    return (await session.scalars(select(Decision).where(*mine))).one()


async def called(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The numbers of those that have one."""
    if not ids:
        return {}
    mine = (Decision.tenant == tenant, Decision.id.in_(ids))
    return {each.id: _called(each) for each in await session.scalars(select(Decision).where(*mine))}


def _votes(row: Decision) -> str:
    return votes_in_words(row.in_favour, row.against, row.abstained)


def _called(row: Decision) -> str:
    return f"{row.year}-{row.number}" if row.number else ""
