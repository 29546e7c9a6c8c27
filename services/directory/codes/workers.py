"""Passes on requests for codes as soon as they are stored."""

import asyncio
from uuid import UUID

import structlog

from services.directory.codes import use_cases
from services.directory.codes.use_cases import CHANNEL
from shared.backoff import delay
from shared.context import Context
from shared.contracts.notifications import CODES
from shared.faults import describe, is_transient
from shared.signing.jwk import Key
from shared.signing.published import KeysUnknown, PublicKeys
from shared.signing.sealing import seal_to
from shared.web.sessions.one_time import PURPOSE, one_time_code

log = structlog.get_logger()

LONGEST_FAULT_SECONDS = 5.0


async def pass_on_codes(context: Context) -> None:
    """Until cancelled, woken by whoever asks for a code."""
    notifier, readers, faults = context.database.notifier, context.keys.public(CODES), 0
    while True:
        try:
            more = await _pass_on(context, readers)
            faults = 0
        except Exception as fault:
            if not is_transient(fault) and not isinstance(fault, KeysUnknown):
                raise
            faults += 1
            log.warning("codes.paused", reason=describe(fault))
            await asyncio.sleep(delay(faults, most=LONGEST_FAULT_SECONDS))
            continue
        if not more:
            await notifier.wait(CHANNEL, notifier.net_seconds)


async def _pass_on(context: Context, readers: PublicKeys) -> bool:
    """What is owed stays so while who writes the mails was never reached: ``KeysUnknown``.

    They are asked for their key outside of any transaction, and only if there is something to seal.
    """
    async with context.database.reading() as session:
        if not await use_cases.anything_owed(session):
            return False
    key = await readers.current()
    async with context.database.transaction() as uow:
        return await use_cases.pass_on(uow, lambda request_id: _sealed(context, key, request_id))


def _sealed(context: Context, key: Key, request_id: UUID) -> str:
    return seal_to(key, one_time_code(context.key(PURPOSE), request_id).encode())
