"""Schools, carriers and the office of whoever works at a school or leads it, with people."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.cover import queries as covers
from services.directory.cover.values import Cover
from services.directory.employments.queries import among, by_ids, carriers_of, of_person
from services.directory.employments.values import Employment, State, Wanted, state_of
from services.directory.entries.queries import asker_of
from services.directory.organizations.queries import (
    acting,
    municipality_of,
    organizations_by_id,
    schools_by_number,
)
from services.directory.people.queries import people_by_id
from services.directory.people.values import Asker
from services.directory.placements.queries import in_force, placed_at, timelines
from services.directory.placements.values import latest_begun, spans
from services.directory.schemas import Span
from services.directory.sight.queries import names_and_mails, whose_hours_are_seen
from services.directory.workplaces.values import NAMELESS, Absence, Days, Workplace
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, Role
from shared.web.sessions.person import Me

_ORDER = [OrganizationKind.SCHOOL, OrganizationKind.CARRIER, OrganizationKind.MUNICIPALITY]
Person = tuple[Role, str, str]
"""Function, name and address."""


async def own(session: AsyncSession, me: Me, today: date) -> list[Workplace]:
    """Of a head the school; of a worker those of today or, before the first day, to come."""
    if me.role is AccessRole.HEAD:
        schools: dict[UUID, Decimal | None] = (
            {me.organization_id: None} if me.organization_id else {}
        )
        return await _described(session, me, schools, (), today)
    known = await of_person(session, Wanted(me.tenant, None, today), me.person_id)
    stand = [each for each in known if state_of(each, today) in (State.CURRENT, State.COMING)]
    if not stand:
        return []
    hours = _hours(stand, await timelines(session, me.tenant, stand), today)
    numbered = await schools_by_number(session, hours)
    places = {row.id: hours[number] for (_, number), row in numbered.items()}
    return await _described(session, me, places, stand, today)


def _hours(
    stand: Sequence[Employment], found: Mapping[UUID, Sequence[Span]], today: date
) -> dict[str, Decimal]:
    """By school number, of all employments together; of one to come where there is none today."""
    coming: defaultdict[str, Decimal] = defaultdict(Decimal)
    current: defaultdict[str, Decimal] = defaultdict(Decimal)
    for job in stand:
        span = latest_begun(found[job.id], today)
        sums = current if state_of(job, today) is State.CURRENT else coming
        for each in span.placements if span else ():
            if each.school_number:
                sums[each.school_number] += each.weekly_hours
    return {**coming, **current}


async def _described(
    session: AsyncSession,
    me: Me,
    places: Mapping[UUID, Decimal | None],
    own_jobs: Sequence[Employment],
    today: date,
) -> list[Workplace]:
    if not places and not own_jobs:
        return []
    asker = asker_of(me, today)
    jobs = await _working(session, me.tenant, places, today)
    here = {job.id for each in jobs.values() for job in each} | {job.id for job in own_jobs}
    carriers = await carriers_of(session, me.tenant, here)
    office = await municipality_of(session, me.tenant)
    others = {*carriers.values(), *([office] if office else [])}
    found = await organizations_by_id(session, me.tenant, {*places, *others})
    people = await _people(session, asker, found, jobs)
    workplaces = [
        Workplace(
            each.name,
            OrganizationKind(each.kind),
            places.get(key),
            people[key],
            await _absences(session, me, asker, key) if key in places else (),
        )
        for key, each in found.items()
    ]
    return sorted(workplaces, key=lambda each: (_ORDER.index(each.kind), each.name))


async def _working(
    session: AsyncSession, tenant: str, schools: Collection[UUID], today: date
) -> dict[UUID, list[Employment]]:
    """By school who works there today."""
    wanted = Wanted(tenant, None, today)
    every = await among(session, wanted, placed_at(schools))
    jobs = [each for each in every if state_of(each, today) is State.CURRENT]
    placed = await in_force(session, tenant, [each.id for each in jobs])
    found: dict[UUID, list[Employment]] = {}
    for job in jobs:
        for first, last, group in spans(placed[job.id], job.end):
            if first <= today and (last is None or today <= last):
                for school in {each.school_id for each in group}.intersection(schools):
                    found.setdefault(school, []).append(job)
    return found


async def _people(
    session: AsyncSession,
    asker: Asker,
    places: Collection[UUID],
    jobs: Mapping[UUID, Sequence[Employment]],
) -> dict[UUID, list[Person]]:
    """By organization who acts for it, then who works there; without the asker."""
    acts = await acting(session, asker.tenant, places)
    named = {
        key: [
            *((role, row.id) for role, row in sorted(acts.get(key, {}).items())),
            *dict.fromkeys((Role.WORKER, each.worker_id) for each in jobs.get(key, ())),
        ]
        for key in places
    }
    ids = {person_id for each in named.values() for _, person_id in each}
    seen = await names_and_mails(session, asker, ids)
    return {
        key: [
            (role, *seen[person_id])
            for role, person_id in each
            if person_id in seen and (role is not Role.WORKER or person_id != asker.person_id)
        ]
        for key, each in named.items()
    }


async def _absences(
    session: AsyncSession, me: Me, asker: Asker, school_id: UUID
) -> Sequence[Absence]:
    """A head is told of all by mail, too; a colleague of those who show when they are at work."""
    found = await covers.at_school(session, asker.tenant, school_id, asker.today)
    if me.role is not AccessRole.HEAD:
        workers = {each.worker_id for each in found}
        open_ones = await whose_hours_are_seen(session, asker, workers)
        found = [each for each in found if each.worker_id in open_ones]
    if not found:
        return ()
    jobs = await by_ids(session, asker.tenant, {key for each in found for key in each.employments})
    ids = {*(each.worker_id for each in found), *(job.worker_id for job in jobs.values())}
    names = await _names(session, me, asker, ids)
    return [_absence(each, jobs, names) for each in found]


async def _names(
    session: AsyncSession, me: Me, asker: Asker, ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """A head has to know who is to come to the school."""
    if me.role is AccessRole.HEAD:
        rows = await people_by_id(session, asker.tenant, ids)
        return {key: f"{row.given_name} {row.family_name}" for key, row in rows.items()}
    seen = await names_and_mails(session, asker, ids)
    return {key: seen[key][0] if key in seen else NAMELESS for key in ids}


def _absence(cover: Cover, jobs: Mapping[UUID, Employment], names: Mapping[UUID, str]) -> Absence:
    days = [
        Days(
            part.first_day,
            part.last_day,
            sorted({names[jobs[each].worker_id] for each in part.there}),
        )
        for part in cover.parts
    ]
    return Absence(names[cover.worker_id], days)
