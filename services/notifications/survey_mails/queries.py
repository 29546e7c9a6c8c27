"""Which mails of surveys are due."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.survey_mails.models import SurveyMailing
from services.notifications.survey_mails.values import Due
from shared.database.reach import crossing

KILLED_AFTER = timedelta(minutes=30)
"""Whoever took an invitation and has not said by then how many mails it was is not there."""


def free(now: datetime) -> ColumnElement[bool]:
    """What nobody has taken, or somebody who was killed."""
    untaken = SurveyMailing.taken_at.is_(None)
    killed = and_(~SurveyMailing.reminds, SurveyMailing.taken_at < now - KILLED_AFTER)
    return and_(SurveyMailing.sent.is_(None), or_(untaken, killed))


async def due(session: AsyncSession, now: datetime) -> Sequence[Due]:
    """In the order of their time."""
    query = select(SurveyMailing).where(free(now), SurveyMailing.due_at <= now)
    rows = await session.scalars(crossing(query.order_by(SurveyMailing.due_at)))
    return [Due(each.tenant, each.survey_id, each.reminds, each.closes_on) for each in rows]


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next one is due."""
    waits = (SurveyMailing.taken_at.is_(None), SurveyMailing.sent.is_(None))
    query = select(func.min(SurveyMailing.due_at)).where(*waits)
    return (await session.execute(crossing(query))).scalar()
