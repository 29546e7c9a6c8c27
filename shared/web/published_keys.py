"""The public keys of a service that signs, for services that verify (RFC 7517)."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from shared.context import CurrentContext
from shared.signing.keys import JWKS
from shared.web.audience import public

api = APIRouter(tags=["keys"], dependencies=[Depends(public)])

FRESH_SECONDS = 300


class KeySet(BaseModel):
    """A JWK set: the key that signs, the next one, and those whose signatures are still valid."""

    keys: list[dict[str, Any]]


@api.get(JWKS, response_model=KeySet)
async def show_keys(request: Request, here: CurrentContext) -> JSONResponse:
    """The public keys of this service; ``purpose`` says for what each is."""
    rings = [here.ring(purpose) for purpose in request.app.state.signs]
    keys = [key for ring in rings for key in ring.published()]
    return JSONResponse({"keys": keys}, headers={"Cache-Control": f"max-age={FRESH_SECONDS}"})
