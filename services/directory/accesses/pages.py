"""What was done in the municipality, for its office."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from services.directory.accesses import use_cases
from services.directory.accesses.forms import AccessSearch
from services.directory.people.queries import people_by_id
from shared.context import CurrentContext, Reading
from shared.web.audit import looked
from shared.web.kit.forms import Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.private_search import PrivateSearch, found_at
from shared.web.kit.router import PageRouter
from shared.web.neighbours import client_for

pages = PageRouter(__package__, prefix="/zugriffe", audience=Coordinator)


@pages.get("", dependencies=[looked])
async def show_accesses(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: PrivateSearch[AccessSearch],
    page: PageRequest,
    person: UUID | None = None,
    gegenstand: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Newest first; of one person, or of one thing, if asked for."""
    client, of = client_for(request, here), gegenstand.replace("\x00", "")
    found, answers = await use_cases.of_office(client, session, me, search, person, of, page)
    if answers.away and page.export:
        page = replace(page, export="")
        found = replace(found, wanted=page)
    known = await people_by_id(session, me.tenant, [person]) if person else {}
    return pages.render(
        request,
        "accesses.html",
        search=search,
        page=found,
        away=answers.away,
        chains=answers.chains,
        person=known.get(person) if person else None,
        of=of,
    )


@pages.post("")
async def look_for(request: Request, form: Posted[AccessSearch]) -> Response:
    """A name must not stand in an address: the search leads to a sealed one."""
    return RedirectResponse(found_at(request, form), 303)
