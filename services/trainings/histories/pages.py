"""What one person took part in, as a page and as a file."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.trainings.histories import queries
from services.trainings.histories.values import PARTS
from services.trainings.qualifications import queries as qualifications
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.certificates import HISTORIES
from shared.database.paging import computed
from shared.web.audit import looked
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=HISTORIES.removeprefix("/trainings"), audience=Coordinator)


@pages.get("/{person_id}", dependencies=[looked])
async def show_history(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    page: PageRequest,
    person_id: UUID,
) -> Response:
    """The newest first, below what they are qualified for; an old id leads on."""
    person = await queries.person(session, me.tenant, person_id)
    if person.merged_into is not None:
        return RedirectResponse(f"{HISTORIES}/{person.merged_into}", 301)
    now = here.clock.now()
    found = await queries.parts(session, me.tenant, person_id, now)
    held = await qualifications.of_person(session, me.tenant, person_id, local_date(now))
    return pages.render(
        request,
        "history.html",
        name=f"{person.given_name} {person.family_name}",
        qualified=held,
        page=computed(found, page, PARTS),
    )
