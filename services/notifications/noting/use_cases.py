"""Notes that the mail server has mails, each with whatever else it has taken meanwhile."""

import asyncio
from collections.abc import Sequence
from functools import partial

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.dispatches import use_cases as dispatches
from services.notifications.dispatches.values import Outcome
from services.notifications.sending.use_cases import in_the_end
from services.notifications.values import OwedMail
from shared.context import Context
from shared.messaging.unit_of_work import UnitOfWork

Waiting = tuple[OwedMail, asyncio.Future[None]]


class Notes:
    """One transaction is under way, and what comes meanwhile is the next; there is no timer."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._waiting: list[Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def taken(self, mail: OwedMail) -> None:
        """Return once it is committed."""
        noted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((mail, noted))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await noted

    async def _write(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting, []
                await self._together(some)
        finally:
            self._writing = None

    async def _together(self, some: Sequence[Waiting]) -> None:
        """What cannot be noted keeps no other mail from being noted."""
        try:
            await in_the_end(self._context, partial(_taken, [mail for mail, _ in some]))
        except Exception as fault:
            if len(some) > 1:
                for one in some:
                    await self._together([one])
            else:
                some[0][1].set_exception(fault)
        else:
            for _, noted in some:
                noted.set_result(None)


async def _taken(mails: Sequence[OwedMail], uow: UnitOfWork) -> None:
    await deliveries.mark_sent(uow, [each for mail in mails for each in mail.owed])
    await dispatches.note(uow, mails, Outcome.TAKEN)
