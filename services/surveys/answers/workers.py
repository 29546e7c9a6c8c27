"""Puts invitations into their urns: what is sealed needs the service's secret."""

from services.surveys.answers.use_cases import settle
from services.surveys.answers.values import PURPOSE
from services.surveys.invitations.values import CHANNEL
from services.surveys.urns.values import KEY, Seals
from shared.context import Context

NET_SECONDS = 60.0
"""Another instance may have been killed between its commit and its notification."""


async def settle_invitations(context: Context) -> None:
    """On each notification, until cancelled."""
    while True:
        await settle_waiting(context)
        await context.database.notifier.wait(CHANNEL, NET_SECONDS)


async def settle_waiting(context: Context) -> None:
    """Everything that waits now."""
    seals, key, more = Seals(context.key(KEY)), context.key(PURPOSE), True
    while more:
        async with context.database.transaction() as uow:
            more = await settle(uow, seals, key)
