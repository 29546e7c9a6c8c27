"""Who is at schools while somebody is on leave."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.cover.rules import covered
from services.directory.cover.values import Absence, Cover, Present
from services.directory.employments.queries import among, by_ids
from services.directory.employments.values import Employment, Wanted
from services.directory.leaves import queries as leaves
from services.directory.leaves.values import Away, Days, absent, at_work
from services.directory.organizations.queries import organizations_by_id
from services.directory.people.values import Asker
from services.directory.placements.queries import in_force, placed_at
from services.directory.placements.values import Stored, spans
from services.directory.sight.queries import names_and_mails


async def of_municipality(
    session: AsyncSession, tenant: str, today: date, also: Collection[UUID] = ()
) -> list[Cover]:
    """Of each leave that is not over, and of ``also`` these, as each school has it."""
    away = await leaves.lasting(session, tenant, today)
    known = {each.id for each in away}
    more = await leaves.of_ids(session, tenant, [each for each in also if each not in known])
    return await of_leaves(session, tenant, [*away, *more])


async def at_school(
    session: AsyncSession, tenant: str, school_id: UUID, today: date
) -> list[Cover]:
    """Of each leave there that is not over, by its first day."""
    away = await leaves.lasting(session, tenant, today, placed_at([school_id]))
    found = await of_leaves(session, tenant, away)
    mine = [each for each in found if each.school_id == school_id]
    ahead = [each for each in mine if each.last_day is None or each.last_day >= today]
    return sorted(ahead, key=lambda each: (each.first_day, each.leave_id))


async def absences_of(
    session: AsyncSession, asker: Asker, jobs: Collection[UUID]
) -> Mapping[UUID, Sequence[Absence]]:
    """By worker the schools from which those with these employments are away today."""
    found: defaultdict[UUID, list[Absence]] = defaultdict(list)
    known = await leaves.of_employments(session, asker.tenant, jobs) if jobs else {}
    away = [each for of in known.values() for each in of if each.holds_on(asker.today)]
    covers = await of_leaves(session, asker.tenant, away)
    today = [(each, part) for each in covers if (part := each.on(asker.today))]
    if not today:
        return found
    there = {one for _, part in today for one in part.there}
    working = await by_ids(session, asker.tenant, there) if there else {}
    names = await names_and_mails(session, asker, {each.worker_id for each in working.values()})
    ids = {each.school_id for each, _ in today}
    schools = await organizations_by_id(session, asker.tenant, ids)
    for each, part in today:
        others = {working[one].worker_id for one in part.there}
        stand_ins = sorted(names[one][0] for one in others if one in names)
        school = schools[each.school_id]
        at = Absence(school.school_number or "", school.name, stand_ins)
        found[each.worker_id].append(at)
    return found


async def of_leaves(session: AsyncSession, tenant: str, away: Sequence[Away]) -> list[Cover]:
    """Of these, as each school has it at which somebody would be at work otherwise."""
    if not away:
        return []
    mine = await by_ids(session, tenant, {each.employment_id for each in away})
    placed = await in_force(session, tenant, mine)
    schools = {each.school_id for stored in placed.values() for each in stored}
    there = await _present(session, tenant, schools, min(each.first_day for each in away))
    found = []
    for leave in away:
        job = mine[leave.employment_id]
        for school, days in _days_at(job, placed[job.id]).items():
            gone = [part for each in days for part in absent(each, [leave])]
            others = [each for worker, each in there.get(school, ()) if worker != job.worker_id]
            if parts := covered(gone, others):
                found.append(Cover(leave.id, job.id, job.worker_id, school, parts))
    return found


async def _present(
    session: AsyncSession, tenant: str, schools: Collection[UUID], since: date
) -> Mapping[UUID, Sequence[tuple[UUID, Present]]]:
    """By school the days on which each worker is there, without their own leaves."""
    every = await among(session, Wanted(tenant, None, since), placed_at(schools))
    jobs = [each for each in every if each.end is None or each.end >= since]
    ids = [each.id for each in jobs]
    placed = await in_force(session, tenant, ids)
    gone = await leaves.of_employments(session, tenant, ids)
    found: dict[UUID, list[tuple[UUID, Present]]] = {}
    for job in jobs:
        for school, days in _days_at(job, placed[job.id]).items():
            found.setdefault(school, []).extend(
                (job.worker_id, Present(job.id, *part))
                for each in days
                for part in at_work(each, gone.get(job.id, ()))
            )
    return found


def _days_at(job: Employment, placed: Sequence[Stored]) -> dict[UUID, list[Days]]:
    found: dict[UUID, list[Days]] = {}
    for school, days in _at(job, placed):
        found.setdefault(school, []).append(days)
    return found


def _at(job: Employment, placed: Sequence[Stored]) -> Iterator[tuple[UUID, Days]]:
    if job.cancelled:
        return
    for first, last, group in spans(placed, job.end):
        yield from ((each, (first, last)) for each in {one.school_id for one in group})
