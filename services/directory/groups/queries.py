"""Groups, and who is in one on a day: one query over what is known then, nothing is kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts import queries as accounts
from services.directory.bonds import queries as bonds
from services.directory.employments.queries import FOUND, is_in
from services.directory.employments.values import State
from services.directory.groups.forms import GroupSearch
from services.directory.groups.models import Group, GroupPick, picks
from services.directory.groups.rules import in_words
from services.directory.groups.values import (
    ACTING,
    PICKED,
    RELATED,
    SUMMARY,
    Day,
    Picked,
    Rule,
    Summary,
    Who,
)
from services.directory.hierarchy.queries import with_branches
from services.directory.organizations.queries import (
    CONTACTS,
    ORGANIZATIONS,
    names_of_organizations,
    not_closed,
)
from services.directory.people.queries import PERSON_ID, names_of, people_of
from services.directory.placements.queries import applying
from shared.contracts.directory import OrganizationKind
from shared.database.counts import counts
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.web.problem import Problem

_contacts, _organizations = CONTACTS.selected_columns, ORGANIZATIONS.selected_columns
_employments = FOUND.selected_columns


async def page_of(
    session: AsyncSession, search: GroupSearch, page: KeysetRequest, at: Day
) -> Page[Summary]:
    """The municipality's by name, with how many are in each on the day."""
    query = _of(at.tenant)
    if search.text:
        query = query.where(Group.matches(search.text))
    found = await paginate(session, query, page, by=(Group.name, Group.id), columns=SUMMARY)
    return await described(session, found, partial(_summaries, at))


async def page_in_order(session: AsyncSession, tenant: str, page: KeysetRequest) -> Page[Group]:
    """The municipality's by name."""
    by = (Group.name, Group.id)
    return await paginate(session, _of(tenant), page, by=by, columns=())


async def one(session: AsyncSession, tenant: str, group_id: UUID) -> Group:
    """One of the municipality's; raises ``Problem``."""
    mine = _of(tenant).where(Group.id == group_id)
    found: Group | None = (await session.scalars(mine)).one_or_none()
    if found is None:
        raise Problem(404, "group-not-found", "There is no such group")
    return found


