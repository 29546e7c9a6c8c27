"""Stores placements."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, update

from services.directory.placements.models import Placement, placements
from services.directory.placements.queries import IN_FORCE, Schools
from services.directory.schemas import NewPlacement
from shared.contracts.directory import PlacementFact
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
) -> list[RowOf[Placement]]:
    """Rows for ``store``."""
    return [
        row_of(Placement)(
            id=fact.placement_id,
            tenant=tenant,
            employment_id=employment_id,
            school_id=fact.school_id,
            weekly_hours=fact.weekly_hours,
            valid_from=valid_from,
        )
        for fact in facts
    ]


def store(uow: BulkUnitOfWork, rows: Sequence[RowOf[Placement]]) -> None:
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
        IN_FORCE,
    )
    await uow.session.execute(before.values(superseded_at=uow.now))
    rows = placement_rows(tenant, employment_id, facts, valid_from)
    await insert_rows(uow.session, placements, rows, recorded_at=uow.now)
