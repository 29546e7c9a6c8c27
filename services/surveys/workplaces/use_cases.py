"""Keeps what is announced of employments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from services.surveys.workplaces.models import Workplace, workplaces
from shared.contracts.directory import PlacementFact, PlacementsChanged, WorkerHired
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.messaging.router import Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork


def begin(hires: Sequence[Received[WorkerHired]], uow: BulkUnitOfWork) -> None:
    """With whom and where an employment begins."""
    rows = {
        each.body.employment_id: row_of(Workplace)(
            tenant=each.tenant,
            employment_id=each.body.employment_id,
            valid_from=each.body.start_date,
            worker_id=each.body.worker_id,
            carrier_id=each.body.carrier_id,
            school_types=_types(each.body.placements),
            last_day=each.body.fixed_term_until,
        )
        for each in hires
    }
    uow.upsert(workplaces, list(rows.values()))


async def change(uow: UnitOfWork, changes: Sequence[Received[PlacementsChanged]]) -> None:
    """Where somebody works from a day on; the last word about a day counts.

    What is known of the last day stays: the first day may be put right, too.
    """
    rows = {
        (each.body.employment_id, each.body.valid_from): row_of(Workplace)(
            tenant=each.tenant,
            employment_id=each.body.employment_id,
            valid_from=each.body.valid_from,
            worker_id=each.body.worker_id,
            carrier_id=each.body.carrier_id,
            school_types=_types(each.body.placements),
        )
        for each in changes
    }
    await upsert_rows(uow.session, workplaces, list(rows.values()))


async def put_right(uow: UnitOfWork, first_days: Mapping[UUID, date]) -> None:
    """What was known first holds from the right day on, if nothing else is known of that day."""
    mine = workplaces.c.employment_id.in_(first_days)
    query = select(workplaces.c.employment_id, workplaces.c.valid_from).where(mine)
    known: defaultdict[UUID, list[date]] = defaultdict(list)
    for employment_id, day in await uow.session.execute(crossing(query)):
        known[employment_id].append(day)
    for employment_id, days in known.items():
        if first_days[employment_id] not in days:
            first = (
                workplaces.c.employment_id == employment_id,
                workplaces.c.valid_from == min(days),
            )
            moved = update(workplaces).where(*first).values(valid_from=first_days[employment_id])
            await uow.session.execute(crossing(moved))


async def end(uow: UnitOfWork, last_days: Mapping[UUID, date]) -> None:
    """Nobody is asked as who worked there once."""
    for employment_id, day in last_days.items():
        over = update(workplaces).where(workplaces.c.employment_id == employment_id)
        await uow.session.execute(crossing(over.values(last_day=day)))


def _types(placements: Sequence[PlacementFact]) -> list[str]:
    return sorted({str(each.school_type.value) for each in placements})
