"""Sends what is due by mail, round by round, and says what waits."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog
from prometheus_client import Counter, Gauge

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.queries import depth, next_due
from services.notifications.mails.values import mail_kinds, notice_kinds
from services.notifications.sending.values import PauseCause
from shared.backoff import delay
from shared.context import Context
from shared.contracts.notifications import LINKS
from shared.faults import describe, is_transient
from shared.links import LinkMaker
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()

T = TypeVar("T")

REFUSED_PATIENCE = timedelta(days=5)
"""How long a mail is offered again that the server does not take for now."""
LONGEST_NOTING_SECONDS = 0.5
"""Between two attempts to note that a mail is out, while the database is away."""
FINISHING_SECONDS = 10.0

SENT = Counter("knotenpunkt_letters_sent_total", "Letters handed over", ["service", "kind"])
FAILED = Counter("knotenpunkt_letters_failed_total", "Letters given up", ["service", "kind"])
DEPTH = Gauge("knotenpunkt_letters_waiting", "Letters not settled yet", ["service", "kind"])
AGE = Gauge(
    "knotenpunkt_letters_oldest_seconds", "Age of the oldest waiting letter", ["service", "kind"]
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a round went: was anything due, did the server deal with a mail, why did it stop."""

    busy: bool
    reached: bool = False
    pause: PauseCause | None = None


async def seconds_until_due(context: Context) -> float | None:
    """Until there is something to deliver, if nothing new comes; negative if that is overdue."""
    async with context.database.reading() as session:
        due = await next_due(session)
    return (due - context.clock.now()).total_seconds() if due else None


async def resume(context: Context) -> None:
    """Go on at once with what a killed process was delivering; the embedded form is alone."""
    async with context.database.transaction() as uow:
        await deliveries.take_back_all(uow)


async def give_back(context: Context, holder: UUID) -> None:
    """Make due at once what this holder took in a round that a fault has ended."""
    async with context.database.transaction() as uow:
        await deliveries.give_back(uow, holder)


async def measure(context: Context) -> None:
    """Set the gauges to what the delivery log says."""
    async with context.database.reading() as session:
        now = context.clock.now()
        found = await depth(session, now)
    for kind in {*mail_kinds(), *notice_kinds(), *found}:
        waiting = found.get(kind)
        oldest = (waiting.oldest if waiting else None) or now
        for counter in (SENT, FAILED):
            counter.labels(context.database.service, kind)
        DEPTH.labels(context.database.service, kind).set(waiting.number if waiting else 0)
        AGE.labels(context.database.service, kind).set((now - oldest).total_seconds())


def link_maker(context: Context) -> LinkMaker:
    """Makes the links of this installation's mails."""
    return LinkMaker(context.ring(LINKS), context.settings.base_url)


async def in_the_end(
    context: Context, write: Callable[[UnitOfWork], Awaitable[None]], attempt: int = 1
) -> None:
    """Commit, however often the database goes away before it does: the mail is out already."""
    while True:
        try:
            async with context.database.transaction() as uow:
                await write(uow)
            return
        except Exception as fault:
            if not is_transient(fault):
                raise
            log.warning("delivery.notes-later", reason=describe(fault))
            await asyncio.sleep(delay(attempt, most=LONGEST_NOTING_SECONDS))
            attempt += 1


async def unbroken(work: Coroutine[Any, Any, T]) -> T:
    """Finish a mail that is under way before the process ends, or it would be sent again."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=FINISHING_SECONDS)
        raise
