"""Counts for cards."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.addresses import queries as addresses
from services.notifications.announcements import queries as announcements
from services.notifications.cards import rules
from services.notifications.counting import queries as counting
from services.notifications.deliveries import queries as deliveries
from services.notifications.dispatches import queries as dispatches
from services.notifications.hours import queries as hours
from services.notifications.mailbox import queries as mailbox
from services.notifications.outages import queries as outages
from services.notifications.outages.values import FORGOTTEN_AFTER
from services.notifications.undeliverable import queries as undeliverable
from shared.context import Context
from shared.contracts.cards import Card
from shared.database.counts import Counts
from shared.web.sessions.person import Me, SignedIn

_OF_OPERATOR = Counts(
    standing=outages.STANDING,
    given_up=undeliverable.NUMBER,
    against_us=dispatches.AGAINST_US,
    kept=mailbox.NUMBER,
)


_OF_COORDINATOR = Counts(dead=addresses.DEAD, hours=hours.CHOSEN)


async def of_operator(session: AsyncSession, _: Me, here: Context) -> Sequence[Card]:
    """Whether mail goes out, what was given up, and the mailbox where there is one."""
    now = here.clock.now()
    since = {"after": now - FORGOTTEN_AFTER, "lately": now - dispatches.LATELY}
    found = await _OF_OPERATOR.read(session, since)
    pause = await outages.current(session, now) if found["standing"] else None
    depth = await deliveries.depth(session, now) if pause else {}
    cards = [
        *rules.delivery(pause, sum(each.number for each in depth.values())),
        *rules.given_up(found["given_up"]),
        *rules.against_us(found["against_us"]),
    ]
    return cards if here.settings.smtp_url else [*cards, *rules.mailbox(found["kept"])]


async def of_anyone(session: AsyncSession, someone: SignedIn, here: Context) -> Sequence[Card]:
    """What they have not read."""
    return rules.unread(await counting.unread(session, someone, here))


async def of_coordinator(session: AsyncSession, me: Me, _: Context) -> Sequence[Card]:
    """Whether somebody cannot be reached, and whether mails go out at any hour."""
    found = await _OF_COORDINATOR.read(session, {"town": me.tenant})
    unreachable = await addresses.count(session, me.tenant) if found["dead"] else 0
    return [*rules.unreachable(unreachable), *rules.hours(found["hours"])]


async def of_reader(session: AsyncSession, me: Me, _: Context) -> Sequence[Card]:
    """What an office has told them, and waits to hear that they have read."""
    return rules.to_confirm(await announcements.unconfirmed(session, me.tenant, me.person_id))
