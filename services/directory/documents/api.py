"""Documents for the office's programs; a file is the whole body of a request or a response."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.directory.documents import queries, rules, use_cases
from services.directory.documents.forms import DocumentSearch, Title
from services.directory.documents.schemas import DocumentList, DocumentView
from services.directory.documents.values import Number
from shared.context import CurrentContext, Reading
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import Coordinator
from shared.web.text import PlainText

api = APIRouter(tags=["documents"])
_FILE = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


class Content(Response):
    """A file as it was stored."""

    media_type = "application/octet-stream"


@api.get("/documents")
async def list_documents(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    text: Annotated[str, PlainText(160, min=0), Query()] = "",
) -> DocumentList:
    """The municipality's documents by title."""
    search, scanned = DocumentSearch(text=text), use_cases.has_scanner(here)
    found = await queries.page_of(session, me.tenant, search, page, scanned=scanned)
    items = [DocumentView.model_validate(each) for each in found.items]
    return DocumentList(items=items, next=next_page(request, found))


@api.post("/documents", status_code=201, openapi_extra={"requestBody": _FILE})
async def add_document(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    title: Annotated[Title, Query()],
    organization_id: UUID | None = None,
    group_id: UUID | None = None,
    employment_id: UUID | None = None,
) -> DocumentView:
    """A new one of an organization, a group or an employment, with its first version.

    Sent again, it is a 409, for its title is taken.
    """
    of = rules.owner(organization_id, group_id, employment_id)
    kept = await use_cases.keep(here, await request.body())
    async with here.database.transaction() as uow:
        row = await use_cases.add(uow, me, of, title, kept)
        audit.about(request, row.id)
        await audit.record(request, uow)
    return await _view(here, me, row.id)


@api.get("/documents/{document_id}", dependencies=[looked])
async def show_document(me: Coordinator, here: CurrentContext, document_id: UUID) -> DocumentView:
    """One of them."""
    return await _view(here, me, document_id)


@api.post("/documents/{document_id}/versions", openapi_extra={"requestBody": _FILE})
async def add_version(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    document_id: UUID,
    replaces: Annotated[Number, Query()],
) -> DocumentView:
    """The version after ``replaces``; 409 if that is not the newest any more."""
    rules.refuse_other_version((await _view(here, me, document_id)).versions[0].number, replaces)
    kept = await use_cases.keep(here, await request.body())
    async with here.database.transaction() as uow:
        await use_cases.replace(uow, me, document_id, replaces, kept)
        await audit.record(request, uow)
    return await _view(here, me, document_id)


@api.get(
    "/documents/{document_id}/content",
    dependencies=[looked],
    response_class=Content,
)
async def newest_content(me: Coordinator, here: CurrentContext, document_id: UUID) -> Response:
    """The newest version; 409 if it is held back."""
    handed = await use_cases.hand_out(here, me, document_id, None)
    return Content(handed.content, headers=rules.headers_of(handed))


@api.get(
    "/documents/{document_id}/versions/{number}/content",
    dependencies=[looked],
    response_class=Content,
)
async def content_of(
    me: Coordinator, here: CurrentContext, document_id: UUID, number: Number
) -> Response:
    """One version, for good; 409 if it is held back."""
    handed = await use_cases.hand_out(here, me, document_id, number)
    return Content(handed.content, headers=rules.headers_of(handed))


async def _view(here: CurrentContext, me: Coordinator, document_id: UUID) -> DocumentView:
    async with here.database.reading() as session:
        scanned = use_cases.has_scanner(here)
        found = await queries.one(session, me.tenant, document_id, scanned=scanned)
    return DocumentView.model_validate(found)
