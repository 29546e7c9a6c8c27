"""Opens surveys on their first day: what is sealed needs the service's secret."""

from services.surveys.surveys import queries, use_cases
from services.surveys.surveys.values import CHANNEL
from services.surveys.urns.values import KEY, Seals
from shared.context import Context

NET_SECONDS = 3600.0
"""A notification may be lost."""


async def open_surveys(context: Context) -> None:
    """Woken by whoever starts one, and when the next one is due; until cancelled."""
    while True:
        await open_waiting(context)
        await context.database.notifier.wait(CHANNEL, await _seconds(context))


async def open_waiting(context: Context) -> None:
    """Everything that is due now."""
    seals = Seals(context.key(KEY))
    async with context.database.reading() as session:
        due = await queries.due(session, context.clock.now())
    for each in due:
        async with context.database.transaction() as uow:
            await use_cases.open_due(uow, seals, each)


async def _seconds(context: Context) -> float:
    async with context.database.reading() as session:
        due = await queries.next_due(session)
    if due is None:
        return NET_SECONDS
    return min(max((due - context.clock.now()).total_seconds(), 0.05), NET_SECONDS)
