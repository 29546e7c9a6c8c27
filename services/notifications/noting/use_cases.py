"""Notes that the mail server has mails, each with whatever else it has taken meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.dispatches import use_cases as dispatches
from services.notifications.dispatches.values import Outcome
from services.notifications.gatherings import use_cases as gatherings
from services.notifications.sending.use_cases import in_the_end
from services.notifications.values import OwedMail
from shared.context import Context
from shared.messaging.unit_of_work import UnitOfWork

AT_MOST = 20
"""Mails that a process which is killed may repeat, under the same ``Message-ID``."""
AT_ONCE = 10
"""Mails that are noted without waiting for more."""
GATHERING_SECONDS = 0.05
"""For how long a note waits for others that can be written with it."""


class Notes:
    """One transaction is under way, and what comes meanwhile is the next.

    Nobody waits for a note as long as few are missing.
    """

    def __init__(self, write: Callable[[Sequence[OwedMail]], Awaitable[None]]) -> None:
        self._write = write
        self._unwritten: list[OwedMail] = []
        self._missing = self._awaited = 0
        self._enough = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._fault: Exception | None = None

    async def take(self, mail: OwedMail) -> None:
        """The server has it."""
        self._unwritten.append(mail)
        self._missing += 1
        if len(self._unwritten) >= AT_ONCE:
            self._enough.set()
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        if self._missing >= AT_MOST:
            await self.all()

    async def all(self) -> None:
        """Return once everything is committed; raises what kept something from it."""
        self._awaited += 1
        self._enough.set()
        try:
            if self._writing is not None:
                await asyncio.shield(self._writing)
        finally:
            self._awaited -= 1
        if self._fault is not None:
            raise self._fault

    async def _write_all(self) -> None:
        while self._unwritten:
            if not self._awaited:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._enough.wait(), GATHERING_SECONDS)
            some, self._unwritten = self._unwritten, []
            self._enough.clear()
            await self._together(some)
            self._missing -= len(some)
        self._writing = None

    async def _together(self, some: Sequence[OwedMail]) -> None:
        """What cannot be noted keeps no other mail from being noted."""
        try:
            await self._write(some)
        except Exception as fault:
            if len(some) == 1:
                self._fault = fault
                return
            for one in some:
                await self._together([one])


async def note_taken(context: Context, mails: Sequence[OwedMail]) -> None:
    """However often the database goes away before it is committed."""
    await in_the_end(context, partial(_write, mails))


async def _write(mails: Sequence[OwedMail], uow: UnitOfWork) -> None:
    """Nothing is written down of who was erased while it was handed over."""
    told = await deliveries.mark_sent(uow, [each for mail in mails for each in mail.owed])
    new = [mail for mail in mails if not told.isdisjoint(each.id for each in mail.owed)]
    if new:
        await gatherings.note_sent(uow, new)
        await dispatches.note(uow, new, Outcome.TAKEN)
