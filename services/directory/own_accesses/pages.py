"""Who has looked at one's own data."""

from dataclasses import replace

from fastapi import Request, Response

from services.directory.own_accesses import use_cases
from shared.context import CurrentContext, Reading
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import OF_NETWORK, Anyone
from shared.web.kit.router import PageRouter
from shared.web.neighbours import client_for

OWN = "/directory/meine-daten"
pages = PageRouter(__package__, prefix="/meine-daten/zugriffe", audience=Anyone)


@pages.get("")
async def show_own(
    request: Request, me: Anyone, here: CurrentContext, session: Reading, page: PageRequest
) -> Response:
    """Newest first; nobody is named, and one's own looks are left out."""
    found, answers = await use_cases.of_person(client_for(request, here), session, page)
    if answers.away and page.export:
        found = replace(found, wanted=replace(page, export=""))
    above = [("Meine Daten", OWN)] if me.role in OF_NETWORK else []
    return pages.render(request, "own_accesses.html", page=found, away=answers.away, above=above)
