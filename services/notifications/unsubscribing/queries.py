"""Whose link it is, and for which topics."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.mails.values import Topic
from services.notifications.preferences import queries as preferences
from services.notifications.preferences.values import Mode, choosable
from services.notifications.unsubscribing.values import UNSUBSCRIBE, UNSUBSCRIBE_GATHERED
from shared.links import LinkInvalid, Links


async def opened(
    session: AsyncSession, links: Links, token: str
) -> tuple[UUID, Sequence[Topic], bool]:
    """Of whom, which, and whether they are off; raises ``LinkInvalid`` and ``LinkExpired``."""
    person_id, topics = await _opened(links, token)
    modes = await preferences.modes(session, person_id, topics)
    if len(topics) > 1:
        gathered = [each for each in topics if modes[each].pace is not None]
        topics = gathered or topics
    return person_id, topics, all(modes[each] is Mode.OFF for each in topics)


async def _opened(links: Links, token: str) -> tuple[UUID, Sequence[Topic]]:
    for topic in choosable():
        with suppress(LinkInvalid):
            return await links.open(UNSUBSCRIBE[topic], token), [topic]
    return await links.open(UNSUBSCRIBE_GATHERED, token), choosable()
