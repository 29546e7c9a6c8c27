"""The office asks, and asks no more."""

from uuid import UUID

from services.trainings.answers import use_cases as answers
from services.trainings.questions import queries, rules
from services.trainings.questions.forms import LimitForm, QuestionForm
from services.trainings.questions.models import AnswerLimit, Question
from services.trainings.seats import use_cases as seats
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, gathering_id: UUID, given: QuestionForm) -> None:
    """Whoever is registered already may answer it as well; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    known = await queries.sheet(uow.session, me.tenant, gathering_id)
    rules.refuse_more(known.questions, given.text)
    decisive = given.decisive and not given.later
    values = given.model_dump() | {"choices": rules.choices_of(given), "decisive": decisive}
    uow.session.add(Question(tenant=row.tenant, id=new_id(), gathering_id=row.id, **values))
    await uow.session.flush()


async def remove(uow: UnitOfWork, me: Me, gathering_id: UUID, question_id: UUID) -> None:
    """With all answers to it."""
    await seats.hold(uow, me.tenant, gathering_id)
    question = await queries.one(uow.session, me.tenant, gathering_id, question_id)
    await answers.drop(uow, me.tenant, question_id)
    await uow.session.delete(question)
    await uow.session.flush()


async def limit(uow: UnitOfWork, me: Me, gathering_id: UUID, given: LimitForm) -> None:
    """From which day on nobody changes an answer; raises ``Problem``, ``Overtaken``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    rules.refuse_late(given.until, row.starts_at)
    known = await queries.limit(uow.session, me.tenant, gathering_id)
    if known is None:
        known = AnswerLimit(tenant=row.tenant, gathering_id=row.id, until=given.until)
        uow.session.add(known)
    else:
        known.update(given)
    await uow.session.flush()
