"""What the office has still to agree to, in one list."""

from fastapi import Request, Response

from services.trainings.open_approvals import queries
from services.trainings.open_approvals.values import PLACE
from shared.context import CurrentContext, Reading
from shared.web.audit import looked
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/freigaben", audience=Coordinator)


@pages.get("", dependencies=[looked])
async def list_open(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, page: PageRequest
) -> Response:
    """Of all gatherings to come."""
    found = await queries.page_of(session, me.tenant, page, here.clock.now())
    return pages.render(
        request, "open_approvals.html", page=found, at=PLACE, above=[("Veranstaltungen", PLACE)]
    )
