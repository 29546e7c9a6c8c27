"""The tasks somebody has for an organization, in all onboardings that are under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.duties.forms import DutySearch
from services.trainings.duties.values import (
    Duty,
    Owned,
    Represented,
    State,
    owned_by,
    owned_by_office,
)
from services.trainings.models import Onboarding, Organization, Person, Task, organizations, tasks
from services.trainings.templates import queries as templates
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Role
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.reach import crossing
from shared.web.sessions.person import Me

_ROLES = {AccessRole.HEAD: Role.HEAD, AccessRole.CARRIER: Role.CARRIER}
_REPRESENTED: Select[Any] = select(
    organizations.c.tenant,
    organizations.c.organization_id,
    organizations.c.kind,
    organizations.c.contacts,
)
_HERE = _REPRESENTED.where(organizations.c.tenant == bindparam("tenant"))
_NAMED = cast(organizations.c.contacts, Text).like(bindparam("named"))
_WHERE_NAMED = crossing(
    _REPRESENTED.where(organizations.c.tenant.in_(select(organizations.c.tenant).where(_NAMED)))
)
"""Of each municipality of which an organization names somebody, whose id is in ``named``."""
_DONE = case((Task.done_at.is_(None), 0), else_=1)
_COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("title", "Aufgabe"),
        ("worker", "Fachkraft"),
        ("organization", "Ort"),
        ("start_date", "Erster Arbeitstag"),
        ("due_on", "Frist"),
        ("state", "Stand"),
    )
)


async def page_of(
    session: AsyncSession, me: Me, search: DutySearch, page: KeysetRequest, today: date
) -> Page[Duty]:
    """What is open, by its day, then what is done."""
    query = await _mine(session, me)
    if search.state:
        query = query.where(_is(search.state, today))
    by = (_DONE.label("done"), Task.due_on, Task.id)
    found = await paginate(session, query, page, by=by, columns=_COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[Task]) -> list[Duty]:
        return await _duties(later, rows, today)

    return await described(session, found, describe)


async def is_mine(session: AsyncSession, me: Me, task_id: UUID) -> bool:
    """Whether the task is one that the asker has, in an onboarding that is under way."""
    query = (await _mine(session, me)).where(Task.id == task_id)
    return (await session.scalars(query)).one_or_none() is not None


async def due(session: AsyncSession, me: Me, today: date) -> tuple[int, int, int, date | None]:
    """What the asker has to do: how many tasks, late ones, for how many people, the first day."""
    if (theirs := await _theirs(session, me)) is None:
        return 0, 0, 0, None
    mine = _under_way(me, theirs).where(Task.done_at.is_(None))
    each = mine.with_only_columns(Task.due_on, Task.onboarding_id).subquery()
    query = select(
        func.count(),
        func.count(case((each.c.due_on < today, 1))),
        func.count(distinct(each.c.onboarding_id)),
        func.min(each.c.due_on),
    ).select_from(each)
    if me.role is AccessRole.OPERATOR:
        query = crossing(query)
    count, late, people, first = (await session.execute(query)).one()
    return count, late, people, first


async def _mine(session: AsyncSession, me: Me) -> Select[Task]:
    theirs = await _theirs(session, me)
    return _under_way(me, false() if theirs is None else theirs)


def _under_way(me: Me, theirs: ColumnElement[bool]) -> Select[Task]:
    query = select(Task).join(Onboarding, Onboarding.id == Task.onboarding_id)
    query = query.where(Onboarding.closed_at.is_(None), theirs)
    return crossing(query) if me.role is AccessRole.OPERATOR else query


async def _theirs(session: AsyncSession, me: Me) -> ColumnElement[bool] | None:
    """None where there are none: operators have some as contacts only, and few are one."""
    if me.role is AccessRole.OPERATOR:
        found = await _anywhere(session, me.person_id)
        return or_(*found) if found else None
    if me.role in _ROLES:
        named = frozenset({me.organization_id} if me.organization_id else ())
        owned = [Owned(_ROLES[me.role], named)]
    else:
        represented = await _represented(session, me.tenant)
        owned = owned_by(me.person_id, represented)
        if me.role is AccessRole.COORDINATOR:
            owned += owned_by_office(represented)
    return and_(Task.tenant == me.tenant, _belongs_to_any(owned))


async def _anywhere(session: AsyncSession, person_id: UUID) -> list[ColumnElement[bool]]:
    """What somebody has as a contact, in each municipality of which an organization names them."""
    found: dict[str, list[Represented]] = {}
    for row in await session.execute(_WHERE_NAMED, {"named": f"%{person_id}%"}):
        found.setdefault(row.tenant, []).append(_representing(row))
    owned = {tenant: owned_by(person_id, each) for tenant, each in found.items()}
    return [and_(Task.tenant == each, _belongs_to_any(theirs)) for each, theirs in owned.items()]


def _belongs_to_any(owned: Sequence[Owned]) -> ColumnElement[bool]:
    """Entered by the roles: no database finds them in what is only one of several conditions."""
    roles = Task.role.in_(sorted({each.role.value for each in owned}))
    return and_(roles, or_(false(), *(_belongs(each) for each in owned)))


def _belongs(owned: Owned) -> ColumnElement[bool]:
    role = Task.role == owned.role.value
    if owned.but is not None:
        return and_(role, Task.organization_id.not_in(owned.but))
    return and_(role, Task.organization_id.in_(owned.organizations))


async def _represented(session: AsyncSession, tenant: str) -> list[Represented]:
    return [_representing(row) for row in await session.execute(_HERE, {"tenant": tenant})]


def _representing(row: Row[Any]) -> Represented:
    first_named = {Role(each["role"]): each["person_id"] for each in reversed(row.contacts)}
    return Represented(row.organization_id, row.kind, first_named)


def _is(state: State, today: date) -> ColumnElement[bool]:
    undone = Task.done_at.is_(None)
    match state:
        case State.DONE:
            return Task.done_at.is_not(None)
        case State.OVERDUE:
            return and_(undone, Task.due_on < today)
        case State.OPEN:
            return undone


async def _duties(session: AsyncSession, rows: Sequence[Task], today: date) -> list[Duty]:
    tenants = {each.tenant for each in rows}
    around = (
        select(Task.id, Onboarding, Person, Organization.name)
        .join(Onboarding, Onboarding.id == Task.onboarding_id)
        .outerjoin(Person, Person.person_id == Onboarding.worker_id)
        .outerjoin(Organization, Organization.organization_id == Task.organization_id)
        .where(Task.tenant.in_(tenants), in_list(tasks.c.id, "ids"))
    )
    found = (await session.execute(around, {"ids": [each.id for each in rows]})).all()
    used = {onboarding.template_id for _, onboarding, _, _ in found}
    titles = {key: await templates.titles(session, key) for key in used}
    known = {
        key: _Around(onboarding, worker, organization, titles[onboarding.template_id])
        for key, onboarding, worker, organization in found
    }
    return [_duty(each, known[each.id], today) for each in rows]


@dataclass(frozen=True)
class _Around:
    onboarding: Onboarding
    worker: Person | None
    organization: str | None
    titles: Mapping[str, str]


def _duty(task: Task, around: _Around, today: date) -> Duty:
    worker = around.worker
    return Duty(
        id=task.id,
        title=around.titles.get(task.code, task.code),
        worker=f"{worker.given_name} {worker.family_name}" if worker else "Name folgt",
        organization=around.organization or "",
        start_date=around.onboarding.start_date,
        due_on=task.due_on,
        mandatory=task.mandatory,
        state=_state(task, today),
    )


def _state(task: Task, today: date) -> State:
    if task.done_at is not None:
        return State.DONE
    return State.OVERDUE if task.due_on < today else State.OPEN
