"""Lays out a series: each date is a gathering of its own."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.trainings.forms import clock_time
from services.trainings.gatherings import queries as gathering_queries
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.gatherings.values import Planned, Slot
from services.trainings.series import queries
from services.trainings.series.forms import SeriesForm
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def lay_out(uow: UnitOfWork, me: Me, given: SeriesForm, days: Sequence[date]) -> UUID:
    """Drafts on these days; the first one's id. Raises ``Problem``."""
    series_id = new_id()
    starts, ends = clock_time(given.starts), clock_time(given.ends)
    rows = [
        await gatherings.plan(uow, me, _planned(given, Slot(day, starts, ends)), series_id)
        for day in days
    ]
    return rows[0].id


async def call_off_from(uow: UnitOfWork, me: Me, gathering_id: UUID) -> int:
    """It and what follows does not take place; what has begun stays as it is. How many."""
    row = await gathering_queries.one(uow.session, me.tenant, gathering_id)
    found = await queries.to_call_off(uow.session, row, uow.now)
    for each in found:
        await gatherings.call_off(uow, me, each)
    return len(found)


def _planned(given: SeriesForm, slot: Slot) -> Planned:
    return Planned(
        kind=given.kind,
        title=given.title,
        content=given.content,
        audience=given.audience,
        capacity=given.capacity,
        slot=slot,
        place=given.place,
        join_link=given.join_link,
    )
