"""Badges and lists of who has a seat, for the office."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.badges import queries
from services.trainings.door_codes import use_cases as door_codes
from services.trainings.gatherings import queries as gatherings
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web import audit
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


@pages.post(f"{LISTS}/einlass")
async def make_codes(request: Request, me: Coordinator, uow: Uow, gathering_id: UUID) -> Response:
    """Badges bear them from then on."""
    await gatherings.one(uow.session, me.tenant, gathering_id)
    number = await door_codes.make_all(uow, me.tenant, gathering_id)
    if not number:
        audit.unchanged(request)
    said = f"{number} Einlass-Codes angelegt." if number else "Alle haben schon einen."
    return pages.saved(request, said, to=pages.address(request, gathering_id, "listen"))


@pages.get(f"{LISTS}/namensschilder/datei", dependencies=[looked])
async def save_badges(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """To print and cut out."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    badges = await queries.badges_of(session, row, here.settings.base_url)
    headers = attachment(request, "namensschilder", "pdf")
    return Response(badges, media_type=PDF, headers=headers)


@pages.get(f"{LISTS}/teilnehmende/datei", dependencies=[looked])
async def save_list(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """To print."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    whole = await gatherings.whole(session, me.tenant, row)
    headers = attachment(request, "teilnehmende", "pdf")
    return Response(await queries.list_of(session, row, whole), media_type=PDF, headers=headers)
