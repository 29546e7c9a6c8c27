"""Of which gatherings people are to be asked, and whether the office wants it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.attendance import queries as attendance
from services.trainings.feedback_rights.models import FeedbackPlan
from services.trainings.feedback_rights.rules import LOOKED_AT, USUALLY_ASKED
from services.trainings.feedback_rights.values import Asking
from services.trainings.models import Gathering, Registration
from shared.contracts.gatherings import GatheringState
from shared.database.reach import crossing


async def plan_of(session: AsyncSession, tenant: str, gathering_id: UUID) -> FeedbackPlan | None:
    """What the office has said."""
    mine = (FeedbackPlan.tenant == tenant, FeedbackPlan.gathering_id == gathering_id)
    return (await session.scalars(select(FeedbackPlan).where(*mine))).one_or_none()


async def asking(session: AsyncSession, row: Gathering, today: date) -> Asking:
    """As it stands; what the office has not decided follows the kind."""
    plan = await plan_of(session, row.tenant, row.id)
    if plan is None:
        return Asking(row.kind in USUALLY_ASKED)
    over = plan.closes_on is not None and plan.closes_on < today
    return Asking(plan.asked, plan.closes_on, over)


async def came_late(session: AsyncSession, entry: Registration) -> bool:
    """Whether presence was noted only after people were asked: their urn was sealed by then."""
    plan = await plan_of(session, entry.tenant, entry.gathering_id)
    if plan is None or plan.opened_at is None:
        return False
    given = await attendance.was_there(session, entry.tenant, entry.id, plan.opened_at)
    return not given and await attendance.was_there(session, entry.tenant, entry.id)


async def due(session: AsyncSession, now: datetime) -> Sequence[Gathering]:
    """Those of any municipality that are over and about which nobody was asked yet."""
    query = (
        select(Gathering)
        .outerjoin(FeedbackPlan, FeedbackPlan.gathering_id == Gathering.id)
        .where(
            Gathering.state.in_([GatheringState.OPEN, GatheringState.CLOSED]),
            Gathering.ends_at.between(now - LOOKED_AT, now),
            or_(
                and_(FeedbackPlan.asked.is_(True), FeedbackPlan.opened_at.is_(None)),
                and_(FeedbackPlan.gathering_id.is_(None), Gathering.kind.in_(USUALLY_ASKED)),
            ),
        )
        .order_by(Gathering.ends_at)
    )
    return (await session.scalars(crossing(query))).all()
