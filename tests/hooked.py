"""A webhook of a town's carrier, with an event that is to be sent to it."""

from uuid import UUID

from services.notifications.attempts import use_cases as attempts
from services.notifications.endpoints.models import Endpoint
from services.notifications.endpoints.values import EventType, State, Vault
from tests.house import House
from tests.town import Town

NOWHERE = "https://192.0.2.1/"
"""An address for examples, which nobody is asked to connect to."""


async def hook(house: House, town: Town) -> None:
    """It is switched off, so that nothing changes while somebody looks."""
    here = house.context("notifications")
    async with here.database.transaction() as uow:
        endpoint = Endpoint(
            tenant=town.municipality,
            carrier_id=UUID(str(town.carrier_id)),
            name=f"Personalsystem {town.municipality}",
            url=NOWHERE,
            types=[EventType.HIRED.value],
            state=State.SWITCHED_OFF.value,
            secret=Vault.of(here).encrypt("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            secret_since=uow.now,
            created_at=uow.now,
        )
        uow.session.add(endpoint)
        await uow.session.flush()
        delivery = await attempts.send_test(uow, town.municipality, endpoint.id)
    town.values |= {"endpoint_id": str(endpoint.id), "delivery_id": str(delivery)}
    town.traces |= {str(endpoint.id), str(delivery), endpoint.name}
