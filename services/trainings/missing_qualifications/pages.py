"""Who has never had a qualification, for the office."""

from dataclasses import replace

from fastapi import Request, Response

from services.trainings.missing_qualifications import queries
from services.trainings.missing_qualifications.forms import MissingSearch
from services.trainings.qualification_kinds import queries as kinds
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.certificates import QUALIFICATIONS
from shared.web.audit import looked
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

MISSING = f"{QUALIFICATIONS}/fehlend"
pages = PageRouter(__package__, prefix=MISSING.removeprefix("/trainings"), audience=Coordinator)


@pages.get("", dependencies=[looked])
async def list_missing(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[MissingSearch],
    page: PageRequest,
) -> Response:
    """By name; also as a file."""
    today = local_date(here.clock.now())
    kind = await queries.chosen(session, me.tenant, search.kind)
    found = await queries.page_of(session, me.tenant, kind, page, today) if kind else None
    offered = {"kind": await kinds.offered(session, me.tenant)}
    shown = {"entered": replace(search.entered, offered=offered)}
    above = [("Qualifikationen", QUALIFICATIONS)]
    return pages.render(request, "missing.html", search=shown, page=found, kind=kind, above=above)
