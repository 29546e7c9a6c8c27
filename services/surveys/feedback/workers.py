"""Makes urns for rights that have arrived: what is sealed needs the service's secret."""

from services.surveys.feedback import queries, use_cases
from services.surveys.feedback.values import CHANNEL, PURPOSE
from services.surveys.urns.values import KEY, Seals
from shared.context import Context

NET_SECONDS = 60.0
"""Another instance may be killed between its commit and its notification."""


async def plan_urns(context: Context) -> None:
    """On each notification, until cancelled."""
    while True:
        await plan_waiting(context)
        await context.database.notifier.wait(CHANNEL, NET_SECONDS)


async def plan_waiting(context: Context) -> None:
    """Everything that waits now."""
    seals, key = Seals(context.key(KEY)), context.key(PURPOSE)
    async with context.database.reading() as session:
        waiting = await queries.waiting(session)
    for each in waiting:
        async with context.database.transaction() as uow:
            await use_cases.plan_urn(uow, seals, key, each)
