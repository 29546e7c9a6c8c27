"""Users of a carrier's identity system, as it would have posted them by SCIM."""

from uuid import UUID

from scim2_models import Context

from services.directory.people.queries import people_by_id
from services.directory.scim import use_cases
from services.directory.scim.rules import read_user
from services.directory.scim.schemas import CarrierUser
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.tokens import ApiClient

LOCK = {
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    "Operations": [{"op": "replace", "path": "active", "value": False}],
}


async def keep_user(
    uow: UnitOfWork,
    client: ApiClient,
    settings: Settings,
    worker_id: UUID,
    external_id: str,
    user_name: str,
) -> UUID:
    """Of somebody whom the carrier has posted under this number; returns the user's id."""
    person = (await people_by_id(uow.session, client.tenant, [worker_id]))[worker_id]
    body = {
        "schemas": [CarrierUser.__schema__],
        "userName": user_name,
        "externalId": external_id,
        "name": {"givenName": person.given_name, "familyName": person.family_name},
        "emails": [{"value": person.email, "type": "work", "primary": True}],
        "active": True,
    }
    given = read_user(body, Context.RESOURCE_CREATION_REQUEST)
    row, _ = await use_cases.create(uow, client, given, settings)
    return row.id


async def lock_user(uow: UnitOfWork, client: ApiClient, settings: Settings, user_id: UUID) -> None:
    """The office is asked whether they leave."""
    await use_cases.patch(uow, client, user_id, LOCK, "", settings)
