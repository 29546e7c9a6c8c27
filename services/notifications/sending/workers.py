"""Sends mails as soon as they are due, and measures how many wait."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

import structlog

from services.notifications.deliveries.values import CHANNEL
from services.notifications.gateways import MailServer
from services.notifications.mails.use_cases import warm_up
from services.notifications.outages.use_cases import Outage
from services.notifications.rounds.use_cases import deliver_due
from services.notifications.sending import use_cases
from services.notifications.sending.values import PauseCause
from shared.backoff import delay
from shared.context import Context
from shared.faults import describe, is_transient
from shared.ids import new_id
from shared.telemetry.measures import measures

log = structlog.get_logger()

LOOK_SECONDS = 1.0
"""While another instance holds what is due."""
SOONEST_SECONDS = 1.0
"""Until another letter may show that a refusal was only about the one before."""
LONGEST_FAULT_SECONDS = 5.0
GRACE_SECONDS = 5.0
"""After a fault of the database: others then first note what they have sent."""


async def deliver(context: Context) -> None:
    """Deliver until cancelled, woken by whoever queues a letter."""
    warm_up()
    if context.settings.embedded:
        await use_cases.resume(context)
    given = context.settings
    many = given.smtp_connections if given.smtp_url else 0
    servers = [MailServer(given, context.clock) for _ in range(many)]
    holder = new_id()
    outage = Outage(context, holder)
    await outage.begins_anew()
    try:
        with context.database.notifier.only_here(CHANNEL):
            await _deliver(context, servers, holder, outage)
    finally:
        with suppress(Exception):
            await use_cases.give_back(context, holder)
        await _hang_up(servers)


async def measure(context: Context) -> None:
    """Keep the gauges fresh for whoever reads them."""
    with measures.include(partial(use_cases.measure, context)):
        await asyncio.Event().wait()


async def _deliver(
    context: Context, servers: Sequence[MailServer], holder: UUID, outage: Outage
) -> None:
    time = asyncio.get_running_loop().time
    faults, calm_since = 0, -GRACE_SECONDS
    while True:
        try:
            if faults:
                await use_cases.give_back(context, holder)
            lapsed = time() - calm_since > GRACE_SECONDS
            done = await deliver_due(context, servers, holder, lapsed=lapsed)
            seconds = await _pause(outage, done)
            patience = 0.0 if done.busy or seconds else await _patience(context)
            faults = 0
        except Exception as fault:
            if not is_transient(fault):
                raise
            faults, calm_since = faults + 1, time()
            log.warning("delivery.paused", reason=describe(fault))
            await asyncio.sleep(delay(faults, most=LONGEST_FAULT_SECONDS))
            continue
        if done.pause is PauseCause.REFUSED:
            await asyncio.sleep(min(seconds, SOONEST_SECONDS))
            await context.database.notifier.wait(CHANNEL, seconds)
        elif seconds:
            await asyncio.sleep(seconds)
        elif not done.busy:
            await _hang_up(servers)
            await context.database.notifier.wait(CHANNEL, patience)


async def _hang_up(servers: Sequence[MailServer]) -> None:
    await asyncio.gather(*(each.hang_up() for each in servers))


async def _pause(outage: Outage, done: use_cases.Delivered) -> float:
    """Seconds to stand still, because no mail can go out whoever it is for."""
    if done.pause is not None:
        return await outage.goes_on(done.pause)
    if done.reached or not done.busy:
        await outage.is_over()
    return 0.0


async def _patience(context: Context) -> float:
    """How long nothing has to be done unless somebody notifies."""
    seconds = await use_cases.seconds_until_due(context)
    net_seconds = context.database.notifier.net_seconds
    if seconds is None:
        return net_seconds
    return min(seconds, net_seconds) if seconds > 0 else LOOK_SECONDS
