"""Schools that placements name, and a worker's employments with what applies when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import of_worker
from services.directory.employments.values import Employment
from services.directory.organizations.queries import (
    names_of_organizations,
    organizations_by_id,
    schools_by_number,
)
from services.directory.people.queries import people_by_id
from services.directory.placements.models import placement_versions, placements
from services.directory.placements.rules import Rows, spans
from services.directory.placements.values import Reason
from services.directory.schemas import (
    EmploymentView,
    NewPlacement,
    PlacementView,
    Span,
    WorkerView,
)
from shared.contracts.directory import Funding
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.web.tokens import ApiClient

Schools = dict[tuple[str, str], Row[Any]]
"""By tenant and school number."""

IN_FORCE = placements.c.superseded_at.is_(None)
_TIMELINES = (
    select(placements)
    .where(
        placements.c.tenant == bindparam("tenant"),
        in_list(placements.c.employment_id, "employments"),
        IN_FORCE,
    )
    .order_by(placements.c.valid_from, placements.c.id)
)


async def schools_of(reader: Reader, given: Iterable[NewPlacement]) -> Schools:
    """The schools that placements name, as far as they are known."""
    return await schools_by_number(reader, {placement.school_number for placement in given})


async def timelines(
    session: AsyncSession, tenant: str, employments: Sequence[Employment]
) -> dict[UUID, list[Span]]:
    """What applies when, by employment; nothing where it is cancelled."""
    ends = {each.id: each.end for each in employments if not each.cancelled}
    rows: dict[UUID, list[Row[Any]]] = {key: [] for key in ends}
    for row in await session.execute(_TIMELINES, {"tenant": tenant, "employments": list(ends)}):
        rows[row.employment_id].append(row)
    found = {key: spans(rows[key], end) for key, end in ends.items()}
    shown = await _in_spans(session, tenant, found)
    return {each.id: shown.get(each.id, []) for each in employments}


async def _in_spans(
    session: AsyncSession, tenant: str, found: Mapping[UUID, Sequence[Rows]]
) -> dict[UUID, list[Span]]:
    """The same with what schools are called."""
    ids = {row.school_id for each in found.values() for *_, group in each for row in group}
    schools = await organizations_by_id(session, tenant, ids)
    return {
        key: [
            Span(
                valid_from=first,
                valid_until=last,
                placements=[_placement(row, schools[row.school_id]) for row in group],
            )
            for first, last, group in each
        ]
        for key, each in found.items()
    }


async def planned(
    session: AsyncSession, tenant: str, given: Sequence[NewPlacement], funding: Funding
) -> list[PlacementView]:
    """Placements as they would be shown; ``funding`` is the employment's."""
    schools = await schools_of(session, given)
    ids = {each.school_number: schools[tenant, each.school_number].id for each in given}
    named = await names_of_organizations(session, ids.values(), [tenant])
    return [
        PlacementView(
            id=ids[each.school_number],
            school_number=each.school_number,
            school_name=named[ids[each.school_number]],
            weekly_hours=each.weekly_hours,
            funding=each.funding or funding,
        )
        for each in given
    ]


async def rows_in_force(
    session: AsyncSession, tenant: str, employment_id: UUID
) -> Sequence[Row[Any]]:
    """Those of an employment that have not been replaced, by their days."""
    given = {"tenant": tenant, "employments": [employment_id]}
    return (await session.execute(_TIMELINES, given)).all()


async def _rows_known(
    session: AsyncSession, tenant: str, employments: Collection[UUID], at: datetime
) -> Sequence[Row[Any]]:
    """What was known of placements at a moment, by their days, whatever was learnt since."""
    versions = placement_versions.c
    latest = func.row_number().over(
        partition_by=versions.placement_id,
        order_by=(versions.recorded_at.desc(), versions.id.desc()),
    )
    known = (
        select(placement_versions, latest.label("turn"))
        .where(
            versions.tenant == tenant,
            in_list(versions.employment_id, "employments"),
            versions.recorded_at <= at,
        )
        .subquery()
    )
    query = (
        select(known)
        .where(known.c.turn == 1, known.c.reason != Reason.CANCEL.value)
        .order_by(known.c.valid_from, known.c.placement_id)
    )
    return (await session.execute(query, {"employments": list(employments)})).all()


async def timelines_known(
    session: AsyncSession, tenant: str, ends: Mapping[UUID, date | None], at: datetime
) -> dict[UUID, list[Span]]:
    """What was known at a moment of what applies when, by employment; ``ends`` as known then."""
    rows: dict[UUID, list[Row[Any]]] = {key: [] for key in ends}
    for row in await _rows_known(session, tenant, ends, at):
        rows[row.employment_id].append(row)
    return await _in_spans(
        session, tenant, {key: spans(rows[key], end) for key, end in ends.items()}
    )


async def versions_of(
    session: AsyncSession, tenant: str, employment_id: UUID
) -> Sequence[Row[Any]]:
    """Everything that was ever known of an employment's placements, the latest first."""
    query = (
        select(placement_versions)
        .where(
            placement_versions.c.tenant == tenant,
            placement_versions.c.employment_id == employment_id,
        )
        .order_by(placement_versions.c.recorded_at.desc(), placement_versions.c.id.desc())
    )
    return (await session.execute(query)).all()


async def posted_last(session: AsyncSession) -> dict[str, datetime]:
    """When something of placements became known last, by municipality."""
    versions = placement_versions.c
    query = select(versions.tenant, func.max(versions.recorded_at).label("at"))
    return {row.tenant: row.at for row in await session.execute(query.group_by(versions.tenant))}


def placed_at(schools: Select[Any]) -> Select[Any]:
    """The ids of employments with a placement at one of these that has not been replaced."""
    return select(placements.c.employment_id).where(IN_FORCE, placements.c.school_id.in_(schools))


def placed_at_school(*school_ids: UUID) -> Select[Any]:
    """The same for these."""
    here = placements.c.school_id.in_(school_ids)
    return select(placements.c.employment_id).where(IN_FORCE, here)


async def view(session: AsyncSession, client: ApiClient, worker_id: UUID) -> WorkerView | None:
    """A worker of the client's carrier."""
    employments = await of_worker(session, client, worker_id)
    if not employments:
        return None
    person = (await people_by_id(session, client.tenant, [worker_id]))[worker_id]
    return WorkerView(
        worker_id=worker_id,
        external_id=employments[-1].external_id,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        employments=await views(session, client.tenant, employments),
    )


async def views(
    session: AsyncSession, tenant: str, employments: Sequence[Employment]
) -> list[EmploymentView]:
    """Employments with what applies when."""
    found = await timelines(session, tenant, employments)
    return [
        EmploymentView(
            employment_id=each.id,
            start_date=each.start_date,
            fixed_term_until=each.fixed_term_until,
            funding=each.funding,
            last_day=each.last_day,
            cancelled=each.cancelled,
            timeline=found[each.id],
        )
        for each in employments
    ]


def _placement(row: Row[Any], school: Row[Any]) -> PlacementView:
    """Of a placement, or of a version of one."""
    return PlacementView(
        id=getattr(row, "placement_id", row.id),
        school_number=school.school_number,
        school_name=school.name,
        weekly_hours=row.weekly_hours,
        funding=Funding(row.funding),
    )
