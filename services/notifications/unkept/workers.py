"""Writes mails that are stored nowhere when they are due."""

from contextlib import suppress

import structlog

from services.notifications.gateways import MailServer
from services.notifications.unkept.gateways import Surveys
from services.notifications.unkept.use_cases import Unkept
from services.notifications.unkept.values import CHANNEL
from shared.context import Context
from shared.faults import describe, is_transient
from shared.web.neighbours import network_of

log = structlog.get_logger()
NET_SECONDS = 900.0
"""A notification may be lost, and whoever sent invitations may have been killed."""


async def write_unkept(context: Context) -> None:
    """Until cancelled, woken when a mailing is planned and when the next mails are due."""
    settings = context.settings
    server = MailServer(settings, context.clock) if settings.smtp_url else None
    unkept = Unkept(context, Surveys(context, network_of(context)), server)
    try:
        while True:
            wait = NET_SECONDS
            try:
                due = await unkept.round()
                if due is not None:
                    left = (due - context.clock.now()).total_seconds()
                    wait = min(max(left, 0.05), NET_SECONDS)
            except Exception as fault:
                if not is_transient(fault):
                    raise
                log.warning("unkept-mails.later", reason=describe(fault))
            await context.database.notifier.wait(CHANNEL, wait)
    finally:
        with suppress(Exception):
            await unkept.give_back()
