"""Webhooks in a house of notifications alone."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.notifications.attempts.models import attempts, deliveries
from services.notifications.attempts.values import CHANNEL
from services.notifications.endpoints import use_cases
from services.notifications.endpoints.forms import NewEndpointForm
from services.notifications.endpoints.models import endpoints
from services.notifications.endpoints.values import EventType, Keeper, Vault
from services.notifications.posting.values import Policy
from shared.contracts.accounts import AccessRole, Grant
from tests.house import BERGKAMEN, House

KAMEN = "05978020"


def clerk_of(carrier_id: UUID) -> Grant:
    return Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN, organization_id=carrier_id)


async def subscribe(
    house: House,
    url: str,
    carrier_id: UUID | None,
    *types: EventType,
    tenant: str = BERGKAMEN,
) -> tuple[UUID, str]:
    """An endpoint, and its secret; of the municipality without a carrier, of everything usually."""
    here = house.context("notifications")
    given = NewEndpointForm(name="Personalsystem", url=url, types=frozenset(types or EventType))
    async with here.database.transaction() as uow:
        keeper, policy = Keeper(tenant, carrier_id), Policy.of(here.settings)
        added, secret = await use_cases.add(uow, keeper, Vault.of(here), policy, given)
        return added.id, secret


async def told(house: House) -> Sequence[Any]:
    """What endpoints were told or will be, in the order of their numbers."""
    order = (deliveries.c.sequence, deliveries.c.endpoint_id)
    return await house.rows("notifications", select(deliveries).order_by(*order))


async def tried(house: House) -> Sequence[Any]:
    return await house.rows("notifications", select(attempts).order_by(attempts.c.id))


async def standing(house: House, *wanted: str, seconds: float = 10.0) -> Sequence[Any]:
    """Wait until what endpoints were told is in these states, whatever the order."""
    async with asyncio.timeout(seconds):
        while sorted(each.state for each in await told(house)) != sorted(wanted):
            await asyncio.sleep(0.01)
    return await told(house)


async def endpoint(house: House, endpoint_id: UUID) -> Any:
    [found] = await house.rows(
        "notifications", select(endpoints).where(endpoints.c.id == endpoint_id)
    )
    return found


async def later(house: House, by: timedelta) -> None:
    """Time passes, and whoever posts looks at the clock."""
    house.clock.forward(by)
    house.context("notifications").database.notifier.notify(CHANNEL)


async def look_after(house: House) -> None:
    """The job that tells of those that fail, and what it announces."""
    async with house.context("notifications").database.transaction() as uow:
        await use_cases.look_after(uow)
    await house.quiet()
