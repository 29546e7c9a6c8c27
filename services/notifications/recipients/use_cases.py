"""Keeps what is known about employments and placements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from services.notifications.recipients.models import (
    Employment,
    Placement,
    employments,
    people,
    placements,
)
from shared.contracts.directory import (
    PlacementFact,
    PlacementsChanged,
    WorkerHired,
)
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.messaging.router import Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

_LAST_DAY = (
    update(employments)
    .where(
        employments.c.tenant == bindparam("of_tenant"),
        employments.c.employment_id == bindparam("employment"),
    )
    .values(last_day=bindparam("day"))
)

_START = (
    update(employments)
    .where(
        employments.c.tenant == bindparam("of_tenant"),
        employments.c.employment_id == bindparam("employment"),
    )
    .values(start_date=bindparam("day"))
)


def remember(hires: Sequence[Received[WorkerHired]], uow: BulkUnitOfWork) -> None:
    """Keep where and when each employment starts."""
    rows = {
        hire.body.employment_id: row_of(Employment)(
            employment_id=hire.body.employment_id,
            tenant=hire.tenant,
            worker_id=hire.body.worker_id,
            carrier_id=hire.body.carrier_id,
            start_date=hire.body.start_date,
            last_day=hire.body.fixed_term_until,
            school_ids=_schools(hire.body.placements),
            as_of=hire.message.time,
        )
        for hire in hires
    }
    uow.upsert(employments, list(rows.values()), newer="as_of")


def remember_placements(
    changes: Sequence[Received[PlacementsChanged]], uow: BulkUnitOfWork
) -> None:
    """Keep the schools from a day on; the last word about a day counts."""
    rows = {
        (change.body.employment_id, change.body.valid_from): row_of(Placement)(
            employment_id=change.body.employment_id,
            valid_from=change.body.valid_from,
            tenant=change.tenant,
            worker_id=change.body.worker_id,
            school_ids=_schools(change.body.placements),
        )
        for change in changes
    }
    uow.upsert(placements, list(rows.values()))


async def remember_last_days(last_days: Mapping[tuple[str, UUID], date], uow: UnitOfWork) -> None:
    """Keep the last day of employments, by tenant and id."""
    ends = [
        {"of_tenant": tenant, "employment": employment, "day": day}
        for (tenant, employment), day in last_days.items()
    ]
    await uow.session.execute(_LAST_DAY, ends)


async def remember_starts(starts: Mapping[tuple[str, UUID], date], uow: UnitOfWork) -> None:
    """Keep the first day of employments, by tenant and id."""
    days = [
        {"of_tenant": tenant, "employment": employment, "day": day}
        for (tenant, employment), day in starts.items()
    ]
    await uow.session.execute(_START, days)


def _schools(facts: Sequence[PlacementFact]) -> list[str]:
    return [str(fact.school_id) for fact in facts]


async def forget(uow: UnitOfWork, worker_ids: Collection[UUID]) -> None:
    """Where erased people were to work is nobody's business any more."""
    for table in (employments, placements):
        await uow.session.execute(delete(table).where(table.c.worker_id.in_(worker_ids)))


async def addresses_of(uow: UnitOfWork, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of those of whom there is a copy, whatever municipality's."""
    query = select(people.c.person_id, people.c.email).where(people.c.person_id.in_(person_ids))
    return {row.person_id: row.email for row in await uow.session.execute(crossing(query))}


async def forget_copies(uow: UnitOfWork, person_ids: Collection[UUID]) -> Sequence[str]:
    """Nobody can be written to there any more; returns their addresses."""
    gone = delete(people).where(people.c.person_id.in_(person_ids)).returning(people.c.email)
    return (await uow.session.scalars(gone)).all()
