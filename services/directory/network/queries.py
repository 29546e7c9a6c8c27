"""Nodes with their neighbours, what is missing, and what is to be done about that."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts import queries as accounts
from services.directory.hierarchy.queries import open_by_id, parts_of
from services.directory.network import rules
from services.directory.network.forms import GapSearch, NetworkSearch, TaskSearch
from services.directory.network.models import GapTask, gap_tasks
from services.directory.network.values import PERSON, Gap, Lacking, Link, Node, Task, TaskState
from services.directory.organizations import queries as organizations
from services.directory.people.queries import names_of, people_of
from services.directory.relationships import queries as relationships
from services.directory.relationships.values import Related
from shared.clock import A_DAY
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, SchoolType
from shared.contracts.relationships import RelationshipType
from shared.database.counts import later
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.web.problem import Problem

SOON = timedelta(days=7)
"""Before a task of the office is due."""
_schools = organizations.ORGANIZATIONS.selected_columns
LACKING = tuple(
    attribute(*each) for each in (("name", "Schule"), ("missing", "Was fehlt"), ("due_on", "Bis"))
)
TASKS = tuple(
    attribute(*each)
    for each in (
        ("school", "Schule"),
        ("type", "Was fehlt"),
        ("due_on", "Bis"),
        ("assignee", "Wer"),
        ("state", "Stand"),
    )
)
MOST_PARTS = 500
COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("name", "Organisation"),
        ("kind", "Art"),
        ("count", "Verbindungen"),
        ("neighbours", "Verbunden mit"),
    )
)


async def page_of(
    session: AsyncSession, tenant: str, search: NetworkSearch, page: KeysetRequest, today: date
) -> Page[Node]:
    """The municipality's organizations by name, each with its neighbours on that day."""
    wanted = organizations.search_for(search.text, search.kind)
    found = await organizations.page_of(session, tenant, wanted, page, today)

    async def describe(later: AsyncSession, rows: Sequence[Any]) -> list[Node]:
        return await _nodes(later, tenant, rows, today)

    return replace(await described(session, found, describe), columns=COLUMNS)


async def gaps(session: AsyncSession, tenant: str, today: date) -> list[Gap]:
    """What schools lack on that day."""
    schools = await organizations.all_schools(session, tenant, today)
    return rules.gaps(schools, await relationships.served(session, tenant, today))


async def count_gaps(session: AsyncSession, tenant: str, today: date) -> int:
    """How much schools lack on that day."""
    found = await session.execute(GAPS, {"tenant": tenant, "today": today})
    return int(found.scalar_one())


async def _nodes(
    session: AsyncSession, tenant: str, rows: Sequence[Any], today: date
) -> list[Node]:
    ids = [each.id for each in rows]
    related = await relationships.active_at(session, tenant, ids, today)
    parts = await parts_of(session, tenant, ids, MOST_PARTS, today)
    others = {each.part_of for each in rows if each.part_of}
    others |= {each.to_organization_id for each in related}
    others |= {each.from_organization_id for each in related if each.from_organization_id}
    known = await open_by_id(session, tenant, others, today)
    return [
        Node(
            each.id,
            each.name,
            each.kind,
            [
                *(_whole(known[each.part_of]) for _ in (1,) if each.part_of in known),
                *(Link("dazu gehört", p.name, p.id, p.kind) for p in parts if p.part_of == each.id),
                *_links(each.id, related, known),
            ],
        )
        for each in rows
    ]


def _whole(row: Row[Any]) -> Link:
    return Link("gehört zu", row.name, row.id, OrganizationKind(row.kind))


def _links(key: UUID, related: Sequence[Related], known: dict[UUID, Row[Any]]) -> list[Link]:
    found = []
    for each in related:
        if key not in (each.to_organization_id, each.from_organization_id):
            continue
        called, name, other = each.seen_from(key)
        if other in known:
            found.append(Link(called, name, known[other].id, known[other].kind))
        elif each.from_person_id:
            found.append(Link(called, name, each.from_person_id, PERSON))
    return found


async def page_of_gaps(
    session: AsyncSession, tenant: str, search: GapSearch, page: KeysetRequest, today: date
) -> Page[Lacking]:
    """Schools that lack something on that day, by name; of a type, all they lack is shown."""
    wanted = [_lacks(search.type, today)]
    if search.text:
        wanted.append(_schools.id.in_(organizations.schools_called(tenant, search.text)))
    found = await organizations.page_of_schools(session, tenant, wanted, page, today)
    described_ = await described(session, found, partial(_lacking, tenant, today))
    return replace(described_, columns=LACKING)


def _lacks(type_: RelationshipType | None, today: date) -> ColumnElement[bool]:
    chosen = [each for each in _EXPECTED if type_ in (None, each)]
    return or_(false(), *(_missing(each, today) for each in chosen))


def _missing(type_: RelationshipType, today: date) -> ColumnElement[bool]:
    return and_(_EXPECTED[type_], ~relationships.is_served(_schools.id, type_, today))


_EXPECTED: dict[RelationshipType, ColumnElement[bool]] = {
    RelationshipType.ASD_CONTACT: true(),
    RelationshipType.ALL_DAY_LEAD: _schools.all_day_school.is_(True),
    RelationshipType.FEEDER_KITA: _schools.school_type == SchoolType.PRIMARY,
}
"""As ``rules.wanted`` says it of one."""
_TENANT, _TODAY = later("tenant", String()), later("today", Date())
_MISSING = [case((_missing(each, _TODAY), 1), else_=0) for each in _EXPECTED]
GAPS = select(func.coalesce(func.sum(sum(_MISSING[1:], start=_MISSING[0])), 0)).where(
    _schools.tenant == _TENANT, organizations.TAKES_WORKERS, organizations.not_closed(_TODAY)
)
"""How much the schools of ``tenant`` lack ``today``."""


