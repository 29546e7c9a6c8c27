"""Reminds of feedback when that is due; it holds nothing that tells of whom."""

import structlog

from services.notifications.feedback_reminders import queries, use_cases
from services.notifications.feedback_reminders.gateways import pull_from
from services.notifications.feedback_reminders.values import CHANNEL
from services.notifications.gateways import MailServer
from shared.context import Context
from shared.faults import describe, is_transient
from shared.web.neighbours import network_of

log = structlog.get_logger()
NET_SECONDS = 3600.0
"""A notification may be lost; nothing here is urgent."""


async def remind_of_feedback(context: Context) -> None:
    """Until cancelled, woken when another one is planned and when the next one is due."""
    settings = context.settings
    pull = pull_from(context, network_of(context))
    server = MailServer(settings, context.clock) if settings.smtp_url else None
    while True:
        wait = NET_SECONDS
        try:
            await use_cases.remind(context, pull, server)
            wait = await _seconds(context)
        except Exception as fault:
            if not is_transient(fault):
                raise
            log.warning("feedback-reminder.later", reason=describe(fault))
        await context.database.notifier.wait(CHANNEL, wait)


async def _seconds(context: Context) -> float:
    async with context.database.reading() as session:
        due = await queries.next_due(session)
    if due is None:
        return NET_SECONDS
    return min(max((due - context.clock.now()).total_seconds(), 0.05), NET_SECONDS)
