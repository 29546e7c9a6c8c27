"""Decides in one transaction on those who come for one gathering at the same moment.

Who comes while one is under way is in the next, so that nobody waits for a commit of each.
"""

from asyncio import timeout
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID
from weakref import WeakValueDictionary

from services.trainings.answers import use_cases as answering
from services.trainings.models import Registration
from services.trainings.registrations import use_cases as registering
from services.trainings.registrations.values import Wish
from shared.context import Context
from shared.messaging.coalescing import Begin, Coalescer
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem

PATIENCE_SECONDS = 30
Answer = Registration | Problem


@dataclass(frozen=True)
class Arrival:
    """Who wants to come where, with what answers; ``record`` keeps that it was done."""

    gathering_id: UUID
    wish: Wish
    record: Callable[[UnitOfWork], Awaitable[None]]
    given: Mapping[str, str] = field(default_factory=dict)


class Arrivals:
    """One queue for each gathering, in this process: a crowd at one takes one connection."""

    def __init__(self, begin: Begin[UnitOfWork]) -> None:
        self._begin = begin
        self._queues = WeakValueDictionary[
            tuple[str, UUID], Coalescer[UnitOfWork, Arrival, Answer]
        ]()

    async def submit(self, arrival: Arrival) -> Registration:
        """A seat, or a place in line for who waits; committed, and twice is the same as once.

        Raises ``Problem``, and ``TimeoutError`` for who has waited too long.
        """
        key = (arrival.wish.tenant, arrival.gathering_id)
        queue = self._queues.setdefault(key, Coalescer(self._begin, decide))
        async with timeout(PATIENCE_SECONDS):
            found = await queue.submit(arrival)
        if isinstance(found, Problem):
            raise found
        return found


def arrivals(context: Context) -> Arrivals:
    """Those of a service."""
    return Arrivals(context.database.transaction)


async def decide(uow: UnitOfWork, arrivals: Sequence[Arrival]) -> Sequence[Answer]:
    """All of one gathering, in their order; each has what they would have by themselves.

    Raises ``Apart`` where that takes a transaction of each.
    """
    wishes = [each.wish for each in arrivals]
    decided = await registering.register_all(uow, arrivals[0].gathering_id, wishes)
    for arrival, answer in zip(arrivals, decided.answers, strict=True):
        if isinstance(answer, Problem):
            continue
        if decided.asks:
            await answering.give(uow, answer, arrival.given)
        await arrival.record(uow)
    return decided.answers
