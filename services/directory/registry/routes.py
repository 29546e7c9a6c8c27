"""What operators register."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.directory.access import use_cases as access
from services.directory.organizations import use_cases as organizations
from services.directory.registry import use_cases
from services.directory.registry.rules import read_schools
from services.directory.registry.schemas import ClientSecret, Dataset, NewClient, Registered
from shared.context import Uow
from shared.web.audience import operator
from shared.web.problem import Problem

routes = APIRouter(tags=["registry"], dependencies=[Depends(operator)])

Municipality = Annotated[str, Query(pattern=r"^\d{8}$")]
_BODY = {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}


@routes.post("/organizations")
async def register(body: Dataset, uow: Uow) -> Registered:
    """Organizations of a municipality with their contacts; what is known is brought up to date."""
    return await use_cases.register(uow, body)


@routes.post("/schools", openapi_extra={"requestBody": _BODY})
async def register_schools(municipality: Municipality, request: Request, uow: Uow) -> Registered:
    """A school list as CSV: Schulnummer; Schule; Schulform; OGS; Leitung Vorname, Nachname, E-Mail.

    One bad row and nothing is stored.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "text/csv":
        raise Problem(
            415, "unsupported-media-type", "The body is of a kind this address does not take"
        )
    schools = read_schools(await request.body())
    return await use_cases.register(uow, Dataset(municipality=municipality, organizations=schools))


@routes.post("/clients", status_code=201)
async def add_client(body: NewClient, uow: Uow) -> ClientSecret:
    """Credentials for a carrier's system; the secret is shown this once."""
    if not await organizations.is_carrier(uow.session, body.municipality, body.carrier_id):
        raise Problem(404, "carrier-not-found", "The municipality has no such carrier")
    client_id, secret = await access.issue(uow, body.municipality, body.carrier_id)
    return ClientSecret(client_id=client_id, client_secret=secret)


@routes.post("/clients/{client_id}/secret")
async def rotate(client_id: str, uow: Uow) -> ClientSecret:
    """A new secret; the old one is refused from now on, tokens end within 15 minutes."""
    secret = await access.rotate(uow, client_id)
    if secret is None:
        raise Problem(404, "client-not-found", "There is no such client")
    return ClientSecret(client_id=client_id, client_secret=secret)


@routes.delete("/clients/{client_id}", status_code=204)
async def revoke(client_id: str, uow: Uow) -> None:
    """The client gets no token any more."""
    if not await access.revoke(uow, client_id):
        raise Problem(404, "client-not-found", "There is no such client")
