"""Stores placements, and every version of them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, update

from services.directory.placements.models import (
    Placement,
    PlacementVersion,
    placement_versions,
    placements,
)
from services.directory.placements.values import Placed, Recorded, Stored
from shared.contracts.directory import PlacementFact
from shared.database.lists import in_list
from shared.database.tables import RowOf, row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork


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
    versions = [
        _version(row["tenant"], row["employment_id"], _stored(row), Recorded(by))
        for row, by in rows
    ]
    uow.insert(placement_versions, versions, recorded_at=uow.now)


async def store_placed(uow: UnitOfWork, tenant: str, placed: Placed) -> None:
    """Store all that was entered, and the versions of it."""
    session, here = uow.session, placements.c.tenant == tenant
    stored_before = placed.given_up - placed.added.keys()
    if stored_before:
        gone = update(placements).where(here, in_list(placements.c.id, "ids"))
        await session.execute(gone.values(superseded_at=uow.now), {"ids": list(stored_before)})
    if placed.corrected:
        mine = update(placements).where(here, placements.c.id == bindparam("placement_id"))
        values = [{"placement_id": each.id, **each.values} for each in placed.corrected]
        await session.execute(mine, values)
    rows = [
        row_of(Placement)(
            id=each.id,
            tenant=tenant,
            employment_id=employment_id,
            superseded_at=uow.now if each.id in placed.given_up else None,
            **each.values,
        )
        for employment_id, each in placed.added.values()
    ]
    await insert_rows(session, placements, rows, recorded_at=uow.now)
    versions = [
        _version(tenant, each.employment_id, each.placement, each.recorded)
        for each in placed.versions
    ]
    await insert_rows(session, placement_versions, versions, recorded_at=uow.now)


def _stored(row: RowOf[Placement]) -> Stored:
    return Stored(*(row[name] for name in Stored._fields))


def _version(
    tenant: str, employment_id: UUID, each: Stored, recorded: Recorded
) -> RowOf[PlacementVersion]:
    return row_of(PlacementVersion)(
        id=new_id(),
        tenant=tenant,
        placement_id=each.id,
        employment_id=employment_id,
        recorded_by=recorded.by,
        reason=recorded.reason.value,
        note=recorded.note,
        **each.values,
    )
