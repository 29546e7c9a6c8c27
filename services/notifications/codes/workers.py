"""Sends codes as soon as they are asked for, in a conversation of its own with the mail server."""

import asyncio
from contextlib import suppress
from functools import partial
from uuid import UUID

import structlog

from services.notifications.codes import use_cases
from services.notifications.codes.use_cases import CHANNEL
from services.notifications.gateways import MailServer
from services.notifications.outages.use_cases import Outage
from services.notifications.sending.use_cases import Delivered, unbroken
from services.notifications.sending.values import PauseCause
from shared.backoff import delay
from shared.context import Context
from shared.faults import describe, is_transient
from shared.ids import new_id
from shared.telemetry.measures import measures

log = structlog.get_logger()

LONGEST_PAUSE_SECONDS = 5.0
"""While the mail server is away, or the database: somebody is waiting."""
LOOK_SECONDS = 1.0
"""While another instance holds what is due."""
PART = "codes"


async def send_codes(context: Context) -> None:
    """Send until cancelled, woken by each request that arrives."""
    if context.settings.embedded:
        await use_cases.resume(context)
    smtp_url = context.settings.smtp_url
    server = MailServer(context.settings, context.clock) if smtp_url else None
    holder = new_id()
    try:
        with (
            context.database.notifier.only_here(CHANNEL),
            measures.include(partial(use_cases.measure, context)),
        ):
            await _send(context, server, holder)
    finally:
        with suppress(Exception):
            await use_cases.give_back(context, holder)
        if server is not None:
            await server.hang_up()


async def _send(context: Context, server: MailServer | None, holder: UUID) -> None:
    outage = Outage(context, holder, part=PART, longest_seconds=LONGEST_PAUSE_SECONDS)
    faults = 0
    while True:
        try:
            if faults:
                await use_cases.give_back(context, holder)
            done, seconds = await unbroken(_round(context, server, holder, outage))
            faults = 0
        except Exception as fault:
            if not is_transient(fault):
                raise
            faults += 1
            log.warning("codes.paused", reason=describe(fault))
            await asyncio.sleep(delay(faults, most=LONGEST_PAUSE_SECONDS))
            continue
        if done.pause not in (None, PauseCause.REFUSED):
            await asyncio.sleep(seconds or 0.0)
        elif not done.busy:
            await _rest(context, server, seconds)


async def _round(
    context: Context, server: MailServer | None, holder: UUID, outage: Outage
) -> tuple[Delivered, float | None]:
    """What has become of the next one, and in how many seconds there is something to do."""
    done = await use_cases.deliver_next(context, server, holder)
    due_in = None if done.busy else await use_cases.seconds_until_due(context)
    if done.pause is not None:
        return done, await outage.goes_on(done.pause)
    if done.reached or (not done.busy and due_in is None):
        await outage.is_over()
    return done, due_in


async def _rest(context: Context, server: MailServer | None, due_in: float | None) -> None:
    """Until somebody asks for a code, or one is to be tried again."""
    if server is not None:
        await server.hang_up()
    notifier = context.database.notifier
    seconds = notifier.net_seconds
    if due_in is not None:
        seconds = min(due_in, seconds) if due_in > 0 else LOOK_SECONDS
    await notifier.wait(CHANNEL, seconds)
