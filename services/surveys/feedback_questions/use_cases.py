"""The office adds a question, and takes one back, until the first right is given."""

from uuid import UUID

from services.surveys.feedback import queries as feedback
from services.surveys.feedback import use_cases as asking
from services.surveys.feedback_questions import queries, rules
from services.surveys.feedback_questions.forms import OwnQuestionForm
from services.surveys.feedback_questions.models import FeedbackQuestion
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, gathering_id: UUID, given: OwnQuestionForm) -> None:
    """Raises ``Problem``."""
    await _hold(uow, me.tenant, gathering_id)
    known = await queries.drafts(uow.session, me.tenant, gathering_id)
    rules.refuse_more([each.text for each in known], given.text)
    question = FeedbackQuestion(
        tenant=me.tenant,
        gathering_id=gathering_id,
        kind=given.kind,
        text=given.text,
        options=rules.options_of(given),
    )
    uow.session.add(question)
    await uow.session.flush()


async def remove(uow: UnitOfWork, me: Me, gathering_id: UUID, question_id: UUID) -> None:
    """Raises ``Problem``."""
    await _hold(uow, me.tenant, gathering_id)
    question = await queries.one(uow.session, me.tenant, gathering_id, question_id)
    await uow.session.delete(question)
    await uow.session.flush()


async def _hold(uow: UnitOfWork, tenant: str, gathering_id: UUID) -> None:
    await asking.hold(uow, tenant, gathering_id)
    if await feedback.begun(uow.session, tenant, gathering_id) is not None:
        raise Problem(409, "already-asked", "People have been asked already")
