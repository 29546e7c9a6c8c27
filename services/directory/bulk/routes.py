"""Files of hires in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from services.directory.bulk import use_cases
from services.directory.bulk.rules import read_csv, read_json
from services.directory.bulk.schemas import BulkAnswer
from shared.context import Here
from shared.web.audience import carrier
from shared.web.problem import Problem
from shared.web.tokens import CarrierClient

routes = APIRouter(tags=["hires"])

_READERS = {"application/json": read_json, "text/csv": read_csv}
_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
        "text/csv": {"schema": {"type": "string"}},
    },
}


@routes.post("/hires/bulk", openapi_extra={"requestBody": _BODY})
async def hires(
    request: Request, client: Annotated[CarrierClient, Depends(carrier)], here: Here
) -> BulkAnswer:
    """Many hires at once: a JSON array, or CSV in UTF-8 or Windows-1252, comma or semicolon.

    A worker is recognised by ``external_id``: the same row posted again is answered `unchanged`.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _READERS:
        raise Problem(
            415,
            "unsupported-media-type",
            "The body is of a kind this address does not take",
            detail="Send application/json or text/csv.",
        )
    return await use_cases.take_in(here, client, _READERS[kind](await request.body()))
