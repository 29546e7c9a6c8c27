"""Changes and departures in."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.directory.departures import use_cases
from services.directory.departures.schemas import NewChange, NewDeparture
from services.directory.idempotency.use_cases import PURPOSE, attempt
from services.directory.schemas import IdempotencyKey, TimelineReceipt, location
from shared.context import Context, CurrentContext
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.audience import carrier
from shared.web.tokens import CarrierClient

api = APIRouter(tags=["departures"])

Client = Annotated[CarrierClient, Depends(carrier)]


@api.post("/departures", status_code=201, response_model=TimelineReceipt)
async def depart(
    body: NewDeparture, key: IdempotencyKey, client: Client, here: CurrentContext
) -> Response:
    """A worker leaves; placements end with the last day, which may lie up to two years ahead.

    Until it is over another one may be posted, and the latest applies. Before the start of the
    work the hire is cancelled by a last day that lies before it: `outcome` says so.
    """
    return await _answered(
        here, lambda uow: use_cases.depart(uow, client, key, body, here.key(PURPOSE))
    )


@api.post("/changes", status_code=201, response_model=TimelineReceipt)
async def change(
    body: NewChange, key: IdempotencyKey, client: Client, here: CurrentContext
) -> Response:
    """From a day on, until the next day for which some were posted, these placements apply.

    Posted again for the same day, they replace what was posted before. `timeline` shows the whole.
    """
    return await _answered(
        here, lambda uow: use_cases.change(uow, client, key, body, here.key(PURPOSE))
    )


async def _answered(here: Context, work: Callable[[UnitOfWork], Awaitable[str]]) -> Response:
    answer = await attempt(here.database.transaction, work)
    return Response(answer, 201, {"Location": location(answer)}, "application/json")
