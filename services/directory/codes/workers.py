"""Passes on requests for codes as soon as they are stored."""

import asyncio

import structlog

from services.directory.codes import use_cases
from services.directory.codes.use_cases import CHANNEL
from shared.backoff import delay
from shared.context import Context
from shared.faults import describe, is_transient

log = structlog.get_logger()

LONGEST_FAULT_SECONDS = 5.0


async def pass_on_codes(context: Context) -> None:
    """Until cancelled, woken by whoever asks for a code."""
    notifier, faults = context.database.notifier, 0
    while True:
        try:
            async with context.database.transaction() as uow:
                more = await use_cases.pass_on(uow)
            faults = 0
        except Exception as fault:
            if not is_transient(fault):
                raise
            faults += 1
            log.warning("codes.paused", reason=describe(fault))
            await asyncio.sleep(delay(faults, most=LONGEST_FAULT_SECONDS))
            continue
        if not more:
            await notifier.wait(CHANNEL, notifier.net_seconds)
