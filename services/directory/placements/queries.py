"""Schools that placements name, and a worker's employments with what applies when."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import of_worker
from services.directory.employments.values import Employment
from services.directory.organizations.queries import organizations_by_id, schools_by_number
from services.directory.people.queries import people_by_id
from services.directory.placements.models import placements
from services.directory.placements.rules import spans
from services.directory.schemas import (
    EmploymentView,
    NewPlacement,
    PlacementView,
    Span,
    WorkerView,
)
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
    ids = {row.school_id for each in rows.values() for row in each}
    schools = await organizations_by_id(session, tenant, ids)
    found: dict[UUID, list[Span]] = {each.id: [] for each in employments}
    for key, end in ends.items():
        for first, last, group in spans(rows[key], end):
            shown = [_placement(row, schools[row.school_id]) for row in group]
            found[key].append(Span(valid_from=first, valid_until=last, placements=shown))
    return found


def placed_at(schools: Select[Any]) -> Select[Any]:
    """The ids of employments with a placement at one of these that has not been replaced."""
    return select(placements.c.employment_id).where(IN_FORCE, placements.c.school_id.in_(schools))


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
    return PlacementView(
        id=row.id,
        school_number=school.school_number,
        school_name=school.name,
        weekly_hours=row.weekly_hours,
    )
