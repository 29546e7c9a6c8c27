"""The process, or in the embedded form the task, that holds the keys."""

from datetime import datetime, time, timedelta

from services.surveys.openings.gateways import KeyFiles
from services.surveys.openings.use_cases import Opener
from services.surveys.urns import queries
from services.surveys.urns.use_cases import CHANNEL
from services.surveys.urns.values import KEY, Seals
from shared.clock import BERLIN, local_date
from shared.context import Context


async def open_urns(context: Context) -> None:
    """Woken by whoever plans an urn, at the end of one, and at midnight for those that go on."""
    seals = Seals(context.key(KEY))
    opener = Opener(context.database, seals, KeyFiles.of(context.settings))
    while True:
        await opener.tend()
        await context.database.notifier.wait(CHANNEL, await _seconds_until_due(context))


async def _seconds_until_due(context: Context) -> float:
    now = context.clock.now()
    async with context.database.reading() as session:
        ends = await queries.next_end(session, now)
        stopped = await queries.stopped(session)
    if stopped:
        context.remarks["urns"] = f"{stopped} stopped: not as they were sealed"
    midnight = datetime.combine(local_date(now) + timedelta(days=1), time(), BERLIN)
    return max((min(ends or midnight, midnight) - now).total_seconds(), 0.01)
