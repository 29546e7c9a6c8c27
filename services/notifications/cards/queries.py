"""Counts for cards."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.addresses import queries as addresses
from services.notifications.announcements import queries as announcements
from services.notifications.cards import rules
from services.notifications.deliveries import queries as deliveries
from services.notifications.dispatches import queries as dispatches
from services.notifications.inbox import queries as inbox
from services.notifications.mailbox import queries as mailbox
from services.notifications.merges.queries import every_id
from services.notifications.outages import queries as outages
from services.notifications.undeliverable import queries as undeliverable
from shared.context import Context
from shared.contracts.cards import Card
from shared.web.sessions.person import Me, SignedIn


async def of_operator(session: AsyncSession, _: Me, here: Context) -> Sequence[Card]:
    """Whether mail goes out, what was given up, and the mailbox where there is one."""
    now = here.clock.now()
    pause = await outages.current(session, now)
    depth = await deliveries.depth(session, now) if pause else {}
    waiting = sum(each.number for each in depth.values())
    given_up = sum((await undeliverable.count(session)).values())
    against = await dispatches.against_us(session, now)
    cards = [
        *rules.delivery(pause, waiting),
        *rules.given_up(given_up),
        *rules.against_us(sum(number for _, number, _ in against)),
    ]
    if here.settings.smtp_url:
        return cards
    return [*cards, *rules.mailbox(await mailbox.count(session))]


async def of_anyone(session: AsyncSession, someone: SignedIn, here: Context) -> Sequence[Card]:
    """What they have not read."""
    desk = await inbox.desk_of(session, someone, here)
    return rules.unread(await inbox.unread(session, desk))


async def of_coordinator(session: AsyncSession, me: Me, _: Context) -> Sequence[Card]:
    """Whether somebody cannot be reached."""
    return rules.unreachable(await addresses.count(session, me.tenant))


async def of_reader(session: AsyncSession, me: Me, _: Context) -> Sequence[Card]:
    """What an office has told them, and waits to hear that they have read."""
    ids = await every_id(session, me.person_id)
    return rules.to_confirm(await announcements.unconfirmed(session, me.tenant, ids))
