"""Changes and departures in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.directory.departures import use_cases
from services.directory.departures.schemas import NewChange, NewDeparture
from services.directory.schemas import IdempotencyKey, Receipt
from shared.context import Uow
from shared.web.audience import carrier
from shared.web.tokens import CarrierClient

routes = APIRouter(tags=["departures"])

Client = Annotated[CarrierClient, Depends(carrier)]


@routes.post("/departures", status_code=201, response_model=Receipt)
async def depart(body: NewDeparture, key: IdempotencyKey, client: Client, uow: Uow) -> Response:
    """A worker leaves; placements end with the last day and open tasks are closed."""
    return _created(await use_cases.depart(uow, client, key, body))


@routes.post("/changes", status_code=201, response_model=Receipt)
async def change(body: NewChange, key: IdempotencyKey, client: Client, uow: Uow) -> Response:
    """From a day on, a worker has these placements instead of those before."""
    return _created(await use_cases.change(uow, client, key, body))


def _created(answer: str) -> Response:
    location = f"/directory/workers/{Receipt.model_validate_json(answer).worker_id}"
    return Response(answer, 201, {"Location": location}, "application/json")
