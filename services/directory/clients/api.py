"""Credentials for carriers' systems, as the office and carriers' clerks issue them."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response

from services.directory.access import use_cases as access
from services.directory.access.queries import Registered, list_clients
from services.directory.clients import queries, use_cases
from services.directory.clients.schemas import (
    ClientList,
    ClientSecret,
    ClientView,
    NewClient,
    Rotation,
    SecretView,
)
from shared.context import CurrentContext, Reading, Uow
from shared.web.audit import record
from shared.web.idempotency import Once
from shared.web.kit.person import ProgramKeeper, refuse_other
from shared.web.problem import Problem
from shared.web.tenants import refuse_unserved

api = APIRouter(prefix="/clients", tags=["access"])

LIST = "/directory/api/v1/clients"
AT_ONCE = Rotation()

ClientId = Annotated[str, Path(max_length=80)]
Municipality = Annotated[str, Query(pattern=r"^\d{8}$")]


@api.post("", status_code=201, response_model=ClientSecret)
async def add_client(
    body: NewClient, me: ProgramKeeper, here: CurrentContext, uow: Uow, exactly: Once[ProgramKeeper]
) -> Response:
    """Credentials for a carrier's system; the secret is shown this once."""
    refuse_unserved(body.municipality, here.settings.municipalities, "municipality")

    async def work() -> ClientSecret:
        if await queries.municipality_of(uow.session, me, body.carrier_id) != body.municipality:
            raise Problem(404, "carrier-not-found", "The municipality has no such carrier")
        return await use_cases.issue(uow, me, body.municipality, body.carrier_id, body.scopes)

    return await exactly.once(
        body, work, lambda made: f"{LIST}/{made.client_id}", kept=ClientSecret.without_secret
    )


@api.get("")
async def list_kept(
    me: ProgramKeeper,
    here: CurrentContext,
    session: Reading,
    municipality: Municipality,
    after: Annotated[str, Query(max_length=80)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ClientList:
    """The municipality's programs, revoked ones, too; of a clerk their own carrier's."""
    refuse_unserved(municipality, here.settings.municipalities, "municipality")
    refuse_other(me, municipality)
    now, kept = here.clock.now(), queries.kept_by(me)
    found = await list_clients(session, now, municipality, after, limit + 1, *kept)
    items = [_view(each) for each in found[:limit]]
    if len(found) <= limit:
        return ClientList(items=items)
    query = {"municipality": municipality, "after": items[-1].client_id, "limit": limit}
    return ClientList(items=items, next=f"{LIST}?{urlencode(query)}")


@api.get("/{client_id}")
async def show_client(
    client_id: ClientId, me: ProgramKeeper, here: CurrentContext, session: Reading
) -> ClientView:
    """One program: scopes, valid secrets, last use."""
    return _view((await queries.program(session, here.clock.now(), me, client_id)).registered)


@api.post("/{client_id}/secret", status_code=201, response_model=ClientSecret)
async def rotate(
    client_id: ClientId,
    me: ProgramKeeper,
    uow: Uow,
    exactly: Once[ProgramKeeper],
    body: Rotation = AT_ONCE,
) -> Response:
    """A new secret. The one in use stays valid for the time chosen; an older one ends at once."""

    async def work() -> ClientSecret:
        await queries.program(uow.session, uow.now, me, client_id)
        secret = await access.rotate(uow, client_id, body.overlap)
        if secret is None:
            raise Problem(404, "client-not-found", "There is no such client")
        return ClientSecret(client_id=client_id, client_secret=secret)

    return await exactly.once(body, work, kept=ClientSecret.without_secret)


@api.delete("/{client_id}", status_code=204)
async def revoke(
    request: Request, client_id: ClientId, me: ProgramKeeper, here: CurrentContext
) -> None:
    """The client gets no token any more, and this service refuses those that it has."""
    async with here.database.transaction() as uow:
        await use_cases.revoke(uow, me, client_id)
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
