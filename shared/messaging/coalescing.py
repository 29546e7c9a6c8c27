"""Many small writes in one transaction: what comes while one is under way forms the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import IntegrityError

Item = TypeVar("Item")
Result = TypeVar("Result")
Began = TypeVar("Began")
Worked = TypeVar("Worked")
Begin = Callable[[], AbstractAsyncContextManager[Began]]
"""A way to begin a transaction of some kind."""

Write = Callable[[Began, Sequence[Item]], Awaitable[Sequence[Result]]]

MAX_ITEMS = 256
TRIES = 5
"""Of what collides: each sees what was stored before it, so that few are ever needed."""


async def attempt(begin: Begin[Began], work: Callable[[Began], Awaitable[Worked]]) -> Worked:
    """Do it in one transaction; another one sees what somebody else stored at the same moment.

    Raises ``IntegrityError`` if somebody was faster ``TRIES`` times.
    """
    for _ in range(TRIES - 1):
        with suppress(IntegrityError):
            async with begin() as uow:
                return await work(uow)
    async with begin() as uow:
        return await work(uow)


class Coalescer(Generic[Began, Item, Result]):
    """``submit`` returns after the commit; no timer, so a lone caller waits for nobody.

    If a transaction of several fails, each is tried by itself, so that one caller's fault is
    never another's. One that collides with what another instance stores at the same moment is
    tried again, too, and sees it then. Whoever has gone before their turn is not written.
    """

    def __init__(self, begin: Begin[Began], write: Write[Began, Item, Result]) -> None:
        self._begin = begin
        self._write = write
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._flushing: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Result:
        """Write ``item`` together with whatever else is waiting."""
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        return await answer

    async def _flush(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MAX_ITEMS], self._waiting[MAX_ITEMS:]
                there = [each for each in batch if not each[1].done()]
                if there:
                    await self._write_together(there)
        finally:
            self._flushing = None

    async def _write_together(
        self, batch: list[tuple[Item, asyncio.Future[Result]]], *, tries: int = TRIES
    ) -> None:
        try:
            async with self._begin() as uow:
                results = await self._write(uow, [item for item, _ in batch])
                answered = list(zip(batch, results, strict=True))
        except Exception as error:
            if tries > 1 and (len(batch) > 1 or isinstance(error, IntegrityError)):
                for one in batch:
                    await self._write_together([one], tries=tries - 1)
            else:
                _settle(batch[0][1], error=error)
        else:
            for (_, answer), result in answered:
                _settle(answer, result)


def _settle(
    answer: asyncio.Future[Any], result: Any = None, error: Exception | None = None
) -> None:
    if answer.done():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(result)