async def _lacking(
    tenant: str, today: date, session: AsyncSession, schools: Sequence[Any]
) -> list[Lacking]:
    found = rules.gaps(schools, await relationships.served(session, tenant, today))
    ids = [each.id for each in schools]
    query = select(GapTask).where(GapTask.tenant == tenant, GapTask.done_at.is_(None))
    rows = (await session.scalars(query.where(GapTask.school_id.in_(ids)))).all()
    tasks = await _tasks(tenant, today, session, rows)
    return [
        Lacking(
            each.id,
            each.name,
            [gap for gap in found if gap.school_id == each.id],
            {task.type: task for task in tasks if task.school_id == each.id},
        )
        for each in schools
    ]


async def gap(
    session: AsyncSession, tenant: str, school_id: UUID, type_: RelationshipType, today: date
) -> Gap:
    """What a school lacks; raises ``Problem`` where it does not."""
    school = await organizations.organization(session, tenant, school_id)
    mine = [school] if school.kind == OrganizationKind.SCHOOL else []
    for each in rules.gaps(mine, await relationships.served(session, tenant, today)):
        if each.type == type_:
            return each
    raise Problem(404, "gap-not-found", "The school does not lack it")


def is_there(today: date) -> ColumnElement[bool]:
    """Whether what a task is about is missing no more."""
    columns = gap_tasks.c
    return relationships.is_served(columns.school_id, columns.type, today)


async def page_of_tasks(
    session: AsyncSession, tenant: str, search: TaskSearch, page: KeysetRequest, today: date
) -> Page[Task]:
    """The municipality's by the day on which they are due."""
    query = select(GapTask).where(GapTask.tenant == tenant)
    if search.state is not None:
        stands = is_open(today)
        query = query.where(stands if search.state is TaskState.OPEN else ~stands)
    by = (GapTask.due_on, GapTask.id)
    found = await paginate(session, query, page, by=by, columns=TASKS)
    return await described(session, found, partial(_tasks, tenant, today))


def is_open(today: date) -> ColumnElement[bool]:
    """Whether a task is still to be done."""
    return gap_tasks.c.done_at.is_(None) & ~is_there(today)


async def task(session: AsyncSession, tenant: str, task_id: UUID) -> GapTask:
    """One of them; raises ``NoResultFound``."""
    mine = (GapTask.tenant == tenant, GapTask.id == task_id)
    return (await session.scalars(select(GapTask).where(*mine))).one()


async def open_task(
    session: AsyncSession, tenant: str, school_id: UUID, type_: RelationshipType
) -> GapTask | None:
    """The one about what a school lacks, that nobody has done yet."""
    mine = (GapTask.tenant == tenant, GapTask.school_id == school_id, GapTask.type == type_)
    query = select(GapTask).where(*mine, GapTask.done_at.is_(None))
    return (await session.scalars(query.limit(1))).first()


async def shown(session: AsyncSession, tenant: str, row: GapTask, today: date) -> Task:
    """The same with names, and whether it is done."""
    return (await _tasks(tenant, today, session, [row]))[0]


async def _tasks(
    tenant: str, today: date, session: AsyncSession, rows: Sequence[GapTask]
) -> list[Task]:
    ids = {each.school_id for each in rows}
    schools = await organizations.names_of_organizations(session, ids, [tenant])
    people = await names_of(session, {each.assignee_id for each in rows if each.assignee_id})
    served = await relationships.served(session, tenant, today)
    return [
        Task(
            id=each.id,
            school_id=each.school_id,
            school=schools.get(each.school_id, ""),
            type=each.type,
            due_on=each.due_on,
            assignee_id=each.assignee_id,
            assignee=people.get(each.assignee_id, "") if each.assignee_id else "",
            done=each.done_at is not None or (each.type, each.school_id) in served,
            late=each.due_on < today,
        )
        for each in rows
    ]


def _coordinating(tenant: str, today: date) -> Select[Any]:
    return people_of(tenant).where(accounts.holds(tenant, AccessRole.COORDINATOR, today))


def _due(by: str) -> Select[int]:
    columns = gap_tasks.c
    left = columns.assignee_id.not_in(_coordinating(_TENANT, _TODAY))
    nobodys = or_(columns.assignee_id.is_(None), left)
    theirs = or_(nobodys, columns.assignee_id == bindparam("person_id"))
    mine = (columns.tenant == _TENANT, theirs, is_open(_TODAY))
    return select(func.count()).select_from(gap_tasks).where(*mine, columns.due_on <= bindparam(by))


SOON_DUE, OVERDUE = _due("soon"), _due("yesterday")
"""How many are open and due by a day, of ``person_id``'s and of nobody's, or of who has left."""


def days_of(today: date) -> dict[str, date]:
    """The days that both count by."""
    return {"soon": today + SOON, "yesterday": today - A_DAY}


async def office(session: AsyncSession, tenant: str, today: date) -> list[tuple[str, str]]:
    """Whoever coordinates here: id and name, as a form offers them."""
    ids = (await session.scalars(_coordinating(tenant, today))).all()
    named = await names_of(session, ids)
    return sorted(((str(key), name) for key, name in named.items()), key=itemgetter(1))
