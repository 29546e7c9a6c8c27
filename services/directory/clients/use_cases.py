"""Gives programs credentials, as far as whoever asks keeps them."""

from uuid import UUID

from services.directory.access import use_cases as access
from services.directory.clients import queries
from services.directory.clients.forms import ClientForm, RotationForm
from services.directory.clients.rules import scopes_to_give
from services.directory.clients.schemas import ClientSecret, Rotation
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Scope
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, given: ClientForm) -> ClientSecret:
    """A new program of a carrier; a clerk's is their own carrier's. Raises ``Problem``."""
    clerk = me.role is AccessRole.CARRIER
    carrier_id = me.organization_id if clerk else given.carrier_id
    tenant = await queries.municipality_of(uow.session, me, carrier_id)
    if carrier_id is None or tenant is None:
        errors = [FieldError("carrier_id", "is none")]
        raise Problem(422, "carrier-not-found", "There is no such carrier", errors=errors)
    return await issue(uow, me, tenant, carrier_id, given.scopes)


async def issue(
    uow: UnitOfWork, me: Me, tenant: str, carrier_id: UUID, scopes: frozenset[Scope]
) -> ClientSecret:
    """For a carrier that is known to be theirs; raises ``Problem`` for scopes that are not."""
    if scopes - set(scopes_to_give(me)):
        errors = [FieldError("scopes", "are given by the office only")]
        raise Problem(422, "scope-refused", "The office gives these scopes", errors=errors)
    client_id, secret = await access.issue(uow, tenant, carrier_id, scopes)
    return ClientSecret(client_id=client_id, client_secret=secret)


async def rotate(uow: UnitOfWork, me: Me, client_id: str, given: RotationForm) -> ClientSecret:
    """A new secret beside the one that was shown as the newest; raises ``Problem``."""
    await access.hold(uow, client_id)
    found = await queries.program(uow.session, uow.now, me, client_id)
    if found.newest != given.newest:
        raise Problem(409, "rotated-meanwhile", "There is a newer secret by now")
    overlap = Rotation(overlap_minutes=given.overlap_minutes).overlap
    secret = await access.rotate(uow, client_id, overlap)
    if secret is None:
        raise Problem(404, "client-not-found", "There is no such client")
    return ClientSecret(client_id=client_id, client_secret=secret)


async def revoke(uow: UnitOfWork, me: Me, client_id: str) -> None:
    """No token any more; raises ``Problem``."""
    await queries.program(uow.session, uow.now, me, client_id)
    if not await access.revoke(uow, client_id):
        raise Problem(404, "client-not-found", "There is no such client")
