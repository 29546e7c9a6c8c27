"""Has versions scanned that the scanner was not there for, and deletes content nobody needs."""

import asyncio

import structlog

from services.directory.documents import use_cases
from services.directory.documents.gateways import ScannerAway, StoreAway
from services.directory.documents.use_cases import CHANNEL
from shared.backoff import delay
from shared.context import Context
from shared.faults import describe, is_transient

log = structlog.get_logger()

REST_SECONDS = 600.0
"""Uploads that came to nothing wake nobody."""
LONGEST_FAULT_SECONDS = 60.0


async def tend_documents(context: Context) -> None:
    """Until cancelled, woken by whoever uploads or deletes."""
    faults = 0
    while True:
        try:
            more = await use_cases.tend(context)
            faults = 0
        except Exception as fault:
            if not isinstance(fault, StoreAway | ScannerAway) and not is_transient(fault):
                raise
            faults += 1
            log.warning("documents.paused", reason=describe(fault))
            await asyncio.sleep(delay(faults, most=LONGEST_FAULT_SECONDS))
            continue
        if not more:
            await context.database.notifier.wait(CHANNEL, REST_SECONDS)
