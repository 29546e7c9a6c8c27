"""An installation of which nobody asks anything costs next to nothing, and wakes up at once."""

import asyncio
import time

from sqlalchemy import func, select

from deploy.services import NAMES
from services.notifications.deliveries.values import State
from services.notifications.models import deliveries, messages
from tests.conftest import OpenHouse
from tests.house import House
from tests.journeys.carrier import Carrier

CALM_SECONDS = 4.0
WATCHED_SECONDS = 10.0
MOST_PERCENT = 5.0
"""Of a core, however busy the machine; `make benchmark` says what it is on a calm one: half of it.

Where every service looks four times a second into its outbox it is above six when it is calm.
"""
WAKE_SECONDS = 8.0
"""Less than a net takes, let alone the four on the way, on a machine however busy."""


async def hired(house: House, number: int) -> None:
    """A hire, all the way to the welcome's mail."""
    await (await Carrier.of(house)).hire(external_id=f"P-{number}")
    welcomes = select(func.count()).where(
        messages.c.id == deliveries.c.message_id,
        messages.c.kind == "welcome",
        deliveries.c.state == State.SENT,
    )
    async with asyncio.timeout(WAKE_SECONDS):
        while await house.rows("notifications", welcomes) != [(number,)]:
            await asyncio.sleep(0.02)


async def test_it_costs_next_to_nothing_and_wakes_up_at_once(open_either_house: OpenHouse) -> None:
    house = await open_either_house(*NAMES)
    await asyncio.sleep(CALM_SECONDS)
    await hired(house, 1)
    await house.quiet()
    await asyncio.sleep(CALM_SECONDS)
    began = time.process_time()
    await asyncio.sleep(WATCHED_SECONDS)
    used = time.process_time() - began
    await hired(house, 2)
    assert used / WATCHED_SECONDS * 100 < MOST_PERCENT
