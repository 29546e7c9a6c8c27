"""Leaves and returns in; leaves out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.directory.leaves import queries, use_cases
from services.directory.leaves.schemas import LeaveList, LeaveView
from services.directory.schemas import NewLeave, NewReturn
from shared.context import Reading, Uow
from shared.contracts.directory import Scope
from shared.web.audience import program_with
from shared.web.etags import IfMatch, IfNoneMatch, etag_of, unless_known
from shared.web.idempotency import Once
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.tokens import ApiClient

api = APIRouter(tags=["leaves"])

Client = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]
Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]


@api.post("/leaves", status_code=201, response_model=LeaveView)
async def leave(
    body: NewLeave, client: Client, uow: Uow, exactly: Once[Client], expected: IfMatch = ""
) -> Response:
    """A worker keeps their post and is away; the reason is nobody's business here.

    Hours of these days fill no post and count in no figure. Posted again for the same first day, it
    says another last one.
    """
    return await exactly.once(body, lambda: use_cases.go_on_leave(uow, client, body, expected))


@api.post("/returns", status_code=201, response_model=LeaveView)
async def come_back(
    body: NewReturn, client: Client, uow: Uow, exactly: Once[Client], expected: IfMatch = ""
) -> Response:
    """A worker is back at work on a day, and the leave ends the day before.

    On the first day of the leave it says that it does not take place.
    """
    return await exactly.once(body, lambda: use_cases.come_back(uow, client, body, expected))


@api.get("/leaves")
async def list_leaves(
    request: Request, client: Reader, session: Reading, page: CursorRequest
) -> LeaveList:
    """Every leave of the client's own workers that takes or took place."""
    found = await queries.page_of(session, client, page)
    return LeaveList(items=list(found.items), next=next_page(request, found))


@api.get("/leaves/{leave_id}", response_model=LeaveView)
async def show_leave(
    leave_id: UUID, client: Reader, session: Reading, known: IfNoneMatch = ""
) -> Response:
    """One of them. Its `ETag` goes into `If-Match` of another last day, or of a return."""
    view = await queries.one(session, client, leave_id)
    return unless_known(known, etag_of(view), view)
