"""Takes an answer without learning whose it is."""

from uuid import UUID, uuid4

from sqlalchemy import func, select, update

from services.surveys.answers.models import GivenAnswer
from services.surveys.answers.rules import Answer, newly_published
from services.surveys.invitations import use_cases as invitations
from services.surveys.invitations.values import OpenedInvitation
from shared.messaging.unit_of_work import UnitOfWork


async def give_answer(uow: UnitOfWork, invitation: OpenedInvitation, answer: Answer) -> bool:
    """Use up the invitation and store the answer beside it; False if it cannot be used any more."""
    if not await invitations.use_invitation(uow, invitation):
        return False
    given = GivenAnswer(
        id=uuid4(),
        tenant=invitation.tenant,
        survey_id=invitation.survey_id,
        ratings=dict(answer.ratings),
        remark=answer.remark,
        published=False,
    )
    uow.session.add(given)
    await uow.session.flush()
    await _publish_a_whole_group(uow, invitation.tenant, invitation.survey_id)
    return True


async def _publish_a_whole_group(uow: UnitOfWork, tenant: str, survey_id: UUID) -> None:
    waiting = (
        GivenAnswer.tenant == tenant,
        GivenAnswer.survey_id == survey_id,
        GivenAnswer.published.is_(False),
    )
    count = select(func.count()).select_from(GivenAnswer).where(*waiting)
    if newly_published((await uow.session.execute(count)).scalar_one()):
        await uow.session.execute(update(GivenAnswer).where(*waiting).values(published=True))
