"""Badges and lists of who has a seat, for the office."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.badges import queries
from services.trainings.gatherings import queries as gatherings
from shared.context import Reading
from shared.contracts.gatherings import GATHERINGS
from shared.web.audit import looked
from shared.web.kit.exports import attachment
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
LISTS = "/{gathering_id}/listen"
PDF = "application/pdf"


@pages.get(LISTS, dependencies=[looked])
async def show_lists(
    request: Request, me: Coordinator, session: Reading, page: PageRequest, gathering_id: UUID
) -> Response:
    """Who has a seat, by name; also as a file."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await queries.page_of(session, row, page)
    above = [(row.title, pages.address(request, row.id))]
    return pages.render(request, "lists.html", gathering=row, page=found, above=above)


@pages.get(f"{LISTS}/namensschilder/datei", dependencies=[looked])
async def save_badges(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """To print and cut out."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    headers = attachment(request, "namensschilder", "pdf")
    return Response(await queries.badges_of(session, row), media_type=PDF, headers=headers)


@pages.get(f"{LISTS}/teilnehmende/datei", dependencies=[looked])
async def save_list(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """To print."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    whole = await gatherings.whole(session, me.tenant, row)
    headers = attachment(request, "teilnehmende", "pdf")
    return Response(await queries.list_of(session, row, whole), media_type=PDF, headers=headers)
