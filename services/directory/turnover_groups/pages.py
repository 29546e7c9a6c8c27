"""Groups side by side: for the office the municipality's, for a carrier its own people."""

from fastapi import Request, Response

from services.directory.employments.queries import wanted_by
from services.directory.turnover.values import draw
from services.directory.turnover_groups import queries
from services.directory.turnover_groups.forms import ComparisonSearch
from services.directory.turnover_groups.values import By, Span
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.accounts import AccessRole
from shared.database.paging import computed
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Staffing
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/fluktuation/vergleich", audience=Staffing)

MOST_DRAWN = 4
"""Groups with the most people; the table has all."""


@pages.get("")
async def compare(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    session: Reading,
    search: Search[ComparisonSearch],
    page: PageRequest,
) -> Response:
    """Drawn, and the table that says the same."""
    now, office = here.clock.now(), me.role is AccessRole.COORDINATOR
    by = search.by or (By.CARRIER if office else By.ALL)
    span = search.span or Span.YEARS
    if office:
        kept = here.single(queries.kept_here)
        found = await queries.kept_comparison(session, kept, me.tenant, local_date(now), now)
    else:
        found = await queries.comparison(session, wanted_by(me, local_date(now)), now)
    points = found[by, span]
    if not search.entered.errors:
        search = ComparisonSearch(by=by, span=span)
    names = list(dict.fromkeys(each.names for each in points))
    of = {each: [one for one in points if one.names == each] for each in names}
    most = sorted(names, key=lambda each: -(of[each][-1].heads or 0))[:MOST_DRAWN]
    charts = [
        draw(f"{title}: {of[each][-1].name}", [(one.day, getattr(one, value)) for one in of[each]])
        for each in most
        for title, value in (("Besetzt in %", "staffing"), ("Volle Stellen", "fte"))
    ]
    return pages.render(
        request,
        "comparison.html",
        search=search,
        by=by,
        span=span,
        office=office,
        hidden=office and by is By.SCHOOL_TYPE and not points and bool(found[By.ALL, span]),
        page=computed([one for each in names for one in of[each][::-1]], page, queries.COLUMNS),
        charts=[each for each in charts if each],
    )
