"""Sends letters as soon as they are queued, and measures how many wait."""

import asyncio
from functools import partial

import structlog

from services.notifications.delivery import use_cases
from services.notifications.letters.use_cases import BELL
from services.notifications.mails.use_cases import warm_up
from services.notifications.smtp.use_cases import MailServer
from shared.context import Context
from shared.messaging.backoff import delay
from shared.messaging.faults import describe, is_transient
from shared.messaging.measures import measures

log = structlog.get_logger()

LOOK_SECONDS = 1.0
"""While another instance holds what is due."""


async def deliver(context: Context) -> None:
    """Deliver until cancelled, woken by whoever queues a letter."""
    warm_up()
    if context.settings.embedded:
        await use_cases.resume(context)
    smtp_url = context.settings.smtp_url
    server = MailServer(context.settings, context.clock) if smtp_url else None
    try:
        with context.database.bell.heard_here(BELL):
            await _deliver(context, server)
    finally:
        if server is not None:
            await server.hang_up()


async def measure(context: Context) -> None:
    """Keep the gauges fresh for whoever reads them."""
    with measures.include(partial(use_cases.measure, context)):
        await asyncio.Event().wait()


async def _deliver(context: Context, server: MailServer | None) -> None:
    faults = 0
    while True:
        try:
            busy = await use_cases.deliver_due(context, server)
            patience = 0.0 if busy else await _patience(context)
            faults = 0
        except Exception as fault:
            if not is_transient(fault):
                raise
            faults += 1
            log.warning("delivery.paused", reason=describe(fault))
            await asyncio.sleep(delay(faults))
            continue
        if not busy:
            if server is not None:
                await server.hang_up()
            await context.database.bell.wait(BELL, patience)


async def _patience(context: Context) -> float:
    """How long nothing has to be done unless somebody rings."""
    seconds = await use_cases.seconds_until_due(context)
    net_seconds = context.database.bell.net_seconds
    if seconds is None:
        return net_seconds
    return min(seconds, net_seconds) if seconds > 0 else LOOK_SECONDS
