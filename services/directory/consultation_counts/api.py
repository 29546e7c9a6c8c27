"""Counts of consultations for programs of the office."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.directory.consultation_counts import queries
from services.directory.consultation_counts.forms import CountSearch
from services.directory.consultation_counts.schemas import CountsView
from services.directory.consultations.values import Quarter
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["consultations"])


@api.get("/consultation-counts")
async def count_consultations(
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    year: Annotated[int | None, Query(ge=2020, le=2100)] = None,
    quarter: Quarter | None = None,
) -> CountsView:
    """Of a quarter that is over, the last unless one is named; nobody is known by a figure."""
    now = here.clock.now()
    wanted = CountSearch(year=year, quarter=quarter)
    period = queries.period_wanted(wanted, local_date(now))
    table = await queries.table_of(session, me.tenant, period, now)
    return CountsView.of(period, table, over=period.ends <= now)
