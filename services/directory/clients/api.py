"""Credentials for carriers' systems, as the office issues them."""

from fastapi import APIRouter, Depends

from services.directory.access import use_cases as access
from services.directory.clients.schemas import ClientSecret, NewClient
from services.directory.organizations.queries import is_carrier
from shared.context import CurrentContext, Uow
from shared.web.kit.person import operator
from shared.web.problem import Problem
from shared.web.tenants import refuse_unserved

api = APIRouter(prefix="/clients", tags=["access"], dependencies=[Depends(operator)])


@api.post("", status_code=201)
async def add_client(body: NewClient, here: CurrentContext, uow: Uow) -> ClientSecret:
    """Credentials for a carrier's system; the secret is shown this once."""
    refuse_unserved(body.municipality, here.settings.municipalities, "municipality")
    if not await is_carrier(uow.session, body.municipality, body.carrier_id):
        raise Problem(404, "carrier-not-found", "The municipality has no such carrier")
    client_id, secret = await access.issue(uow, body.municipality, body.carrier_id)
    return ClientSecret(client_id=client_id, client_secret=secret)


@api.post("/{client_id}/secret")
async def rotate(client_id: str, uow: Uow) -> ClientSecret:
    """A new secret; the old one is refused from now on, tokens end within 15 minutes."""
    secret = await access.rotate(uow, client_id)
    if secret is None:
        raise Problem(404, "client-not-found", "There is no such client")
    return ClientSecret(client_id=client_id, client_secret=secret)


@api.delete("/{client_id}", status_code=204)
async def revoke(client_id: str, uow: Uow) -> None:
    """The client gets no token any more."""
    if not await access.revoke(uow, client_id):
        raise Problem(404, "client-not-found", "There is no such client")
