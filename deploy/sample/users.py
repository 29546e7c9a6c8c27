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


async def keep_user(
    uow: UnitOfWork,
    client: ApiClient,
    settings: Settings,
    worker_id: UUID,
    external_id: str,
    user_name: str,
    *,
    locked: bool,
) -> None:
    """Of somebody whom the carrier has posted under this number.

    Whoever is not locked may sign in; of others the office is asked whether they leave.
    """
    person = (await people_by_id(uow.session, client.tenant, [worker_id]))[worker_id]
    body = {
        "schemas": [CarrierUser.__schema__],
        "userName": user_name,
        "externalId": external_id,
        "name": {"givenName": person.given_name, "familyName": person.family_name},
        "emails": [{"value": person.email, "type": "work", "primary": True}],
        "active": not locked,
    }
    given = read_user(body, Context.RESOURCE_CREATION_REQUEST)
    await use_cases.create(uow, client, given, settings)
