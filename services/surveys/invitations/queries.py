"""Surveys of a municipality, and the invitation behind a link."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, distinct, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.invitations.models import Invitation, Survey
from services.surveys.invitations.rules import state_on
from services.surveys.invitations.values import InvitedSurvey, OpenedInvitation
from services.surveys.values import school_year_name
from shared.contracts.surveys import Occasion

RUNNING = select(
    func.count(distinct(Invitation.survey_id)),
    func.count(),
    func.max(Invitation.closes_on),
).where(Invitation.tenant == bindparam("tenant"), Invitation.closes_on >= bindparam("today"))


def went_out(pulse_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether somebody was invited; nobody is a second time, whatever became of it."""
    return exists().where(Invitation.id == pulse_id)


async def find_invitation(
    session: AsyncSession, invitation_id: UUID, today: date
) -> OpenedInvitation | None:
    """The invitation behind a signed link."""
    find = (
        select(Invitation, Survey.occasion)
        .join(Survey, Survey.id == Invitation.survey_id)
        .where(Invitation.id == invitation_id, Survey.tenant == Invitation.tenant)
    )
    row = (await session.execute(find)).one_or_none()
    if row is None:
        return None
    invitation, occasion = row
    return OpenedInvitation(
        id=invitation.id,
        tenant=invitation.tenant,
        survey_id=invitation.survey_id,
        occasion=Occasion(occasion),
        closes_on=invitation.closes_on,
        state=state_on(today, invitation.state, invitation.closes_on),
        over=today > invitation.closes_on,
    )


async def list_surveys(session: AsyncSession, tenant: str) -> list[InvitedSurvey]:
    """A municipality's surveys, the newest school year first."""
    found = await session.execute(_surveys_of(tenant))
    return [_survey(survey, invited) for survey, invited in found]


async def find_survey(session: AsyncSession, tenant: str, survey_id: UUID) -> InvitedSurvey | None:
    """One of a municipality's surveys."""
    find = _surveys_of(tenant).where(Survey.id == survey_id)
    row = (await session.execute(find)).one_or_none()
    return _survey(*row) if row else None


def _surveys_of(tenant: str) -> Select[Survey, int]:
    invited = (
        select(func.count())
        .where(Invitation.survey_id == Survey.id, Invitation.tenant == tenant)
        .scalar_subquery()
    )
    return (
        select(Survey, invited)
        .where(Survey.tenant == tenant)
        .order_by(Survey.school_year.desc(), Survey.occasion.desc())
    )


def _survey(survey: Survey, invited: int) -> InvitedSurvey:
    year = school_year_name(survey.school_year)
    return InvitedSurvey(survey.id, Occasion(survey.occasion), year, invited)
