"""Counts for cards."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.announcements import queries as announcements
from services.notifications.cards import rules
from services.notifications.deliveries import queries as deliveries
from services.notifications.mailbox import queries as mailbox
from services.notifications.outages import queries as outages
from services.notifications.undeliverable import queries as undeliverable
from shared.context import Context
from shared.contracts.cards import Card
from shared.web.sessions.person import Me


async def of_operator(session: AsyncSession, _: Me, here: Context) -> Sequence[Card]:
    """Whether mail goes out, what was given up, and the mailbox where there is one."""
    pause = await outages.current(session, here.clock.now())
    waiting = sum(count for count, _ in (await deliveries.depth(session)).values()) if pause else 0
    given_up = sum((await undeliverable.count(session)).values())
    cards = [*rules.delivery(pause, waiting), *rules.given_up(given_up)]
    if here.settings.smtp_url:
        return cards
    return [*cards, *rules.mailbox(await mailbox.count(session))]


async def of_reader(session: AsyncSession, me: Me, _: Context) -> Sequence[Card]:
    """What an office has told them, and waits to hear that they have read."""
    return rules.to_confirm(await announcements.unconfirmed(session, me.tenant, me.person_id))
