"""The token endpoint."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access import queries, use_cases
from services.directory.access.rules import UNKNOWN, Credentials, TokenError, read_request
from services.directory.access.schemas import TokenAnswer, TokenRefusal
from services.directory.access.values import Client
from services.directory.refusals.use_cases import note
from services.directory.refusals.values import Proof
from shared.context import Context, CurrentContext, Reading
from shared.contracts.directory import ACCESS_TOKENS
from shared.web.audience import address_of, public
from shared.web.text_guard import TextRefused
from shared.web.tokens import TokenIssuer

api = APIRouter(prefix="/oauth", tags=["access"], dependencies=[Depends(public)])

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
                    "scope": {"type": "string", "description": "separated by blanks"},
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
        scopes = given.granted(client.scopes)
    except TokenError as error:
        return _refusal(error)
    async with here.database.transaction() as uow:
        await use_cases.note_use(uow, client.client_id, address_of(request))
    issue = here.single(_issuer).issue
    access, seconds = issue(client.client_id, client.tenant, client.carrier_id, scopes)
    body = {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": seconds,
        "scope": " ".join(sorted(scopes)),
    }
    return JSONResponse(body, headers=NOT_STORED)


async def _authenticated(
    address: str, here: Context, session: AsyncSession, given: Credentials
) -> Client:
    now = here.clock.now()
    async with here.throttle.turn(address, given.client_id):
        client = await queries.authenticate(session, now, given.client_id, given.secret)
        if client is None:
            here.throttle.failed(address, given.client_id, Proof.CLIENT)
            async with here.database.transaction() as uow:
                note(uow, Proof.CLIENT)
            raise TokenError("invalid_client", UNKNOWN, 401)
        here.throttle.succeeded(address, given.client_id)
        return client


def _issuer(here: Context) -> TokenIssuer:
    return TokenIssuer(here.ring(ACCESS_TOKENS), here.clock.now)


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
