"""Stores placements, and shows a worker's employments with what applies when."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments import use_cases as employing
from services.directory.employments.values import Employment
from services.directory.organizations.queries import (
    organization_names,
    people_by_id,
    schools_by_number,
)
from services.directory.placements.models import placements
from services.directory.placements.rules import spans
from services.directory.schemas import (
    EmploymentView,
    NewPlacement,
    PlacementView,
    Span,
    WorkerView,
)
from shared.contracts.directory import PlacementFact
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.problem import FieldError
from shared.web.tokens import ApiClient

Schools = dict[tuple[str, str], Row[Any]]

_IN_FORCE = placements.c.superseded_at.is_(None)
_TIMELINES = (
    select(placements)
    .where(
        placements.c.tenant == bindparam("tenant"),
        in_list(placements.c.employment_id, "employments"),
        _IN_FORCE,
    )
    .order_by(placements.c.valid_from, placements.c.id)
)


async def schools_of(reader: Reader, given: Iterable[NewPlacement]) -> Schools:
    """The schools that placements name, as far as they are known."""
    return await schools_by_number(reader, {placement.school_number for placement in given})


def school_errors(tenant: str, given: Sequence[NewPlacement], schools: Schools) -> list[FieldError]:
    """Placements at schools that the municipality does not have, or not completely."""
    reasons = [_lacking(schools.get((tenant, placement.school_number))) for placement in given]
    return [
        FieldError(f"placements.{index}.school_number", reason)
        for index, reason in enumerate(reasons)
        if reason
    ]


def _lacking(school: Row[Any] | None) -> str:
    if school is None:
        return "no school of the municipality bears it"
    if school.school_type is None:  # stored before a type was asked for
        return "this school has no type yet; the office must complete it"
    return ""


def facts_of(
    tenant: str, given: Sequence[NewPlacement], schools: Schools
) -> tuple[PlacementFact, ...]:
    """Placements with ids, as they are stored and announced."""
    return tuple(
        PlacementFact(
            placement_id=new_id(),
            school_id=schools[tenant, placement.school_number].id,
            school_number=placement.school_number,
            school_type=schools[tenant, placement.school_number].school_type,
            weekly_hours=placement.weekly_hours,
        )
        for placement in given
    )


def placement_rows(
    tenant: str, employment_id: UUID, facts: Sequence[PlacementFact], valid_from: date
) -> list[dict[str, Any]]:
    """Rows for ``store``."""
    return [
        {
            "id": fact.placement_id,
            "tenant": tenant,
            "employment_id": employment_id,
            "school_id": fact.school_id,
            "weekly_hours": fact.weekly_hours,
            "valid_from": valid_from,
        }
        for fact in facts
    ]


def store(uow: BulkUnitOfWork, rows: Sequence[dict[str, Any]]) -> None:
    """Insert placements."""
    uow.insert(placements, rows, recorded_at=uow.now)


async def replace(
    uow: UnitOfWork,
    tenant: str,
    employment_id: UUID,
    facts: Sequence[PlacementFact],
    valid_from: date,
) -> None:
    """From a day on these apply; what was posted for the same day before is kept as superseded."""
    before = update(placements).where(
        placements.c.employment_id == employment_id,
        placements.c.valid_from == valid_from,
        _IN_FORCE,
    )
    await uow.session.execute(before.values(superseded_at=uow.now))
    rows = placement_rows(tenant, employment_id, facts, valid_from)
    now = {"recorded_at": uow.now}
    await insert_rows(uow.session, placements, [row | now for row in rows])


async def timelines(
    session: AsyncSession, tenant: str, employments: Sequence[Employment]
) -> dict[UUID, list[Span]]:
    """What applies when, by employment; nothing where it is cancelled."""
    ends = {each.id: each.end for each in employments if not each.cancelled}
    rows: dict[UUID, list[Row[Any]]] = {key: [] for key in ends}
    for row in await session.execute(_TIMELINES, {"tenant": tenant, "employments": list(ends)}):
        rows[row.employment_id].append(row)
    ids = {row.school_id for each in rows.values() for row in each}
    schools = await organization_names(session, tenant, ids)
    found: dict[UUID, list[Span]] = {each.id: [] for each in employments}
    for key, end in ends.items():
        for first, last, group in spans(rows[key], end):
            shown = [_placement(row, schools[row.school_id]) for row in group]
            found[key].append(Span(valid_from=first, valid_until=last, placements=shown))
    return found


async def view(session: AsyncSession, client: ApiClient, worker_id: UUID) -> WorkerView | None:
    """A worker of the client's carrier."""
    employments = await employing.of_worker(session, client, worker_id)
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
