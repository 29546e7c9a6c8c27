"""Takes an answer without learning whose it is, and tells what a group of answers amounts to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.answers.models import answers
from services.surveys.answers.rules import (
    MINIMUM_GROUP,
    Answer,
    Figures,
    figures,
    newly_published,
    response_rate,
)
from services.surveys.invitations import use_cases as invitations
from services.surveys.invitations.use_cases import InvitationState, OpenedInvitation, Survey
from shared.messaging.unit_of_work import UnitOfWork

__all__ = ["InvitationState", "OpenedInvitation", "Survey"]


@dataclass(frozen=True)
class Overview:
    """A survey in the list; ``answered`` is None below a group."""

    survey: Survey
    answered: int | None

    @property
    def response_rate(self) -> float | None:
        return response_rate(self.survey.invited, self.answered)


@dataclass(frozen=True)
class Results(Overview):
    """What a survey says so far; the remarks are in the order of their random ids."""

    figures: Figures | None
    remarks: Sequence[str]


async def find_invitation(
    session: AsyncSession, invitation_id: UUID, today: date
) -> OpenedInvitation | None:
    """The invitation behind a signed link."""
    return await invitations.find_invitation(session, invitation_id, today)


async def give_answer(uow: UnitOfWork, invitation: OpenedInvitation, answer: Answer) -> bool:
    """Use up the invitation and store the answer beside it; False if it cannot be used any more."""
    if not await invitations.use_invitation(uow, invitation):
        return False
    row = {
        "id": uuid4(),
        "tenant": invitation.tenant,
        "survey_id": invitation.survey_id,
        "ratings": dict(answer.ratings),
        "remark": answer.remark,
        "published": False,
    }
    await uow.session.execute(insert(answers).values(row))
    await _publish_a_whole_group(uow, invitation.tenant, invitation.survey_id)
    return True


async def _publish_a_whole_group(uow: UnitOfWork, tenant: str, survey_id: UUID) -> None:
    waiting = (
        answers.c.tenant == tenant,
        answers.c.survey_id == survey_id,
        answers.c.published.is_(False),
    )
    count = select(func.count()).select_from(answers).where(*waiting)
    if newly_published((await uow.session.execute(count)).scalar_one()):
        await uow.session.execute(update(answers).where(*waiting).values(published=True))


async def list_surveys(session: AsyncSession, tenant: str) -> list[Overview]:
    """A municipality's surveys, the newest school year first."""
    count = (
        select(answers.c.survey_id, func.count().label("answered"))
        .where(answers.c.tenant == tenant, answers.c.published.is_(True))
        .group_by(answers.c.survey_id)
        .having(func.count() >= MINIMUM_GROUP)
    )
    rows = (await session.execute(count)).all()
    surveys = await invitations.list_surveys(session, tenant)
    answered = {row.survey_id: row.answered for row in rows}
    return [Overview(survey, answered.get(survey.id)) for survey in surveys]


async def results_of(session: AsyncSession, tenant: str, survey_id: UUID) -> Results | None:
    """One survey's results, or None where the municipality has no such survey."""
    survey = await invitations.find_survey(session, tenant, survey_id)
    if survey is None:
        return None
    find = (
        select(answers.c.ratings, answers.c.remark)
        .where(
            answers.c.tenant == tenant,
            answers.c.survey_id == survey_id,
            answers.c.published.is_(True),
        )
        .order_by(answers.c.id)
    )
    rows = (await session.execute(find)).all()
    figured = figures([row.ratings for row in rows])
    if figured is None:
        return Results(survey, None, None, ())
    return Results(survey, figured.answered, figured, [row.remark for row in rows if row.remark])
