"""Tells whoever has supported a topic as soon as its answer arrives."""

import asyncio

import structlog

from services.notifications.topics import use_cases
from services.notifications.topics.use_cases import CHANNEL
from shared.backoff import delay
from shared.context import Context
from shared.contracts.notifications import SUPPORTERS
from shared.faults import describe, is_transient
from shared.signing.sealing import unseal

log = structlog.get_logger()

LONGEST_FAULT_SECONDS = 60.0


async def tell_supporters(context: Context) -> None:
    """Until cancelled, woken by each answer."""
    notifier, faults = context.database.notifier, 0
    while True:
        try:
            more = await _round(context)
            faults = 0
        except Exception as fault:
            if not is_transient(fault):
                raise
            faults += 1
            log.warning("topics.paused", reason=describe(fault))
            await asyncio.sleep(delay(faults, most=LONGEST_FAULT_SECONDS))
            continue
        if not more:
            await notifier.wait(CHANNEL, notifier.net_seconds)


async def _round(context: Context) -> bool:
    async with context.database.reading() as session:
        if not await use_cases.anything_sealed(session):
            return False
    ring = context.ring(SUPPORTERS)
    async with context.database.transaction() as uow:
        return await use_cases.tell_next(uow, lambda sealed: unseal(ring, sealed))
