"""The token endpoint, and credentials for carriers' systems."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access import use_cases
from services.directory.access.rules import SCOPE, UNKNOWN, Credentials, TokenError, read_request
from services.directory.access.schemas import (
    ClientSecret,
    NewClient,
    TokenAnswer,
    TokenRefusal,
)
from services.directory.organizations.queries import is_carrier
from shared.context import Context, CurrentContext, Reading, Uow
from shared.web.audience import address_of, operator, public
from shared.web.problem import Problem
from shared.web.tenants import refuse_unserved
from shared.web.text_guard import TextRefused

api = APIRouter(prefix="/oauth", tags=["access"], dependencies=[Depends(public)])
clients = APIRouter(prefix="/clients", tags=["access"], dependencies=[Depends(operator)])

NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
FORM = "application/x-www-form-urlencoded"
_BODY = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": ["grant_type"],
                "properties": {
                    "grant_type": {"const": "client_credentials"},
                    "client_id": {"type": "string"},
                    "client_secret": {"type": "string"},
                    "scope": {"const": SCOPE},
                },
            }
        }
    },
}


@api.post(
    "/token",
    response_model=TokenAnswer,
    responses={400: {"model": TokenRefusal}, 401: {"model": TokenRefusal}},
    openapi_extra={"requestBody": _BODY},
)
async def token(request: Request, here: CurrentContext, session: Reading) -> JSONResponse:
    """An access token for 15 minutes (client credentials grant, RFC 6749 section 4.4)."""
    try:
        form = await _form(request)
        given = read_request(form, request.headers.get("authorization"))
        client = await _authenticated(address_of(request), here, session, given)
    except TokenError as error:
        return _refusal(error)
    access, seconds = here.tokens.issue(client.client_id, client.tenant, client.carrier_id, [SCOPE])
    body = {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": seconds,
        "scope": SCOPE,
    }
    return JSONResponse(body, headers=NOT_STORED)


async def _authenticated(
    address: str, here: Context, session: AsyncSession, given: Credentials
) -> use_cases.Client:
    async with here.throttle.turn(address, given.client_id):
        client = await use_cases.authenticate(session, given.client_id, given.secret)
        if client is None:
            here.throttle.failed(address, given.client_id, "client")
            raise TokenError("invalid_client", UNKNOWN, 401)
        here.throttle.succeeded(address, given.client_id)
        return client


async def _form(request: Request) -> Mapping[str, Sequence[str]]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise TokenError("invalid_request", f"the body is not {FORM}")
    try:
        form = await request.form()
    except TextRefused:
        raise TokenError("invalid_request", "the body is not UTF-8 text") from None
    return {
        name: [value for value in form.getlist(name) if isinstance(value, str)] for name in form
    }


def _refusal(error: TokenError) -> JSONResponse:
    headers = dict(NOT_STORED)
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="Knotenpunkt"'
    body = {"error": error.code, "error_description": error.description}
    return JSONResponse(body, error.status, headers)


@clients.post("", status_code=201)
async def add_client(body: NewClient, here: CurrentContext, uow: Uow) -> ClientSecret:
    """Credentials for a carrier's system; the secret is shown this once."""
    refuse_unserved(body.municipality, here.settings.municipalities, "municipality")
    if not await is_carrier(uow.session, body.municipality, body.carrier_id):
        raise Problem(404, "carrier-not-found", "The municipality has no such carrier")
    client_id, secret = await use_cases.issue(uow, body.municipality, body.carrier_id)
    return ClientSecret(client_id=client_id, client_secret=secret)


@clients.post("/{client_id}/secret")
async def rotate(client_id: str, uow: Uow) -> ClientSecret:
    """A new secret; the old one is refused from now on, tokens end within 15 minutes."""
    secret = await use_cases.rotate(uow, client_id)
    if secret is None:
        raise Problem(404, "client-not-found", "There is no such client")
    return ClientSecret(client_id=client_id, client_secret=secret)


@clients.delete("/{client_id}", status_code=204)
async def revoke(client_id: str, uow: Uow) -> None:
    """The client gets no token any more."""
    if not await use_cases.revoke(uow, client_id):
        raise Problem(404, "client-not-found", "There is no such client")
