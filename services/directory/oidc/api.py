"""What the provider itself posts: logouts (OpenID Connect Back-Channel Logout 1.0)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import JSONResponse, Response

from services.directory.oidc import use_cases
from services.directory.oidc.values import LOGOUT_PATH, OidcRefused
from services.directory.sign_outs.use_cases import end_by_logout
from shared.context import Context, CurrentContext
from shared.web.audience import address_of, public
from shared.web.throttle import Pace

api = APIRouter(tags=["access"], dependencies=[Depends(public)])

LONGEST_TOKEN = 16_000
A_MINUTE = 600
"""Of one address: a provider ends many sign-ins at once, and comes again for none it lost."""
NOT_STORED = {"Cache-Control": "no-store"}


@api.post(
    LOGOUT_PATH.removeprefix("/directory"),
    response_class=Response,
    responses={400: {"description": "Not a logout token that is believed"}},
)
async def end_sessions(
    request: Request,
    here: CurrentContext,
    logout_token: Annotated[str, Form(max_length=LONGEST_TOKEN)],
) -> Response:
    """End what the provider has ended; its signature is the only credential."""
    here.single(_pace).admit(address_of(request))
    try:
        told = await use_cases.logout_token(here, logout_token)
        async with here.database.transaction() as uow:
            await end_by_logout(uow, told)
    except OidcRefused as refused:
        body = {"error": "invalid_request", "error_description": str(refused.reason)}
        return JSONResponse(body, 400, headers=NOT_STORED)
    return Response(headers=NOT_STORED)


def _pace(_: Context) -> Pace:
    return Pace(A_MINUTE)
