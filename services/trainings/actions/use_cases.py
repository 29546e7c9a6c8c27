"""Gives action items to people, and says when they are done."""

from uuid import UUID

from services.trainings.actions import queries, rules
from services.trainings.actions.forms import ActionForm, NewActionForm
from services.trainings.actions.models import ActionItem
from services.trainings.actions.values import ActionState
from services.trainings.decisions import queries as decisions
from services.trainings.gatherings import queries as gatherings
from services.trainings.people import queries as people
from services.trainings.projects import queries as projects
from shared.clock import local_date
from shared.contracts.meetings import (
    ActionItemAssigned,
    ActionItemDone,
    ActionItemDropped,
    ActionItemDue,
    StepAssigned,
    StepDone,
)
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.reminding import is_daytime, is_near
from shared.web.problem import Problem
from shared.web.sessions.person import Me

BATCH = 200


async def add(uow: UnitOfWork, me: Me, gathering_id: UUID, given: NewActionForm) -> ActionItem:
    """Whoever takes it learns of it; raises ``Problem``."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    found = ActionItem(tenant=row.tenant, id=new_id(), gathering_id=row.id)
    if given.decision:
        taken = await decisions.of_gathering(uow.session, me.tenant, gathering_id)
        ids = {str(each.id): each.id for each in taken}
        found.decision_id = ids.get(given.decision)
    await _write(uow, me, found, given)
    uow.session.add(found)
    return found


async def add_step(uow: UnitOfWork, me: Me, project_id: UUID, given: ActionForm) -> ActionItem:
    """Of a project; raises ``Problem``."""
    row = await projects.one(uow.session, me.tenant, project_id)
    found = ActionItem(tenant=row.tenant, id=new_id(), project_id=row.id)
    await _write(uow, me, found, given)
    uow.session.add(found)
    return found


async def change(uow: UnitOfWork, me: Me, action_id: UUID, given: ActionForm) -> None:
    """Whoever it goes to learns of it; raises ``Problem``, ``Overtaken``."""
    row = await queries.one(uow.session, me.tenant, action_id)
    _refuse_settled(row)
    if row.version != given.version:
        raise Overtaken(given, await queries.known(uow.session, me.tenant, action_id))
    await _write(uow, me, row, given)


async def settle(uow: UnitOfWork, cause: Cause, action_id: UUID, state: ActionState) -> None:
    """Done, dropped, or open again; twice is the same as once. Raises ``NoResultFound``."""
    row = await queries.one(uow.session, cause.tenant, action_id)
    if row.state is state:
        return
    row.state = state
    row.settled_at = None if state is ActionState.OPEN else uow.now
    if state is ActionState.DONE:
        uow.announce(_done(row), cause)
    elif state is ActionState.DROPPED:
        about = {"action_id": row.id, "person_id": row.owner_id}
        uow.announce(ActionItemDropped(**about, gathering_id=row.gathering_id), cause)


async def finish(uow: UnitOfWork, cause: Cause, action_id: UUID) -> None:
    """By whoever it belongs to; raises ``Problem`` for what was dropped."""
    row = await queries.one(uow.session, cause.tenant, action_id)
    if row.state is ActionState.DROPPED:
        _refuse_settled(row)
    await settle(uow, cause, action_id, ActionState.DONE)


async def remind(uow: UnitOfWork) -> bool:
    """During the day, whoever has what is due soon, or was; whether there may be more."""
    if not is_daytime(uow.now):
        return False
    today = local_date(uow.now)
    held = queries.near(today).limit(BATCH).with_for_update(skip_locked=True)
    rows = (await uow.session.scalars(held)).all()
    told = [(row, late) for row in rows for late in rules.reminders(row, today)]
    for row, late in told:
        _remind(uow, row, overdue=late)
    return len(rows) == BATCH and bool(told)


def _remind(uow: UnitOfWork, row: ActionItem, *, overdue: bool) -> None:
    assert row.due_on is not None
    if overdue:
        row.told_after = row.due_on
    else:
        row.told_before = row.due_on
    due = ActionItemDue(
        action_id=row.id,
        gathering_id=row.gathering_id,
        assignment_id=row.assignment_id,
        person_id=row.owner_id,
        due_on=row.due_on,
        overdue=overdue,
    )
    uow.announce(due, Cause(row.tenant, new_id()))


async def _write(uow: UnitOfWork, me: Me, row: ActionItem, given: ActionForm) -> None:
    before = (row.owner_id, row.due_on)
    if not await people.still_called(uow.session, me.tenant, row.owner_id, given.who):
        row.owner_id = (await people.named(uow.session, me.tenant, given.who, "who")).person_id
    row.due_on, row.title = given.due_on, given.title
    if before == (row.owner_id, row.due_on):
        return
    if before[0] != row.owner_id:
        row.assignment_id = new_id()
    near = row.due_on is not None and is_near(row.due_on, local_date(uow.now))
    row.told_before, row.told_after = row.due_on if near else None, None
    uow.announce(_assigned(row), me.cause)


def _assigned(row: ActionItem) -> ActionItemAssigned | StepAssigned:
    about = {"action_id": row.id, "assignment_id": row.assignment_id, "person_id": row.owner_id}
    if row.gathering_id is not None:
        return ActionItemAssigned(**about, gathering_id=row.gathering_id, due_on=row.due_on)
    assert row.project_id is not None
    return StepAssigned(**about, project_id=row.project_id, due_on=row.due_on)


def _done(row: ActionItem) -> ActionItemDone | StepDone:
    about = {"action_id": row.id, "person_id": row.owner_id}
    if row.gathering_id is not None:
        return ActionItemDone(**about, gathering_id=row.gathering_id)
    assert row.project_id is not None
    return StepDone(**about, project_id=row.project_id)


def _refuse_settled(row: ActionItem) -> None:
    if row.state is not ActionState.OPEN:
        raise Problem(409, "action-settled", "It is not open any more")
