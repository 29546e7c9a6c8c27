"""Notifications knows where the sample's workforce works, as if it had heard of each hire."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.directory.employments.models import employments as hired
from services.directory.placements.models import placements as placed
from services.notifications.recipients.models import Employment, Placement, employments, placements
from shared.database.tables import RowOf, row_of
from shared.database.writes import insert_rows
from shared.messaging.database import Database

Timeline = dict[date, list[str]]
"""The schools from a day on."""


async def know_workers(directory: Database, notifications: Database) -> None:
    """From the one's database into the other's; doing it again changes nothing.

    Without it nobody could be told of the leave of somebody who had been there before.
    """
    async with directory.reading() as session:
        jobs = (await session.execute(select(hired).where(hired.c.cancelled_at.is_(None)))).all()
        in_force = select(placed).where(placed.c.superseded_at.is_(None))
        there = (await session.execute(in_force)).all()
    timelines: defaultdict[UUID, Timeline] = defaultdict(lambda: defaultdict(list))
    for row in there:
        timelines[row.employment_id][row.valid_from].append(str(row.school_id))
    known = [_employment(job, timelines[job.id]) for job in jobs]
    moved = [row for job in jobs for row in _moves(job, timelines[job.id])]
    async with notifications.transaction() as uow:
        await insert_rows(uow.session, employments, known, ignore_conflicts=True)
        await insert_rows(uow.session, placements, moved, ignore_conflicts=True)


def _employment(job: Row[Any], timeline: Timeline) -> RowOf[Employment]:
    return row_of(Employment)(
        employment_id=job.id,
        tenant=job.tenant,
        worker_id=job.worker_id,
        carrier_id=job.carrier_id,
        start_date=job.start_date,
        last_day=job.last_day or job.fixed_term_until,
        school_ids=timeline.get(job.start_date, []),
        as_of=job.recorded_at,
    )


def _moves(job: Row[Any], timeline: Timeline) -> Iterator[RowOf[Placement]]:
    """To other schools, after the first day."""
    for day, schools in timeline.items():
        if day > job.start_date:
            yield row_of(Placement)(
                employment_id=job.id,
                valid_from=day,
                tenant=job.tenant,
                worker_id=job.worker_id,
                school_ids=schools,
            )
