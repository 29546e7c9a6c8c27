"""Tells supporters as soon as a topic is answered, and takes over topics of surveys."""

import asyncio

import structlog

from services.trainings.proposals import queries, use_cases
from services.trainings.proposals.use_cases import CHANNEL
from shared.backoff import delay
from shared.context import Context
from shared.contracts.notifications import SUPPORTERS
from shared.faults import describe, is_transient
from shared.signing.published import KeysUnknown, PublicKeys
from shared.signing.sealing import seal_to

log = structlog.get_logger()

LONGEST_FAULT_SECONDS = 60.0


async def answer_supporters(context: Context) -> None:
    """Until cancelled, woken by what the office decides."""
    notifier, readers, faults = context.database.notifier, context.keys.public(SUPPORTERS), 0
    while True:
        try:
            more = await _round(context, readers)
            faults = 0
        except Exception as fault:
            if not is_transient(fault) and not isinstance(fault, KeysUnknown):
                raise
            faults += 1
            log.warning("topics.paused", reason=describe(fault))
            await asyncio.sleep(delay(faults, most=LONGEST_FAULT_SECONDS))
            continue
        if not more:
            await notifier.wait(CHANNEL, notifier.net_seconds)


async def _round(context: Context, readers: PublicKeys) -> bool:
    """Whoever writes the mails is asked for their key outside of any transaction."""
    async with context.database.reading() as session:
        adoptable = await queries.adoptable(session)
        due = await queries.due(session)
    if adoptable:
        async with context.database.transaction() as uow:
            await use_cases.adopt(uow)
    if not due:
        return len(adoptable) == queries.AT_ONCE
    key = await readers.current()
    async with context.database.transaction() as uow:
        return await use_cases.answer(uow, lambda content: seal_to(key, content))
