"""Schools that placements name, and a worker's employments with what applies when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import by_ids, not_over_on, of_carrier, of_worker
from services.directory.employments.values import Employment
from services.directory.organizations.queries import (
    names_of_organizations,
    organizations_by_id,
    schools_by_number,
    schools_numbered,
)
from services.directory.people.queries import people_by_id
from services.directory.placements.models import Placement, placement_versions, placements
from services.directory.placements.rules import (
    employment_record,
    employment_view,
    last_days,
    placement_record,
)
from services.directory.placements.schemas import PlacementRecord
from services.directory.placements.values import Reason, Schools, Stored, timeline_of
from services.directory.schemas import (
    EmploymentRecord,
    EmploymentView,
    NewPlacement,
    PlacementView,
    Span,
    WorkerView,
)
from shared.contracts.directory import Funding
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.web.tokens import ApiClient

IN_FORCE = placements.c.superseded_at.is_(None)
TIMELINES = (
    select(placements)
    .where(
        placements.c.tenant == bindparam("tenant"),
        in_list(placements.c.employment_id, "employments"),
        IN_FORCE,
    )
    .order_by(placements.c.valid_from, placements.c.id)
)
_STORED = TIMELINES.with_only_columns(
    *(placements.c[each] for each in ("employment_id", "id", "school_id")),
    *(placements.c[each] for each in ("weekly_hours", "funding", "valid_from")),
)


async def schools_of(reader: Reader, given: Iterable[NewPlacement]) -> Schools:
    """The schools that placements name, as far as they are known."""
    return await schools_by_number(reader, {placement.school_number for placement in given})


async def timelines(
    session: AsyncSession, tenant: str, employments: Sequence[Employment]
) -> dict[UUID, list[Span]]:
    """What applies when, by employment; nothing where it is cancelled."""
    ends = {each.id: each.end for each in employments if not each.cancelled}
    shown = await _named(session, tenant, await in_force(session, tenant, ends), ends)
    return {each.id: shown.get(each.id, []) for each in employments}


async def in_force(
    session: AsyncSession, tenant: str, employments: Collection[UUID]
) -> dict[UUID, list[Stored]]:
    """The placements of each employment that have not been replaced, by their days."""
    found: dict[UUID, list[Stored]] = {key: [] for key in employments}
    given = {"tenant": tenant, "employments": list(employments)}
    for employment_id, *stored in await session.execute(_STORED, given):
        found[employment_id].append(Stored(*stored))
    return found


def _stored(row: Row[Any], placement_id: UUID) -> Stored:
    return Stored(placement_id, row.school_id, row.weekly_hours, row.funding, row.valid_from)


async def _named(
    session: AsyncSession,
    tenant: str,
    rows: Mapping[UUID, Sequence[Stored]],
    ends: Mapping[UUID, date | None],
) -> dict[UUID, list[Span]]:
    """What applies when, with what schools are called."""
    ids = {each.school_id for placed in rows.values() for each in placed}
    schools = await organizations_by_id(session, tenant, ids)
    return {key: timeline_of(rows[key], end, schools) for key, end in ends.items()}


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


def known_at(tenant: str, at: datetime, *among: ColumnElement[bool]) -> Select[Any]:
    """What was known of placements at a moment, whatever was learnt since."""
    versions = placement_versions.c
    latest = func.row_number().over(
        partition_by=versions.placement_id,
        order_by=(versions.recorded_at.desc(), versions.id.desc()),
    )
    known = (
        select(placement_versions, latest.label("turn"))
        .where(versions.tenant == tenant, versions.recorded_at <= at, *among)
        .subquery()
    )
    return select(known).where(known.c.turn == 1, known.c.reason != Reason.CANCEL.value)


async def _rows_known(
    session: AsyncSession, tenant: str, employments: Collection[UUID], at: datetime
) -> Sequence[Row[Any]]:
    """The same of these employments, by their days."""
    theirs = in_list(placement_versions.c.employment_id, "employments")
    known = known_at(tenant, at, theirs).subquery()
    query = select(known).order_by(known.c.valid_from, known.c.placement_id)
    return (await session.execute(query, {"employments": list(employments)})).all()


async def timelines_known(
    session: AsyncSession, tenant: str, ends: Mapping[UUID, date | None], at: datetime
) -> dict[UUID, list[Span]]:
    """What was known at a moment of what applies when, by employment; ``ends`` as known then."""
    rows: dict[UUID, list[Stored]] = {key: [] for key in ends}
    for row in await _rows_known(session, tenant, ends, at):
        rows[row.employment_id].append(_stored(row, row.placement_id))
    return await _named(session, tenant, rows, ends)


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


async def withdrawn(
    session: AsyncSession, tenant: str, employments: Collection[UUID]
) -> set[tuple[UUID, date]]:
    """Employments with the days on which something began that was replaced or taken back."""
    versions = placement_versions.c
    query = select(versions.employment_id, versions.valid_from).where(
        versions.tenant == tenant,
        in_list(versions.employment_id, "employments"),
        versions.reason == Reason.CANCEL.value,
    )
    found = await session.execute(query, {"employments": list(employments)})
    return {(row.employment_id, row.valid_from) for row in found}


def learnt_before(tenant: str, at: datetime, last: date) -> Select[Any]:
    """How much was known at a moment of what applies until a day, and since when.

    What is a change was not known before, and says nothing of the days before its first.
    """
    versions = placement_versions.c
    concerns = or_(versions.reason != Reason.CHANGE.value, versions.valid_from <= last)
    known = (versions.tenant == tenant, versions.recorded_at <= at, concerns)
    counted: list[Any] = [func.count(), func.max(versions.recorded_at)]
    return select(*counted).where(*known)


async def posted_last(session: AsyncSession) -> dict[str, datetime]:
    """When something of placements became known last, by municipality."""
    tenant, at = placement_versions.c.tenant, func.max(placement_versions.c.recorded_at)
    query = select(tenant, at.label("at")).group_by(tenant)
    return {row.tenant: row.at for row in await session.execute(query)}


def placed_at(schools: Select[Any] | Collection[UUID]) -> Select[Any]:
    """The ids of employments with a placement at one of these that has not been replaced."""
    return select(placements.c.employment_id).where(IN_FORCE, placements.c.school_id.in_(schools))


async def page_in_force(
    session: AsyncSession,
    client: ApiClient,
    on: date | None,
    school: str | None,
    page: KeysetRequest,
) -> Page[PlacementRecord]:
    """Those of the client's workers that were not replaced, in the order in which they came.

    ``on`` a day only those that apply on it.
    """
    query = of_carrier(
        select(Placement).where(placements.c.tenant == client.tenant, IN_FORCE),
        Placement.employment_id,
        client.organization_id,
    ).where(not_over_on(placements.c.valid_from))
    if on is not None:
        query = query.where(not_over_on(on), placements.c.valid_from == _latest_begun(on))
    if school is not None:
        query = query.where(placements.c.school_id.in_(schools_numbered(client.tenant, school)))
    found = await paginate(session, query, page, by=(Placement.id,), columns=())
    return await described(session, found, partial(_records, client.tenant))


async def _records(
    tenant: str, session: AsyncSession, rows: Sequence[Placement]
) -> list[PlacementRecord]:
    """With the last day as it follows from what was posted later."""
    of = await by_ids(session, tenant, {row.employment_id for row in rows})
    schools = await organizations_by_id(session, tenant, {row.school_id for row in rows})
    lasts = last_days(await timelines(session, tenant, list(of.values())))
    return [
        placement_record(row, of[row.employment_id], schools[row.school_id], lasts[row.id])
        for row in rows
    ]


def applying(tenant: str, on: date) -> Select[Any]:
    """Employment, school and hours of what applies on a day, whether the employment does or not."""
    columns = [placements.c[name] for name in ("employment_id", "school_id", "weekly_hours")]
    known = (placements.c.tenant == tenant, IN_FORCE)
    return select(*columns).where(*known, placements.c.valid_from == _latest_begun(on))


def _latest_begun(on: date) -> ColumnElement[date]:
    """The day from which on applies what applies on a day, in the same employment."""
    other = placements.alias()
    begun = select(func.max(other.c.valid_from)).where(
        other.c.employment_id == placements.c.employment_id,
        other.c.superseded_at.is_(None),
        other.c.valid_from <= on,
    )
    return begun.scalar_subquery()


async def view(session: AsyncSession, client: ApiClient, worker_id: UUID) -> WorkerView | None:
    """A worker of the client's carrier."""
    employments = await of_worker(session, client, worker_id)
    if not employments:
        return None
    return (await workers(session, client, {worker_id: employments}))[0]


async def workers(
    session: AsyncSession, client: ApiClient, given: Mapping[UUID, Sequence[Employment]]
) -> list[WorkerView]:
    """Workers with their employments, in the order given."""
    people = await people_by_id(session, client.tenant, given)
    every = [each for employments in given.values() for each in employments]
    shown = {each.employment_id: each for each in await views(session, client.tenant, every)}
    return [
        WorkerView(
            worker_id=worker_id,
            external_id=employments[-1].external_id,
            given_name=people[worker_id].given_name,
            family_name=people[worker_id].family_name,
            email=people[worker_id].email,
            employments=[shown[each.id] for each in employments],
        )
        for worker_id, employments in given.items()
    ]


async def views(
    session: AsyncSession, tenant: str, employments: Sequence[Employment]
) -> list[EmploymentView]:
    """Employments with what applies when."""
    found = await timelines(session, tenant, employments)
    return [employment_view(each, found[each.id]) for each in employments]


async def records(
    session: AsyncSession, tenant: str, employments: Sequence[Employment]
) -> list[EmploymentRecord]:
    """The same with whose employments they are."""
    shown = await views(session, tenant, employments)
    return [employment_record(*each) for each in zip(employments, shown, strict=True)]
