"""People for the office's programs; nobody is looked for by name, which would stand in a URL."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import NoResultFound

from services.directory.entries import queries
from services.directory.entries.forms import PersonSearch
from services.directory.entries.schemas import PersonList
from services.directory.merges.queries import survivor_seen
from services.directory.schemas import PersonView
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.directory import OrganizationKind, Role
from shared.web.audit import looked
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["people"])


@api.get("/people", dependencies=[looked])
async def list_people(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    role: Role | None = None,
    kind: OrganizationKind | None = None,
) -> PersonList:
    """The municipality's people by name, page by page; in a role, or at a kind of organization."""
    asker = queries.asker_of(me, local_date(here.clock.now()))
    found = await queries.page_of(session, asker, PersonSearch(role=role, kind=kind), page)
    items = [PersonView.model_validate(each) for each in found.items]
    return PersonList(items=items, next=next_page(request, found))


@api.get("/people/{person_id}", dependencies=[looked], response_model=PersonView)
async def show_person(
    me: OfficeProgram, here: CurrentContext, session: Reading, person_id: UUID
) -> PersonView | RedirectResponse:
    """One person; the id of who was merged leads to who stands for them (301)."""
    asker = queries.asker_of(me, local_date(here.clock.now()))
    found = await queries.one(session, asker, person_id)
    if found is None:
        survivor = await survivor_seen(session, asker, person_id)
        if survivor is None:
            raise NoResultFound
        query = urlencode({"municipality": me.tenant})
        return RedirectResponse(f"/directory/api/v1/people/{survivor}?{query}", 301)
    return PersonView.model_validate(found)
