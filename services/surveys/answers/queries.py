"""What groups of answers amount to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.answers.models import GivenAnswer
from services.surveys.answers.rules import MINIMUM_GROUP, figures, response_rate
from services.surveys.answers.values import Figures
from services.surveys.invitations import queries as invitations
from services.surveys.invitations.values import InvitedSurvey


@dataclass(frozen=True)
class Overview:
    """A survey in the list; ``answered`` is None below a group."""

    survey: InvitedSurvey
    answered: int | None

    @property
    def response_rate(self) -> float | None:
        return response_rate(self.survey.invited, self.answered)


@dataclass(frozen=True)
class Results(Overview):
    """What a survey says so far; the remarks are in the order of their random ids."""

    figures: Figures | None
    remarks: Sequence[str]


async def list_surveys(session: AsyncSession, tenant: str) -> list[Overview]:
    """A municipality's surveys, the newest school year first."""
    count = (
        select(GivenAnswer.survey_id, func.count())
        .where(GivenAnswer.tenant == tenant, GivenAnswer.published.is_(True))
        .group_by(GivenAnswer.survey_id)
        .having(func.count() >= MINIMUM_GROUP)
    )
    answered = dict((await session.execute(count)).all())
    surveys = await invitations.list_surveys(session, tenant)
    return [Overview(survey, answered.get(survey.id)) for survey in surveys]


async def results_of(session: AsyncSession, tenant: str, survey_id: UUID) -> Results | None:
    """One survey's results, or None where the municipality has no such survey."""
    survey = await invitations.find_survey(session, tenant, survey_id)
    if survey is None:
        return None
    find = (
        select(GivenAnswer.ratings, GivenAnswer.remark)
        .where(
            GivenAnswer.tenant == tenant,
            GivenAnswer.survey_id == survey_id,
            GivenAnswer.published.is_(True),
        )
        .order_by(GivenAnswer.id)
    )
    rows = (await session.execute(find)).all()
    figured = figures([ratings for ratings, _ in rows])
    if figured is None:
        return Results(survey, None, None, ())
    return Results(survey, figured.answered, figured, [remark for _, remark in rows if remark])
