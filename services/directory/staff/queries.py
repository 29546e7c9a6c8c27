"""Employments as a carrier's clerk and the coordination office read them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import grants_of
from services.directory.employments import queries as employments
from services.directory.employments.values import Employment, state_of
from services.directory.findings.queries import of_worker as findings_of
from services.directory.functions.queries import latest
from services.directory.leaves.queries import of_employments
from services.directory.organizations.queries import (
    organizations_by_id,
    schools_by_number,
    schools_called,
)
from services.directory.people.queries import people_by_id
from services.directory.placements.queries import placed_at, timelines
from services.directory.schemas import Span
from services.directory.staff.forms import StaffSearch
from services.directory.staff.values import Employee, EmployeePage
from services.directory.timelines.queries import picture_of_worker
from shared.contracts.accounts import AccessRole, Grant
from shared.database.paging import KeysetRequest, Page, attribute, described
from shared.web.sessions.person import Me

_COLUMNS = (
    attribute("name", "Name"),
    attribute("schools", "Schulen"),
    attribute("hours", "Wochenstunden"),
    attribute("start", "Von"),
    attribute("end", "Bis"),
    attribute("funding", "Finanzierung"),
    attribute("state", "Stand"),
)
_WITH_CARRIER = (*_COLUMNS[:1], attribute("carrier", "Anstellungsträger"), *_COLUMNS[1:])


async def page_of(
    session: AsyncSession, me: Me, search: StaffSearch, page: KeysetRequest, today: date
) -> Page[Employee]:
    """The employments that are the asker's to look after, by name."""
    wanted = replace(employments.wanted_by(me, today), state=search.state, funding=search.funding)
    among = placed_at(schools_called(me.tenant, search.school)) if search.school else None
    columns = _COLUMNS if me.role is AccessRole.CARRIER else _WITH_CARRIER
    found = await employments.page_of(session, wanted, page, columns, among)

    async def describe(later: AsyncSession, rows: Sequence[Any]) -> list[Employee]:
        given = [employments.employment_of(each) for each in rows]
        return await _employees(later, me.tenant, given, today)

    return await described(session, found, describe)


async def one(session: AsyncSession, me: Me, employment_id: UUID, today: date) -> EmployeePage:
    """One that is the asker's to look after; raises ``NoResultFound``."""
    wanted = employments.wanted_by(me, today)
    found = await employments.one(session, wanted, employment_id)
    [employee] = await _employees(session, me.tenant, [found], today)
    person = (await people_by_id(session, me.tenant, [found.worker_id]))[found.worker_id]
    every = await employments.of_person(session, wanted, found.worker_id)
    work = await work_of(session, me.tenant, found.worker_id)
    over = [each.valid_to for each in work if each.valid_to and each.valid_to < today]
    timeline = (await timelines(session, me.tenant, [found]))[found.id]
    return EmployeePage(
        employee=employee,
        email=person.email,
        timeline=timeline,
        schools=await _schools(session, me.tenant, timeline),
        picture=await picture_of_worker(session, me.tenant, every, today),
        findings=[
            (each.rule, each.reason, each.since, each.standing, each.id)
            for each in await findings_of(session, wanted, found.worker_id)
        ],
        leaves=(await of_employments(session, me.tenant, [found.id])).get(found.id, ()),
        others=[each for each in every if each.id != found.id],
        may_sign_in=len(work) > len(over),
        access_ended=max(over, default=None) if len(work) == len(over) else None,
    )


async def work_of(session: AsyncSession, tenant: str, worker_id: UUID) -> list[Grant]:
    """As what somebody works or worked in the municipality, as far as they may sign in."""
    held = await grants_of(session, worker_id)
    return [each for each in held if each.role is AccessRole.WORKER and each.municipality == tenant]


async def _schools(
    session: AsyncSession, tenant: str, timeline: Sequence[Span]
) -> list[tuple[UUID, str]]:
    """Of a timeline, in its order, each once."""
    placed = [each for span in timeline for each in span.placements if each.school_number]
    named = {each.school_number: each.school_name for each in placed if each.school_number}
    known = await schools_by_number(session, named)
    return [
        (known[tenant, number].id, name)
        for number, name in named.items()
        if (tenant, number) in known
    ]


async def _employees(
    session: AsyncSession, tenant: str, given: Sequence[Employment], today: date
) -> list[Employee]:
    people = await people_by_id(session, tenant, {each.worker_id for each in given})
    carriers = await employments.carriers_of(session, tenant, [each.id for each in given])
    names = await organizations_by_id(session, tenant, set(carriers.values()))
    spans = await latest(session, tenant, given, today)
    return [
        Employee(
            employment=each,
            name=f"{people[each.worker_id].given_name} {people[each.worker_id].family_name}",
            carrier=names[carriers[each.id]].name,
            span=spans[each.id],
            state=state_of(each, today),
        )
        for each in given
    ]
