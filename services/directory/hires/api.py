"""Hires in, one by one or in a file."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Request as HttpRequest

from services.directory.hires import queries, use_cases
from services.directory.hires.rules import Result, reachable, read_csv, read_json
from services.directory.hires.schemas import BulkAnswer, HireList, NewHire
from services.directory.quotas.values import seconds_until_tomorrow
from services.directory.rules import refuse_unreachable
from services.directory.schemas import Receipt
from shared.context import CurrentContext, Reading
from shared.contracts.directory import Scope
from shared.web.audience import program_with
from shared.web.bodies import media_type, read_apart
from shared.web.idempotency import IdempotencyKey
from shared.web.problem import Problem
from shared.web.text import ExternalId
from shared.web.tokens import ApiClient

api = APIRouter(tags=["hires"])

Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]
Writer = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]

_READERS = {"application/json": read_json, "text/csv": read_csv}
_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
        "text/csv": {"schema": {"type": "string"}},
    },
}


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
    refuse_unreachable({"person.email": body.person.email}, here.settings)
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


@api.post("/hires/bulk", openapi_extra={"requestBody": _BODY})
async def hires(
    request: HttpRequest,
    response: Response,
    client: Writer,
    here: CurrentContext,
) -> BulkAnswer:
    """Many hires at once: a JSON array, or CSV in UTF-8, UTF-16 or Windows-1252.

    A worker is recognised by `external_id`: the same row posted again is answered `unchanged`.
    """
    kind = media_type(request)
    if kind not in _READERS:
        raise Problem(
            415,
            "unsupported-media-type",
            "The body is of a kind this address does not take",
            detail="Send application/json or text/csv.",
        )
    read, allowed = _READERS[kind], here.settings.mail_reserved_domains
    rows = await read_apart(request, lambda body: reachable(read(body), allowed))
    answer = await use_cases.import_hires(here, client, rows)
    if answer.beyond_quota:
        response.headers["Retry-After"] = str(seconds_until_tomorrow(here.clock.now()))
    return answer