async def names_of_groups(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> dict[UUID, str]:
    """What these are called."""
    query = select(Group.id, Group.name).where(Group.tenant == tenant, Group.id.in_(ids))
    return {row.id: row.name for row in await session.execute(query)}


def _of(tenant: str) -> Select[Any]:
    return select(Group).where(Group.tenant == tenant)


async def _summaries(at: Day, session: AsyncSession, groups: Sequence[Group]) -> list[Summary]:
    numbers = await members_counted(session, groups, at)
    named = await organizations_named(session, groups, at.tenant)
    return [
        Summary(each.id, each.name, each.description, in_words(each.rule, named), numbers[each.id])
        for each in groups
    ]


async def members_counted(
    session: AsyncSession, groups: Sequence[Group], at: Day
) -> dict[UUID, int]:
    """How many are in each on the day; all in one statement."""
    queries = {
        f"group_{number}": select(func.count()).select_from(members(each, at).subquery())
        for number, each in enumerate(groups)
    }
    found = await counts(session, **queries) if queries else {}
    return {each.id: found[f"group_{number}"] for number, each in enumerate(groups)}


async def organizations_named(
    session: AsyncSession, groups: Collection[Group], tenant: str
) -> Mapping[UUID, str]:
    """What their rules name."""
    ids = {key for each in groups for key in (each.carrier_id, *each.schools) if key}
    return await names_of_organizations(session, ids, [tenant])


def members(group: Group, at: Day) -> Select[Any]:
    """The ids of who is in it on a day."""
    found = [_picked(group.id, at)]
    if (rule := group.rule) is not None:
        found.append(_meant(rule, at))
    return people_of(at.tenant).where(or_(*found))


async def is_member(session: AsyncSession, group: Group, at: Day, person_id: UUID) -> bool:
    """Whether somebody is in it on a day."""
    query = members(group, at).where(PERSON_ID.in_([person_id]))
    return (await session.execute(query)).first() is not None


def _picked(group_id: UUID, at: Day) -> ColumnElement[bool]:
    """Put into it by hand, and here on that day; or acting for what was put into it."""
    mine = (picks.c.tenant == at.tenant, picks.c.group_id == group_id)
    somebody = select(picks.c.person_id).where(*mine, picks.c.person_id.is_not(None))
    acting = select(_contacts.person_id).where(*mine, _acts_for_pick())
    return or_(PERSON_ID.in_(somebody) & _stands(at), PERSON_ID.in_(acting))


def _acts_for_pick() -> ColumnElement[bool]:
    any_role = or_(picks.c.role == "", picks.c.role == _contacts.role)
    return (picks.c.organization_id == _contacts.organization_id) & any_role


def _stands(at: Day) -> ColumnElement[bool]:
    """Whether a row of ``people`` works or acts here, is there for somebody, or has a role."""
    return or_(
        bonds.acts(),
        bonds.works(at.day),
        bonds.related(at.day),
        accounts.holds(at.tenant, None, at.day),
    )


def _meant(rule: Rule, at: Day) -> ColumnElement[bool]:
    if rule.who is Who.WORKER:
        return PERSON_ID.in_(_workers(rule, at))
    if rule.who in RELATED:
        schools = _schools(rule, at) if rule.narrows_schools else None
        return bonds.related(at.day, RELATED[rule.who], schools)
    return PERSON_ID.in_(_acting(rule, at))


def _workers(rule: Rule, at: Day) -> Select[Any]:
    """Who is employed on that day, with a placement that applies at one of these schools."""
    current = (_employments.tenant == at.tenant, is_in(State.CURRENT, at.day))
    query = select(_employments.worker_id).where(*current)
    if rule.carrier_id:
        branches = with_branches(at.tenant, rule.carrier_id)
        query = query.where(_employments.carrier_id.in_(branches))
    placed = applying(at.tenant, at.day).subquery("placed")
    if rule.narrows_schools:
        there = select(placed.c.employment_id).where(placed.c.school_id.in_(_schools(rule, at)))
        query = query.where(_employments.id.in_(there))
    if rule.narrows_hours:
        hours = func.sum(placed.c.weekly_hours)
        limits = [hours >= rule.hours_from] if rule.hours_from is not None else []
        limits += [hours <= rule.hours_to] if rule.hours_to is not None else []
        theirs = (*current, placed.c.employment_id == _employments.id)
        whole = select(_employments.worker_id).where(*theirs)
        whole = whole.group_by(_employments.worker_id).having(*limits).correlate(None)
        query = query.where(_employments.worker_id.in_(whole))
    return query


def _acting(rule: Rule, at: Day) -> Select[Any]:
    """Who acts in a role; heads also by the carrier that has workers at their school."""
    query = select(_contacts.person_id).where(
        _contacts.role == ACTING[rule.who].value,
        _organizations.id == _contacts.organization_id,
        _organizations.tenant == at.tenant,
        not_closed(at.day),
    )
    if rule.narrows_schools:
        query = query.where(_organizations.id.in_(_schools(rule, at)))
    if rule.carrier_id and rule.who is Who.CARRIER:
        query = query.where(_organizations.id.in_(with_branches(at.tenant, rule.carrier_id)))
    elif rule.carrier_id:
        query = query.where(_organizations.id.in_(_served(rule.carrier_id, at)))
    return query


def _served(carrier_id: UUID, at: Day) -> Select[Any]:
    """The schools at which somebody of the carrier or of a branch works on that day."""
    placed = applying(at.tenant, at.day).subquery("served")
    branches = with_branches(at.tenant, carrier_id)
    theirs = (_employments.tenant == at.tenant, _employments.carrier_id.in_(branches))
    current = select(_employments.id).where(*theirs, is_in(State.CURRENT, at.day))
    return select(placed.c.school_id).where(placed.c.employment_id.in_(current))


def _schools(rule: Rule, at: Day) -> Select[Any]:
    schools = ORGANIZATIONS.with_only_columns(_organizations.id).where(
        _organizations.tenant == at.tenant,
        _organizations.kind == OrganizationKind.SCHOOL.value,
        not_closed(at.day),
    )
    if rule.school_type:
        schools = schools.where(_organizations.school_type == rule.school_type)
    if rule.schools:
        schools = schools.where(_organizations.id.in_(rule.schools))
    return schools


async def picks_of(
    session: AsyncSession, tenant: str, groups: Collection[UUID]
) -> Mapping[UUID, list[GroupPick]]:
    """Whom the office put into these, by group, in the order in which it did."""
    mine = (GroupPick.tenant == tenant, GroupPick.group_id.in_(groups))
    found: defaultdict[UUID, list[GroupPick]] = defaultdict(list)
    for each in await session.scalars(select(GroupPick).where(*mine).order_by(GroupPick.id)):
        found[each.group_id].append(each)
    return found


async def pick(session: AsyncSession, at: Day, group_id: UUID, pick_id: UUID) -> Picked:
    """One of a group's; raises ``Problem``."""
    mine = (GroupPick.tenant == at.tenant, GroupPick.group_id == group_id)
    query = select(GroupPick).where(*mine, GroupPick.id == pick_id)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise Problem(404, "group-member-not-found", "Nobody of the group was put in so")
    return (await _described(at, session, [found]))[0]


async def page_of_picks(
    session: AsyncSession, group_id: UUID, page: KeysetRequest, at: Day
) -> Page[Picked]:
    """In the order in which the office put them in."""
    query = select(GroupPick).where(GroupPick.tenant == at.tenant, GroupPick.group_id == group_id)
    found = await paginate(session, query, page, by=(GroupPick.id,), columns=PICKED)
    return await described(session, found, partial(_described, at))


async def _described(at: Day, session: AsyncSession, rows: Sequence[GroupPick]) -> list[Picked]:
    called = await names_of(session, {each.person_id for each in rows if each.person_id})
    places = {each.organization_id for each in rows if each.organization_id}
    called |= await names_of_organizations(session, places, [at.tenant])
    here = picks.c.person_id.in_(people_of(at.tenant).where(_stands(at)))
    acting = exists(select(_contacts.person_id).where(_acts_for_pick()))
    query = select(picks.c.id).where(picks.c.tenant == at.tenant, or_(here, acting))
    listed = query.where(in_list(picks.c.id, "ids"))
    there = set(await session.scalars(listed, {"ids": [each.id for each in rows]}))
    return [_one_picked(each, called, there) for each in rows]


def _one_picked(row: GroupPick, called: Mapping[UUID, str], there: Collection[UUID]) -> Picked:
    named = row.person_id or row.organization_id
    return Picked(
        id=row.id,
        name=called.get(named, "") if named else "",
        person_id=row.person_id,
        organization_id=row.organization_id,
        role=row.role,
        there=row.id in there,
    )
