"""Hires in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.directory.hires import use_cases
from services.directory.hires.schemas import NewHire
from services.directory.hires.use_cases import Intake, Result
from services.directory.idempotency.schemas import IdempotencyKey
from services.directory.idempotency.use_cases import Request, fingerprint
from services.directory.placements.schemas import Receipt
from shared.context import Here
from shared.web.audience import carrier
from shared.web.tokens import CarrierClient

routes = APIRouter(tags=["hires"])


@routes.post("/hires", status_code=201, response_model=Receipt)
async def hire(
    body: NewHire,
    key: IdempotencyKey,
    client: Annotated[CarrierClient, Depends(carrier)],
    here: Here,
) -> Response:
    """A carrier has hired somebody. Answered after the commit; the onboarding follows by itself."""
    request = Request(client.carrier_id, key, fingerprint("hire", body))
    outcome = await here.submit(use_cases.hire_all, Intake(client, body, request))
    if outcome.problem is not None:
        raise outcome.problem
    receipt = Receipt.model_validate_json(outcome.answer)
    headers = {"Location": f"/directory/workers/{receipt.worker_id}"}
    if outcome.result is Result.REPEATED:
        headers["Idempotent-Replayed"] = "true"
    return Response(outcome.answer, 201, headers, "application/json")
