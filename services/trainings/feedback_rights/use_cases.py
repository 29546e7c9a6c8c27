"""Decides whether feedback is asked for; gives rights to those who were there, once."""

from random import SystemRandom
from uuid import UUID, uuid4

from services.trainings.attendance import queries as attendance
from services.trainings.attendance.values import Attended
from services.trainings.feedback_rights import queries, rules
from services.trainings.feedback_rights.forms import AskForm
from services.trainings.feedback_rights.models import FeedbackPlan
from services.trainings.models import Gathering
from services.trainings.seats import use_cases as seats
from shared.clock import local_date
from shared.contracts.feedback import FeedbackAsked, FeedbackOpened
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.small_numbers.sizes import LEAST
from shared.web.problem import Problem
from shared.web.sessions.person import Me

_MIXED = SystemRandom()


async def decide(uow: UnitOfWork, me: Me, gathering_id: UUID, form: AskForm) -> None:
    """Raises ``Problem`` once people were asked, and ``Overtaken``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    plan = await queries.plan_of(uow.session, me.tenant, row.id)
    if plan is None:
        plan = FeedbackPlan(tenant=me.tenant, gathering_id=row.id, asked=form.asked)
        uow.session.add(plan)
    elif plan.opened_at is not None:
        raise Problem(409, "already-asked", "People have been asked already")
    else:
        plan.update(form)
    await uow.session.flush()


async def open_due(uow: UnitOfWork) -> None:
    """Of what is over, with presences that stay as they are."""
    for each in await queries.due(uow.session, uow.now):
        await open_one(uow, each.tenant, each.id)


async def open_one(uow: UnitOfWork, tenant: str, gathering_id: UUID) -> None:
    """Once for each gathering: whoever was there may answer, if they are enough."""
    row = await seats.hold(uow, tenant, gathering_id)
    plan = await queries.plan_of(uow.session, tenant, row.id)
    found = await attendance.attended(uow.session, tenant, row.id)
    there = rules.there(found)
    if len(there) < LEAST or not rules.is_settled(rules.last_noted(found), uow.now):
        return
    if plan is None:
        plan = FeedbackPlan(tenant=tenant, gathering_id=row.id, asked=True)
        uow.session.add(plan)
    if plan.opened_at is not None:
        return
    plan.opened_at = uow.now
    plan.closes_on = rules.closes_on(local_date(uow.now))
    await uow.session.flush()
    _announce(uow, row, plan, there)


def _announce(uow: UnitOfWork, row: Gathering, plan: FeedbackPlan, there: list[Attended]) -> None:
    assert plan.closes_on is not None
    assert row.ends_at is not None
    cause = Cause(row.tenant, new_id())
    rights = {each.registration_id: uuid4() for each in there}
    mixed = list(rights.values())
    _MIXED.shuffle(mixed)
    opened = FeedbackOpened(
        gathering_id=row.id,
        last_day=local_date(row.ends_at),
        rights=tuple(mixed),
        closes_on=plan.closes_on,
    )
    uow.announce(opened, cause)
    for each in there:
        asked = FeedbackAsked(
            gathering_id=row.id,
            registration_id=each.registration_id,
            person_id=each.person_id,
            right_id=rights[each.registration_id],
            closes_on=plan.closes_on,
        )
        uow.announce(asked, cause)
