"""Action items of a municipality, of a gathering, and of somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import Date, Select, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions.forms import ActionSearch
from services.trainings.actions.models import ActionItem, action_items
from services.trainings.actions.values import ACTION, Action, ActionState, Linked
from services.trainings.decisions import queries as decisions
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.people import queries as people
from services.trainings.projects import queries as projects
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing
from shared.reminding import LONGEST

SHOWN = 50
BY_DAY = (ActionItem.due_on, ActionItem.id)
_TODAY = bindparam("today", type_=Date)
_COUNTS = select(
    func.count(),
    func.count(case((action_items.c.due_on < _TODAY, 1))),
    literal(0),
    func.min(action_items.c.due_on),
).where(action_items.c.tenant == bindparam("tenant"), action_items.c.state == ActionState.OPEN)
LATE_COUNTS = _COUNTS.where(action_items.c.due_on < _TODAY)
OWN_COUNTS = _COUNTS.where(action_items.c.owner_id == bindparam("person_id"))
"""Both of what is open: how many, how many are late, nothing, and the first day."""


async def one(session: AsyncSession, tenant: str, action_id: UUID) -> ActionItem:
    """Raises ``NoResultFound``."""
    mine = (ActionItem.tenant == tenant, ActionItem.id == action_id)
    return (await session.scalars(select(ActionItem).where(*mine))).one()


async def known(session: AsyncSession, tenant: str, action_id: UUID) -> Mapping[str, object]:
    """What its form shows; raises ``NoResultFound``."""
    row = await one(session, tenant, action_id)
    names = await people.names_of(session, tenant, [row.owner_id])
    same = {"title": row.title, "due_on": row.due_on, "version": row.version}
    return same | {"who": names.get(row.owner_id, "")}


async def by_link(session: AsyncSession, assignment_id: UUID, today: date) -> Linked | None:
    """Whoever holds the link of it may see it, as long as it is theirs."""
    query = select(ActionItem).where(ActionItem.assignment_id == assignment_id)
    row = (await session.scalars(crossing(query))).one_or_none()
    if row is None:
        return None
    return Linked(row.tenant, (await shown_of(session, row.tenant, [row], today))[0])


def near(today: date) -> Select[ActionItem]:
    """Those that are open in any municipality, of whose day somebody may have to be reminded."""
    before = ActionItem.told_before.is_distinct_from(ActionItem.due_on)
    after = ActionItem.told_after.is_distinct_from(ActionItem.due_on)
    query = select(ActionItem).where(
        ActionItem.state == ActionState.OPEN,
        ActionItem.due_on >= today - LONGEST,
        ActionItem.due_on <= today + LONGEST,
        or_(and_(ActionItem.due_on >= today, before), and_(ActionItem.due_on < today, after)),
    )
    return crossing(query.order_by(*BY_DAY))


async def page_of(
    session: AsyncSession, tenant: str, search: ActionSearch, wanted: KeysetRequest, today: date
) -> Page[Action]:
    """Those that are due first, and so those that are overdue, come first."""
    query = select(ActionItem).where(ActionItem.tenant == tenant)
    if search.state:
        query = query.where(ActionItem.state == search.state)
    return await _listed(session, tenant, query, wanted, today)


async def own(
    session: AsyncSession,
    tenant: str,
    person_id: UUID,
    state: ActionState | None,
    wanted: KeysetRequest,
    today: date,
) -> Page[Action]:
    """The same of somebody."""
    mine = (ActionItem.tenant == tenant, ActionItem.owner_id == person_id)
    query = select(ActionItem).where(*mine)
    if state:
        query = query.where(ActionItem.state == state)
    return await _listed(session, tenant, query, wanted, today)


async def of_gathering(
    session: AsyncSession, tenant: str, gathering_id: UUID, today: date
) -> list[Action]:
    """What was agreed there, as it stands now."""
    mine = (ActionItem.tenant == tenant, ActionItem.gathering_id == gathering_id)
    query = select(ActionItem).where(*mine).order_by(*BY_DAY).limit(SHOWN)
    return await shown_of(session, tenant, (await session.scalars(query)).all(), today)


async def of_project(
    session: AsyncSession, tenant: str, project_id: UUID, today: date
) -> list[Action]:
    """Its steps, as they stand now."""
    mine = (ActionItem.tenant == tenant, ActionItem.project_id == project_id)
    query = select(ActionItem).where(*mine).order_by(*BY_DAY).limit(SHOWN)
    return await shown_of(session, tenant, (await session.scalars(query)).all(), today)


async def open_before(session: AsyncSession, row: Gathering, today: date) -> list[Action]:
    """What is open from earlier meetings of its line: each agenda shows it until it is done."""
    query = (
        select(ActionItem)
        .join(Gathering, Gathering.id == ActionItem.gathering_id)
        .where(
            ActionItem.tenant == row.tenant,
            ActionItem.state == ActionState.OPEN,
            *gatherings.before(row),
        )
        .order_by(*BY_DAY)
        .limit(SHOWN)
    )
    return await shown_of(session, row.tenant, (await session.scalars(query)).all(), today)


async def shown_of(
    session: AsyncSession, tenant: str, rows: Sequence[ActionItem], today: date
) -> list[Action]:
    """With names, and where they were agreed."""
    if not rows:
        return []
    names = await people.names_of(session, tenant, {each.owner_id for each in rows})
    held = {each.gathering_id for each in rows if each.gathering_id}
    planned = {each.project_id for each in rows if each.project_id}
    titles = {
        **await gatherings.titles_of(session, tenant, held),
        **await projects.titles_of(session, tenant, planned),
    }
    numbers = await decisions.called(
        session, tenant, {each.decision_id for each in rows if each.decision_id}
    )
    return [_shown(each, names, titles, numbers, today) for each in rows]


async def _listed(
    session: AsyncSession,
    tenant: str,
    query: Select[ActionItem],
    wanted: KeysetRequest,
    today: date,
) -> Page[Action]:
    found = await paginate(session, query, wanted, by=BY_DAY)
    page = await described(session, found, partial(_described, tenant, today))
    return replace(page, columns=ACTION)


async def _described(
    tenant: str, today: date, session: AsyncSession, rows: Sequence[ActionItem]
) -> list[Action]:
    return await shown_of(session, tenant, rows, today)


def _shown(
    row: ActionItem,
    names: Mapping[UUID, str],
    titles: Mapping[UUID, str],
    numbers: Mapping[UUID, str],
    today: date,
) -> Action:
    late = row.due_on is not None and row.due_on < today
    return Action(
        id=row.id,
        gathering_id=row.gathering_id,
        project_id=row.project_id,
        origin=titles.get(row.gathering_id or row.project_id or row.id, ""),
        title=row.title,
        owner=names.get(row.owner_id, people.NOBODY),
        due_on=row.due_on,
        state=row.state,
        overdue=late and row.state is ActionState.OPEN,
        decision=numbers.get(row.decision_id, "") if row.decision_id else "",
    )
