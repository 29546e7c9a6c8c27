"""``python -m deploy.replay SERVICE [--since TIME] [--type TYPE ...] [--everything] [--dry-run]``.

Reads the bus again into one service. The inbox decides what is new to it, so what a handler has
done is not done again; records rebuild the copies of a service whose database was emptied.
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from deploy.platform import make_bus
from deploy.services import NAMES, load
from shared.clock import BERLIN, SystemClock
from shared.keys import derive
from shared.messaging.bus.bus import BrokerUnavailable
from shared.messaging.database import Database
from shared.messaging.inbox.consumer import Consumer
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.message import Arrival
from shared.messaging.parking.dismissals import PURPOSE
from shared.messaging.tables import inbox
from shared.settings import Settings, read_settings

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
RETRY_SECONDS = 1.0


async def replay(
    name: str,
    settings: Settings,
    since: datetime = BEGINNING,
    types: frozenset[str] = frozenset(),
    *,
    dry_run: bool = False,
    everything: bool = False,
) -> Counter[str]:
    """How many messages were new to a handler, by type; ``read`` counts all that were looked at.

    A service that remembers nothing gets its copies back, and acts again only on ``everything``.
    """
    service = load(name)
    key = derive(settings.secret_of(name), PURPOSE)
    database = Database(settings.database(name), name, SystemClock(), key)
    effects = BatchProcessor(database, service.handlers, settings.tenants)
    bus = make_bus(settings, f"replay-{name}", user=name)
    counts: Counter[str] = Counter()
    await effects.learn_erased()
    if not types and not everything and await _remembers_nothing(database):
        copies = (each for each in service.handlers.subscriptions if not each.once)
        types = frozenset(name for each in copies for name in each.types)
    try:
        async for batch in bus.history(service.handlers.topics(), since):
            wanted = [a for a in batch if not types or (a.message and a.message.type in types)]
            counts["read"] += len(wanted)
            counts.update(await effects.new_types(wanted))
            if not dry_run:
                await _handle(Consumer(effects), wanted)
    finally:
        await bus.close()
        await database.close()
    return counts


async def _remembers_nothing(database: Database) -> bool:
    async with database.reading() as session:
        return (await session.execute(select(inbox.c.handler).limit(1))).first() is None


async def _handle(consumer: Consumer, batch: Sequence[Arrival]) -> None:
    """Until no transient fault holds anything up."""
    while failed := await consumer.handle(batch):
        batch = [arrival for arrival in batch if arrival.partition in failed]
        await asyncio.sleep(RETRY_SECONDS)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.replay")
    parser.add_argument("service", choices=NAMES)
    parser.add_argument("--since", type=_moment, default=BEGINNING, help="ISO 8601; Berlin time")
    parser.add_argument("--type", action="append", default=[], dest="types")
    parser.add_argument(
        "--everything", action="store_true", help="even if an emptied service then acts again"
    )
    parser.add_argument("--dry-run", action="store_true", help="count, change nothing")
    given = parser.parse_args()
    settings = read_settings()
    types = frozenset(given.types)
    only = {"dry_run": given.dry_run, "everything": given.everything}
    job = replay(given.service, settings, given.since, types, **only)
    try:
        counts = asyncio.run(job)
    except BrokerUnavailable as error:
        sys.exit(f"The bus cannot be read: {error}")
    looked_at = counts.pop("read", 0)
    for kind, count in sorted(counts.items()):
        print(f"{count:>8}  {kind}")
    verb = "would be handled" if given.dry_run else "handled"
    print(f"{looked_at} read, {counts.total()} {verb}")


if __name__ == "__main__":
    main()
