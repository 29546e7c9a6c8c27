"""Changes, departures and cancellations in; departures out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime

from services.directory.departures import queries, use_cases
from services.directory.departures.schemas import DepartureList
from services.directory.schemas import (
    NewCancellation,
    NewChange,
    NewDeparture,
    TimelineReceipt,
    location,
)
from shared.context import Reading, Uow
from shared.contracts.directory import Scope
from shared.web.audience import program_with
from shared.web.etags import IfMatch
from shared.web.idempotency import Once
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.tokens import ApiClient

api = APIRouter(tags=["departures"])

Client = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]
Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]


@api.post("/departures", status_code=201, response_model=TimelineReceipt)
async def depart(
    body: NewDeparture, client: Client, uow: Uow, exactly: Once[Client], expected: IfMatch = ""
) -> Response:
    """A worker leaves; placements end with the last day, which may lie up to two years ahead.

    Until it is over another one may be posted, and the latest applies. Before the start of the
    work the hire is cancelled by a last day that lies before it: `outcome` says so.
    """
    return await exactly.once(body, lambda: use_cases.depart(uow, client, body, expected), location)


@api.get("/departures")
async def list_departures(
    request: Request,
    client: Reader,
    session: Reading,
    page: CursorRequest,
    since: Annotated[AwareDatetime | None, Query()] = None,
) -> DepartureList:
    """Every last day that was posted of the client's own workers; those posted `since` a moment."""
    found = await queries.page_of(session, client, since, page)
    return DepartureList(items=list(found.items), next=next_page(request, found))


@api.post("/cancellations", status_code=201, response_model=TimelineReceipt)
async def cancel(
    body: NewCancellation, client: Client, uow: Uow, exactly: Once[Client], expected: IfMatch = ""
) -> Response:
    """A hire does not take place; 409 where the work has begun."""
    return await exactly.once(body, lambda: use_cases.cancel(uow, client, body, expected), location)


@api.post("/changes", status_code=201, response_model=TimelineReceipt)
async def change(
    body: NewChange, client: Client, uow: Uow, exactly: Once[Client], expected: IfMatch = ""
) -> Response:
    """From a day on, until the next day for which some were posted, these placements apply.

    Posted again for the same day, they replace what was posted before. `timeline` shows the whole.
    """
    return await exactly.once(
        body, lambda: use_cases.change(uow, client, body, expected=expected), location
    )
