"""Notes whom a gathering's urn is for, plans it, and hands answers in."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, update

from services.surveys.feedback import rules
from services.surveys.feedback.models import Feedback, Gathering, feedbacks
from services.surveys.feedback.values import CHANNEL, Question, questionnaire
from services.surveys.feedback_questions import queries as drafts
from services.surveys.urns import use_cases as urns
from services.surveys.urns.queries import waiting as waiting_of
from services.surveys.urns.values import Invited, Outcome, Seals, UrnPlan
from shared.contracts.feedback import FeedbackOpened
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem


async def note(uow: UnitOfWork, opened: Sequence[Received[FeedbackOpened]]) -> None:
    """Each gathering once; who holds the keys' secret makes the urn."""
    rows = [
        row_of(Feedback)(
            tenant=each.tenant,
            id=each.body.gathering_id,
            last_day=each.body.last_day,
            closes_at=rules.closes_at(each.body.closes_on),
            invited=len(each.body.rights),
            rights=[str(right) for right in each.body.rights],
        )
        for each in opened
    ]
    await insert_rows(uow.session, feedbacks, rows, ignore_conflicts=True)
    uow.notify(CHANNEL)


async def plan_urn(uow: UnitOfWork, seals: Seals, key: bytes, feedback_id: UUID) -> None:
    """Once; of the rights nothing is left but what only the service's secret connects."""
    query = select(Feedback).where(Feedback.id == feedback_id, Feedback.rights.is_not(None))
    row = (await uow.session.scalars(crossing(query).with_for_update())).one_or_none()
    if row is None or row.rights is None:
        return
    await hold(uow, row.tenant, row.id)
    own = await drafts.questions_of(uow.session, row.tenant, row.id)
    questions = questionnaire(own)
    rights = [UUID(each) for each in row.rights]
    plan = UrnPlan(
        survey_id=row.id,
        tenant=row.tenant,
        questionnaire=rules.hash_of(questions),
        group_rule=rules.GROUP_RULE,
        largest_sheet=rules.largest_sheet(questions),
        closes_at=row.closes_at,
    )
    await urns.plan(uow, seals, plan, [Invited(each) for each in rights])
    tokens = {each: rules.token_of(key, each) for each in rights}
    await urns.give_links(uow, seals, row.id, tokens)
    row.rights, row.questions = None, rules.stored(own) or None
    await uow.session.flush()


async def hold(uow: UnitOfWork, tenant: str, gathering_id: UUID) -> None:
    """Until the end of the transaction nobody else changes or freezes what is asked about it."""
    mine = (Gathering.tenant == tenant, Gathering.gathering_id == gathering_id)
    await uow.session.execute(select(Gathering).where(*mine).with_for_update())


async def waiting_once(uow: UnitOfWork, seals: Seals, feedback_id: UUID) -> Sequence[UUID]:
    """Rights that are not used yet; asked twice, the difference would say who has answered."""
    mine = (feedbacks.c.id == feedback_id, feedbacks.c.reminded_at.is_(None))
    first = update(feedbacks).where(*mine).values(reminded_at=uow.now).returning(feedbacks.c.id)
    if (await uow.session.execute(crossing(first))).first() is None:
        raise Problem(409, "already-reminded", "There is one reminder only")
    return await waiting_of(uow.session, seals, feedback_id)


async def hand_in(
    uow: UnitOfWork,
    seals: Seals,
    token: str,
    questions: Sequence[Question],
    answers: Mapping[str, str],
) -> Outcome:
    """Use the right up and seal the answers, both or neither."""
    return await urns.submit(uow, seals, token, rules.sheet_of(questions, answers))
