"""Posts events as soon as they are due, many at once, so that no endpoint waits for a slow one."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import TypeVar

import structlog

from services.notifications.attempts import use_cases as attempts
from services.notifications.attempts.queries import next_due
from services.notifications.attempts.values import CHANNEL, Due
from services.notifications.posting.gateways import Poster
from services.notifications.posting.use_cases import post
from services.notifications.posting.values import Policy
from shared.backoff import delay
from shared.context import Context
from shared.faults import describe, is_transient
from shared.ids import new_id

log = structlog.get_logger()

T = TypeVar("T")

AT_ONCE = 40
AT_ONCE_EACH = 4
"""To one endpoint."""
AT_ONCE_IN_A_MUNICIPALITY = 20
"""However many endpoints it and its carriers have set up."""
LOOK_SECONDS = 1.0
"""While what is due is in somebody's hands, or its endpoint is busy."""
LONGEST_PAUSE_SECONDS = 5.0
FINISHING_SECONDS = 10.0


async def post_events(context: Context) -> None:
    """Post until cancelled, woken by whoever queues an event."""
    if context.settings.embedded:
        async with context.database.transaction() as uow:
            await attempts.give_back_all(uow)
    poster = Poster(Policy.of(context.settings), context.clock)
    await Posting(context, poster).run()


class Posting:
    """The attempts of this process that are under way."""

    def __init__(self, context: Context, poster: Poster) -> None:
        self._context = context
        self._poster = poster
        self._holder = new_id()
        self._running: dict[asyncio.Task[None], Due] = {}

    async def run(self) -> None:
        faults = 0
        try:
            with self._context.database.notifier.only_here(CHANNEL):
                while True:
                    try:
                        await self._round()
                        faults = 0
                    except Exception as fault:
                        if not is_transient(fault):
                            raise
                        faults += 1
                        log.warning("webhooks.paused", reason=describe(fault))
                        await asyncio.sleep(delay(faults, most=LONGEST_PAUSE_SECONDS))
        finally:
            await self._finish()

    async def _round(self) -> None:
        """Begin what is due, then wait until something ends, or is queued, or becomes due."""
        free = AT_ONCE - len(self._running)
        busy = _at_least(AT_ONCE_EACH, (each.endpoint_id for each in self._running.values()))
        full = _at_least(AT_ONCE_IN_A_MUNICIPALITY, (e.tenant for e in self._running.values()))
        taken = 0
        if free:
            async with self._context.database.transaction() as uow:
                at_most = min(free, AT_ONCE_EACH)
                due = await attempts.lease(uow, self._holder, at_most, busy, full)
            taken = len(due)
            for each in due:
                work = post(self._context, self._poster, each, self._holder)
                self._running[asyncio.create_task(work)] = each
        if not taken:
            await self._rest()
        self._collect()

    async def _rest(self) -> None:
        notifier = self._context.database.notifier
        if not self._running:
            await notifier.wait(CHANNEL, await self._patience())
            return
        woken = asyncio.create_task(notifier.wait(CHANNEL, LOOK_SECONDS))
        try:
            await asyncio.wait({woken, *self._running}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()

    def _collect(self) -> None:
        """Forget what has ended; raises what an attempt has raised."""
        for task in [each for each in self._running if each.done()]:
            del self._running[task]
            task.result()

    async def _patience(self) -> float:
        async with self._context.database.reading() as session:
            due = await next_due(session)
        most = self._context.database.notifier.net_seconds
        if due is None:
            return most
        seconds = (due - self._context.clock.now()).total_seconds()
        return min(seconds, most) if seconds > 0 else LOOK_SECONDS

    async def _finish(self) -> None:
        """Attempts under way end, or would be made again; what is left is due again."""
        if self._running:
            await asyncio.wait(self._running, timeout=FINISHING_SECONDS)
        for task in self._running:
            task.cancel()
        with suppress(Exception):
            async with self._context.database.transaction() as uow:
                await attempts.give_back_of(uow, self._holder)


def _at_least(number: int, whose: Iterable[T]) -> list[T]:
    return [each for each, count in Counter(whose).items() if count >= number]
