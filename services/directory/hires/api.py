"""Hires in, one by one."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response

from services.directory.hires import queries, use_cases
from services.directory.hires.rules import Result
from services.directory.hires.schemas import HireList, NewHire
from services.directory.rules import refuse_unreachable
from services.directory.schemas import Receipt
from shared.context import CurrentContext, Reading
from shared.contracts.directory import Scope
from shared.web.audience import program_with
from shared.web.idempotency import IdempotencyKey
from shared.web.text import ExternalId
from shared.web.tokens import ApiClient

api = APIRouter(tags=["hires"])

Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]
Writer = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]


@api.post("/hires", status_code=201, response_model=Receipt)
async def hire(
    body: NewHire,
    key: IdempotencyKey,
    client: Writer,
    here: CurrentContext,
) -> Response:
    """A carrier has hired somebody. Answered after the commit; the onboarding follows by itself.

    Somebody who comes again after their last day, under the same `external_id`, is the same worker
    with another employment and another onboarding; `outcome` says so.
    """
    refuse_unreachable({"person.email": body.person.email}, here.settings, client.tenant)
    outcome = await use_cases.hire(here, use_cases.intake(here, client, body, key))
    if outcome.problem is not None:
        raise outcome.problem
    assert outcome.answer is not None
    return outcome.answer.response(replayed=outcome.result is Result.REPEATED)


@api.get("/hires")
async def find(
    external_id: ExternalId,
    client: Reader,
    session: Reading,
    after: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> HireList:
    """The client's own hires under one of its numbers, so that a lost answer can be repaired."""
    items, last = await queries.find(session, client, external_id, after, limit)
    if last is None:
        return HireList(items=items)
    query = urlencode({"external_id": external_id, "after": last, "limit": limit})
    return HireList(items=items, next=f"/directory/api/v1/hires?{query}")
