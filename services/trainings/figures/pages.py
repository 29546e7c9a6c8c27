"""What a school year's gatherings come to, for reports of the office."""

from dataclasses import replace

from fastapi import Request, Response

from services.trainings.figures import queries
from services.trainings.figures.forms import FigureSearch
from services.trainings.figures.values import COLUMNS, SchoolYear, school_year_of
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.database.paging import computed
from shared.web.kit.forms import Entered, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/veranstaltungszahlen", audience=Coordinator)
YEARS = 7
"""School years that are offered."""


@pages.get("")
async def show_figures(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[FigureSearch],
    page: PageRequest,
) -> Response:
    """Of the school year that goes on, unless one is named; also as a file."""
    now = here.clock.now()
    latest = school_year_of(local_date(now))
    year = latest if search.year is None else SchoolYear(search.year)
    found = await queries.figures(session, me.tenant, year, search.quarter, now)
    return pages.render(
        request,
        "figures.html",
        search={"entered": _with_years(search, year, latest)},
        page=computed(found.rows, page, COLUMNS),
        found=found,
        year=year,
        quarter=search.quarter,
        over=year.is_over(now),
        counted=queries.counts_people(year, now),
    )


def _with_years(
    search: FigureSearch, year: SchoolYear, latest: SchoolYear
) -> Entered[FigureSearch]:
    offered = {*range(latest.begins_in - YEARS + 1, latest.begins_in + 1), year.begins_in}
    choices = [(str(each), SchoolYear(each).name) for each in sorted(offered, reverse=True)]
    typed = {**search.entered.typed, "year": str(year.begins_in)}
    return replace(search.entered, typed=typed, offered={"year": choices})
