"""Works off long files as soon as they are stored."""

import asyncio

import structlog

from services.directory.bulk import use_cases
from services.directory.bulk.values import CHANNEL
from shared.backoff import delay
from shared.context import Context
from shared.faults import describe, is_transient

log = structlog.get_logger()

LONGEST_FAULT_SECONDS = 5.0


async def work_off_bulk(context: Context) -> None:
    """Until cancelled, woken by whoever posts one; after a restart it goes on where it was."""
    notifier, faults = context.database.notifier, 0
    while True:
        try:
            more = await use_cases.work_off(context)
            faults = 0
        except Exception as fault:
            if not is_transient(fault):
                raise
            faults += 1
            log.warning("bulk.paused", reason=describe(fault))
            await asyncio.sleep(delay(faults, most=LONGEST_FAULT_SECONDS))
            continue
        if not more:
            await notifier.wait(CHANNEL, notifier.net_seconds)
