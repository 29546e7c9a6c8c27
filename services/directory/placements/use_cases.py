"""Stores placements, and every version of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, update

from services.directory.placements.models import (
    Placement,
    PlacementVersion,
    placement_versions,
    placements,
)
from services.directory.placements.queries import IN_FORCE, Schools
from services.directory.placements.values import Corrected, Reason, Recorded, Stored
from services.directory.schemas import NewPlacement
from shared.contracts.directory import Funding, PlacementFact
from shared.database.tables import RowOf, row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.problem import FieldError


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
    tenant: str, given: Sequence[NewPlacement], schools: Schools, funding: Funding
) -> tuple[PlacementFact, ...]:
    """Placements with ids, as they are stored and announced; ``funding`` is the employment's."""
    return tuple(
        PlacementFact(
            placement_id=new_id(),
            school_id=schools[tenant, placement.school_number].id,
            school_number=placement.school_number,
            school_type=schools[tenant, placement.school_number].school_type,
            weekly_hours=placement.weekly_hours,
            funding=placement.funding or funding,
        )
        for placement in given
    )


def placement_rows(
    tenant: str, employment_id: UUID, facts: Sequence[PlacementFact], valid_from: date
) -> list[RowOf[Placement]]:
    """Rows for ``store``."""
    return [
        row_of(Placement)(
            id=fact.placement_id,
            tenant=tenant,
            employment_id=employment_id,
            school_id=fact.school_id,
            weekly_hours=fact.weekly_hours,
            funding=str(fact.funding),
            valid_from=valid_from,
        )
        for fact in facts
    ]


def store(uow: BulkUnitOfWork, rows: Sequence[tuple[RowOf[Placement], str]]) -> None:
    """Insert placements with their first versions, each with who posted it."""
    uow.insert(placements, [row for row, _ in rows], recorded_at=uow.now)
    versions = [_version(row["tenant"], row["employment_id"], _stored(row), by) for row, by in rows]
    uow.insert(
        placement_versions, versions, recorded_at=uow.now, reason=Reason.CHANGE.value, note=""
    )


async def replace(
    uow: UnitOfWork,
    tenant: str,
    employment_id: UUID,
    facts: Sequence[PlacementFact],
    valid_from: date,
    by: str,
) -> None:
    """From a day on these apply; what was posted for the same day before is kept as superseded."""
    before = update(placements).where(
        placements.c.tenant == tenant,
        placements.c.employment_id == employment_id,
        placements.c.valid_from == valid_from,
        IN_FORCE,
    )
    gone = await uow.session.execute(
        before.values(superseded_at=uow.now).returning(*_STORED_COLUMNS)
    )
    removed = [Stored(*row) for row in gone]
    rows = placement_rows(tenant, employment_id, facts, valid_from)
    await insert_rows(uow.session, placements, rows, recorded_at=uow.now)
    added = [_stored(row) for row in rows]
    await _record(uow, tenant, employment_id, removed, Recorded(by, Reason.CANCEL))
    await _record(uow, tenant, employment_id, added, Recorded(by))


async def correct(
    uow: UnitOfWork, tenant: str, employment_id: UUID, done: Corrected, recorded: Recorded
) -> None:
    """Store what was right from the beginning; what was known before is in the versions."""
    here = placements.c.tenant == tenant
    for each in done.changed:
        mine = update(placements).where(here, placements.c.id == each.id)
        await uow.session.execute(mine.values(**each.values))
    for each in done.removed:
        mine = update(placements).where(here, placements.c.id == each.id)
        await uow.session.execute(mine.values(superseded_at=uow.now))
    rows = [
        row_of(Placement)(tenant=tenant, employment_id=employment_id, id=each.id, **each.values)
        for each in done.added
    ]
    await insert_rows(uow.session, placements, rows, recorded_at=uow.now)
    cancelled = Recorded(recorded.by, Reason.CANCEL, recorded.note)
    await _record(uow, tenant, employment_id, [*done.changed, *done.added], recorded)
    await _record(uow, tenant, employment_id, done.removed, cancelled)


_STORED_COLUMNS = tuple(placements.c[name] for name in Stored._fields)


def _stored(row: RowOf[Placement]) -> Stored:
    return Stored(*(row[name] for name in Stored._fields))


async def _record(
    uow: UnitOfWork,
    tenant: str,
    employment_id: UUID,
    known: Sequence[Stored],
    recorded: Recorded,
) -> None:
    versions = [_version(tenant, employment_id, each, recorded.by) for each in known]
    await insert_rows(
        uow.session,
        placement_versions,
        versions,
        recorded_at=uow.now,
        reason=recorded.reason.value,
        note=recorded.note,
    )


def _version(tenant: str, employment_id: UUID, each: Stored, by: str) -> RowOf[PlacementVersion]:
    return row_of(PlacementVersion)(
        id=new_id(),
        tenant=tenant,
        placement_id=each.id,
        employment_id=employment_id,
        recorded_by=by,
        **each.values,
    )
