"""Credentials for carriers' systems, as the office issues them."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response

from services.directory.access import queries
from services.directory.access import use_cases as access
from services.directory.access.queries import Registered
from services.directory.clients.schemas import (
    ClientList,
    ClientSecret,
    ClientView,
    NewClient,
    Rotation,
    SecretView,
)
from services.directory.organizations.queries import is_carrier
from shared.context import CurrentContext, Reading, Uow
from shared.web.audit import record
from shared.web.idempotency import Once
from shared.web.kit.person import Operations
from shared.web.problem import Problem
from shared.web.tenants import refuse_unserved

api = APIRouter(prefix="/clients", tags=["access"])

LIST = "/directory/api/v1/clients"
AT_ONCE = Rotation()

ClientId = Annotated[str, Path(max_length=80)]
Municipality = Annotated[str, Query(pattern=r"^\d{8}$")]


@api.post("", status_code=201, response_model=ClientSecret)
async def add_client(
    body: NewClient, me: Operations, here: CurrentContext, uow: Uow, exactly: Once[Operations]
) -> Response:
    """Credentials for a carrier's system; the secret is shown this once."""
    refuse_unserved(body.municipality, here.settings.municipalities, "municipality")

    async def work() -> ClientSecret:
        if not await is_carrier(uow.session, body.municipality, body.carrier_id):
            raise Problem(404, "carrier-not-found", "The municipality has no such carrier")
        given = await access.issue(uow, body.municipality, body.carrier_id, body.scopes)
        return ClientSecret(client_id=given[0], client_secret=given[1])

    return await exactly.once(
        body, work, lambda made: f"{LIST}/{made.client_id}", kept=ClientSecret.without_secret
    )


@api.get("")
async def list_clients(
    me: Operations,
    here: CurrentContext,
    session: Reading,
    municipality: Municipality,
    after: Annotated[str, Query(max_length=80)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ClientList:
    """The municipality's programs, revoked ones, too: scopes, valid secrets, last use."""
    refuse_unserved(municipality, here.settings.municipalities, "municipality")
    now = here.clock.now()
    found = await queries.list_clients(session, now, municipality, after, limit + 1)
    items = [_view(each) for each in found[:limit]]
    if len(found) <= limit:
        return ClientList(items=items)
    query = {"municipality": municipality, "after": items[-1].client_id, "limit": limit}
    return ClientList(items=items, next=f"{LIST}?{urlencode(query)}")


@api.get("/{client_id}")
async def show_client(
    client_id: ClientId, me: Operations, here: CurrentContext, session: Reading
) -> ClientView:
    """One program."""
    found = await queries.find_client(session, here.clock.now(), client_id)
    if found is None:
        raise _unknown()
    return _view(found)


@api.post("/{client_id}/secret", status_code=201, response_model=ClientSecret)
async def rotate(
    client_id: ClientId,
    me: Operations,
    uow: Uow,
    exactly: Once[Operations],
    body: Rotation = AT_ONCE,
) -> Response:
    """A new secret. The one in use stays valid for the time chosen; an older one ends at once."""

    async def work() -> ClientSecret:
        secret = await access.rotate(uow, client_id, body.overlap)
        if secret is None:
            raise _unknown()
        return ClientSecret(client_id=client_id, client_secret=secret)

    return await exactly.once(body, work, kept=ClientSecret.without_secret)


@api.delete("/{client_id}", status_code=204)
async def revoke(
    request: Request, client_id: ClientId, me: Operations, here: CurrentContext
) -> None:
    """The client gets no token any more, and this service refuses those that it has."""
    async with here.database.transaction() as uow:
        if not await access.revoke(uow, client_id):
            raise _unknown()
        await record(request, uow)
    here.tokens.refuse(client_id)


def _view(found: Registered) -> ClientView:
    client = found.client
    return ClientView(
        client_id=client.client_id,
        municipality=client.tenant,
        carrier_id=client.carrier_id,
        scopes=client.scopes.split(),
        created_at=client.created_at,
        revoked_at=client.revoked_at,
        last_used_at=client.last_used_at,
        last_used_from=client.last_used_from,
        secrets=[SecretView.model_validate(each) for each in found.secrets],
    )


def _unknown() -> Problem:
    return Problem(404, "client-not-found", "There is no such client")
