"""Wakes those who are shown how much is unread."""

import asyncio

from services.notifications.counting.use_cases import watching
from services.notifications.inbox.values import CHANNEL
from shared.context import Context
from shared.web.sessions.handlers import SIGN_INS

NET_SECONDS = 60.0
"""Another instance may be killed between its commit and its notification."""


async def wake_shown(here: Context) -> None:
    """On each message in their municipality and each sign-in that ends, until cancelled."""
    async with asyncio.TaskGroup() as both:
        both.create_task(_wake(here, CHANNEL))
        both.create_task(_wake(here, SIGN_INS))


async def _wake(here: Context, channel: str) -> None:
    while True:
        about = await here.database.notifier.wait(channel, NET_SECONDS)
        watching(here.database).wake(about)
