"""What operators register."""

import asyncio
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.directory.access import use_cases as access
from services.directory.organizations import use_cases as organizations
from services.directory.registry import use_cases
from services.directory.registry.rules import (
    Import,
    read_dataset,
    read_schools,
)
from services.directory.registry.schemas import ClientSecret, Dataset, NewClient, Registered
from shared.context import Context, CurrentContext, Uow
from shared.web.audience import operator
from shared.web.bodies import media_type, read_apart, schema_of
from shared.web.problem import Problem
from shared.web.tenants import refuse_unserved

api = APIRouter(tags=["registry"], dependencies=[Depends(operator)])

Municipality = Annotated[str, Query(pattern=r"^\d{8}$")]
_LIST = {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}
_DATASET = {"required": True, "content": {"application/json": {"schema": schema_of(Dataset)}}}


@api.post("/organizations", openapi_extra={"requestBody": _DATASET})
async def register(request: Request, here: CurrentContext) -> Registered:
    """Organizations of a municipality with their contacts; what is known is brought up to date.

    A school is known by its number, anything else by its name; a person by organization, role and
    name. Who is not named any more acts no longer, and is forgotten.
    """
    _refuse_other_than("application/json", request)
    given = await read_apart(request, read_dataset)
    refuse_unserved(given.municipality, here.settings.municipalities, "municipality")
    return await _store(here, given)


@api.post("/schools", openapi_extra={"requestBody": _LIST})
async def register_schools(
    municipality: Municipality, request: Request, here: CurrentContext
) -> Registered:
    """A school list as CSV: Schulnummer; Schule; Schulform; OGS; Leitung Vorname, Nachname, E-Mail.

    One bad row and nothing is stored. Columns that are absent leave what they would say as it is.
    """
    _refuse_other_than("text/csv", request)
    refuse_unserved(municipality, here.settings.municipalities, "query.municipality")
    return await _store(here, await read_apart(request, partial(read_schools, municipality)))


@api.post("/clients", status_code=201)
async def add_client(body: NewClient, here: CurrentContext, uow: Uow) -> ClientSecret:
    """Credentials for a carrier's system; the secret is shown this once."""
    refuse_unserved(body.municipality, here.settings.municipalities, "municipality")
    if not await organizations.is_carrier(uow.session, body.municipality, body.carrier_id):
        raise Problem(404, "carrier-not-found", "The municipality has no such carrier")
    client_id, secret = await access.issue(uow, body.municipality, body.carrier_id)
    return ClientSecret(client_id=client_id, client_secret=secret)


@api.post("/clients/{client_id}/secret")
async def rotate(client_id: str, uow: Uow) -> ClientSecret:
    """A new secret; the old one is refused from now on, tokens end within 15 minutes."""
    secret = await access.rotate(uow, client_id)
    if secret is None:
        raise Problem(404, "client-not-found", "There is no such client")
    return ClientSecret(client_id=client_id, client_secret=secret)


@api.delete("/clients/{client_id}", status_code=204)
async def revoke(client_id: str, uow: Uow) -> None:
    """The client gets no token any more."""
    if not await access.revoke(uow, client_id):
        raise Problem(404, "client-not-found", "There is no such client")


async def _store(here: Context, given: Import) -> Registered:
    """In a transaction that begins when the body is there: SQLite has one at a time."""
    allowed = here.settings.mail_reserved_domains
    await asyncio.to_thread(use_cases.refuse_unreachable, given, allowed)
    async with here.database.transaction() as uow:
        return await use_cases.register_all(uow, given)


def _refuse_other_than(kind: str, request: Request) -> None:
    if media_type(request) != kind:
        title = "The body is of a kind this address does not take"
        detail = f"Send {kind}."
        raise Problem(415, "unsupported-media-type", title, detail, headers={"Accept": kind})
