"""Whose link it is, and for which topic."""

from contextlib import suppress
from uuid import UUID

from services.notifications.mails.values import Topic
from services.notifications.preferences.values import choosable
from services.notifications.unsubscribing.values import UNSUBSCRIBE
from shared.links import LinkInvalid, Links


async def opened(links: Links, token: str) -> tuple[UUID, Topic]:
    """Raises ``LinkInvalid`` and ``LinkExpired``."""
    for topic in choosable():
        with suppress(LinkInvalid):
            return await links.open(UNSUBSCRIBE[topic], token), topic
    raise LinkInvalid
