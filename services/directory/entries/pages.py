"""People of the municipality, as far as each shows it to whoever asks."""

from collections.abc import AsyncIterator
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from markupsafe import Markup
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.corrections.queries import past_of
from services.directory.duplicates.queries import of_person
from services.directory.employments.queries import of_person as employments_of
from services.directory.employments.queries import wanted_by
from services.directory.entries import queries
from services.directory.entries.forms import PersonSearch
from services.directory.entries.rules import MEDIA_TYPE, vcards
from services.directory.entries.values import Seen
from services.directory.merges.queries import of_person as merges_of
from services.directory.merges.queries import survivor_seen
from services.directory.people.values import Asker
from services.directory.relationships.queries import of_person as relationships_of
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.accounts import AccessRole
from shared.database.paging import KeysetRequest
from shared.web.audit import looked
from shared.web.kit.exports import attachment, whole
from shared.web.kit.forms import Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Network
from shared.web.kit.portraits import SMALL, portrait
from shared.web.kit.private_search import PrivateSearch, found_at
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/personen", audience=Network)


@pages.get("", dependencies=[looked])
async def list_people(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    search: PrivateSearch[PersonSearch],
    page: PageRequest,
) -> Response:
    """By family name."""
    asker = queries.asker_of(me, local_date(here.clock.now()))
    found = await queries.page_of(session, asker, search, page)
    return pages.render(request, "people.html", search=search, page=found, picture=_picture)


def _picture(each: Seen) -> Markup:
    src = f"/directory/fotos/{each.photo_id}" if each.photo_id else None
    return portrait(each.name, each.initials, src, SMALL)


@pages.post("")
async def look_for(request: Request, form: Posted[PersonSearch]) -> Response:
    """A name must not stand in an address: the search leads to a sealed one."""
    return RedirectResponse(found_at(request, form), 303)


@pages.get("/vcard", dependencies=[looked])
async def save_people(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    search: PrivateSearch[PersonSearch],
) -> Response:
    """The same for an address book."""
    asker = queries.asker_of(me, local_date(here.clock.now()))
    found = await queries.page_of(session, asker, search, KeysetRequest(export="vcf"))

    async def cards() -> AsyncIterator[bytes]:
        async for people in whole(request, found):
            yield vcards(people).encode()

    headers = attachment(request, "personen", "vcf")
    return StreamingResponse(cards(), headers=headers, media_type=MEDIA_TYPE)


@pages.get("/{person_id}/vcard", dependencies=[looked])
async def save_person(
    request: Request, me: Network, here: CurrentContext, session: Reading, person_id: UUID
) -> Response:
    """One person for an address book, as far as they show it to whoever asks."""
    asker = queries.asker_of(me, local_date(here.clock.now()))
    found = await queries.one(session, asker, person_id)
    if found is None:
        raise NoResultFound
    headers = attachment(request, "person", "vcf")
    return Response(vcards([found]), headers=headers, media_type=MEDIA_TYPE)


@pages.get("/{person_id}", dependencies=[looked])
async def show_person(
    request: Request, me: Network, here: CurrentContext, session: Reading, person_id: UUID
) -> Response:
    """One person, as far as they show it to whoever asks."""
    today = local_date(here.clock.now())
    asker = queries.asker_of(me, today)
    found = await queries.one(session, asker, person_id)
    if found is None:
        return await _at_survivor(session, asker, person_id)
    office = me.role is AccessRole.COORDINATOR
    editable = office or found.employed
    past = await past_of(session, asker, person_id) if editable else []
    work = await employments_of(session, wanted_by(me, today), person_id) if editable else []
    related = await relationships_of(session, me.tenant, person_id, today) if office else []
    return pages.render(
        request,
        "person.html",
        found=found,
        office=office,
        editable=editable,
        past=past,
        work=work,
        merges=await merges_of(session, me.tenant, person_id) if office else [],
        pairs=await of_person(session, me, person_id, today) if office else [],
        related=related,
        own=person_id == me.person_id,
    )


async def _at_survivor(session: AsyncSession, asker: Asker, person_id: UUID) -> Response:
    """An old id leads to who stands for them; raises ``NoResultFound``."""
    survivor = await survivor_seen(session, asker, person_id)
    if survivor is None:
        raise NoResultFound
    return RedirectResponse(f"/directory/personen/{survivor}", 301)
