"""Changes and departures in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.directory.departures import use_cases
from services.directory.departures.schemas import NewChange, NewDeparture
from services.directory.schemas import TimelineReceipt, location
from shared.context import Uow
from shared.contracts.directory import Scope
from shared.web.audience import program_with
from shared.web.idempotency import Once
from shared.web.tokens import ApiClient

api = APIRouter(tags=["departures"])

Client = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]


@api.post("/departures", status_code=201, response_model=TimelineReceipt)
async def depart(body: NewDeparture, client: Client, uow: Uow, exactly: Once[Client]) -> Response:
    """A worker leaves; placements end with the last day, which may lie up to two years ahead.

    Until it is over another one may be posted, and the latest applies. Before the start of the
    work the hire is cancelled by a last day that lies before it: `outcome` says so.
    """
    return await exactly.once(body, lambda: use_cases.depart(uow, client, body), location)


@api.post("/changes", status_code=201, response_model=TimelineReceipt)
async def change(body: NewChange, client: Client, uow: Uow, exactly: Once[Client]) -> Response:
    """From a day on, until the next day for which some were posted, these placements apply.

    Posted again for the same day, they replace what was posted before. `timeline` shows the whole.
    """
    return await exactly.once(body, lambda: use_cases.change(uow, client, body), location)
