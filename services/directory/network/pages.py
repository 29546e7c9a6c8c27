"""The network as the coordination office sees it: a table, and a picture drawn from it."""

from fastapi import Request, Response

from services.directory.network import queries, rules
from services.directory.network.forms import NetworkSearch
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.relationships import RelationshipType
from shared.web.audit import looked
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/netzwerk", audience=Coordinator)
_MISSING = {
    RelationshipType.ASD_CONTACT: "Schulen ohne ASD-Kontakt",
    RelationshipType.ALL_DAY_LEAD: "Schulen mit Ganztag ohne OGS-Leitung",
    RelationshipType.FEEDER_KITA: "Grundschulen ohne abgebende Kita",
}


@pages.get("", dependencies=[looked])
async def show_network(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[NetworkSearch],
    page: PageRequest,
) -> Response:
    """Each organization with its neighbours; the picture shows the same."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, search, page, today)
    gaps = await queries.gaps(session, me.tenant, today)
    picture = rules.drawn(found.items)
    root = request.scope.get("root_path", "")
    return pages.render(
        request,
        "network.html",
        search=search,
        page=found,
        picture=picture,
        missing=len(gaps),
        root=root,
    )


@pages.get("/fehlend")
async def list_gaps(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading
) -> Response:
    """What schools lack, to be worked through."""
    found = await queries.gaps(session, me.tenant, local_date(here.clock.now()))
    sections = [
        (type_, title, [gap for gap in found if gap.type == type_])
        for type_, title in _MISSING.items()
    ]
    root = request.scope.get("root_path", "")
    return pages.render(request, "gaps.html", sections=sections, total=len(found), root=root)
