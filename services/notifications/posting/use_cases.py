"""Posts what is due, each endpoint by itself, and notes how it went."""

import json
import random
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog
from prometheus_client import Counter

from services.notifications.attempts import use_cases as attempts
from services.notifications.attempts.values import Due
from services.notifications.endpoints import queries as endpoints
from services.notifications.endpoints import use_cases as endpoint_use_cases
from services.notifications.endpoints.values import Destination, Vault
from services.notifications.posting.gateways import Poster
from services.notifications.posting.rules import signatures, wait_before_next
from services.notifications.posting.values import Answer, Outcome
from services.notifications.sending.use_cases import in_the_end
from shared.context import Context
from shared.faults import describe
from shared.messaging.unit_of_work import UnitOfWork

POSTED = Counter("knotenpunkt_webhooks_total", "Attempts to post an event", ["service", "cause"])

log = structlog.get_logger()


async def post(context: Context, poster: Poster, due: Due, holder: UUID) -> None:
    """One attempt, noted however often the database goes away before it is."""
    async with context.database.reading() as session:
        to = await endpoints.destination(session, due.endpoint_id)
    if to is None:
        return
    try:
        answer = await _ask(context, poster, due, to)
    except Exception as fault:
        log.warning("webhook.cannot-be-posted", reason=describe(fault))
        await in_the_end(context, partial(attempts.put_off, due=due, holder=holder))
        return
    POSTED.labels(context.database.service, answer.outcome).inc()
    if not answer.is_success:
        log.info("webhook.not-taken", reason=answer.outcome, status=answer.status)
    await in_the_end(context, partial(_note, due=due, holder=holder, answer=answer))


async def _ask(context: Context, poster: Poster, due: Due, to: Destination) -> Answer:
    now = context.clock.now()
    return await poster.post(to.url, *_written(context, due, to, now))


def _written(
    context: Context, due: Due, to: Destination, now: datetime
) -> tuple[dict[str, str], bytes]:
    """Headers and body; the body is the same in every attempt."""
    told = due.payload(context.settings.base_url, fetched=to.carrier_id is not None)
    body = json.dumps(told, separators=(",", ":")).encode()
    vault, timestamp = Vault.of(context), int(now.timestamp())
    secrets = vault.decrypt_all(to.secrets(now))
    headers = {
        "content-type": "application/json",
        "user-agent": "Knotenpunkt-Webhooks/1",
        "webhook-id": due.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures(secrets, due.message_id, timestamp, body),
    }
    return headers, body


async def _note(uow: UnitOfWork, due: Due, holder: UUID, answer: Answer) -> None:
    if answer.is_success:
        await endpoint_use_cases.note_success(uow, due.endpoint_id)
        await attempts.settle(uow, due, holder, answer, None)
        return
    gone = answer.outcome is Outcome.GONE
    is_on = await endpoint_use_cases.note_failure(uow, due.endpoint_id, gone=gone)
    chance = random.random()  # noqa: S311 only spreads attempts
    again = wait_before_next(due.attempts + 1, chance, answer.retry_after)
    await attempts.settle(uow, due, holder, answer, again, held=not is_on)
