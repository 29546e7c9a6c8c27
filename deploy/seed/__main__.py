"""``python -m deploy.seed --state``: a whole state into empty databases, for trying and measuring.

396 municipalities with 5,000 schools, 6,000 workers, 40,000 contacts and five years of history.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day

from sqlalchemy import text

from deploy.migrate import migrate_service
from deploy.seed import fill, is_empty, towns
from deploy.seed.size import state
from deploy.seed.town import key_of
from deploy.services import NAMES, load
from shared.clock import BERLIN, SystemClock, local_date
from shared.contracts.catalogue import PARTITIONS
from shared.database.writes import Write, write_all
from shared.messaging.database import Database
from shared.messaging.tables import copies_read
from shared.settings import PREFIX, Settings, ToolSettings, read_settings


@dataclass(frozen=True)
class At:
    """A clock that stands."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.seed")
    parser.add_argument("--state", action="store_true", required=True, help="a whole state")
    parser.add_argument("--scale", type=_share, default=1.0, help="a part of it (0.01)")
    parser.add_argument("--on", type=date.fromisoformat, help="as on this day (today)")
    parser.add_argument("--keys", action="store_true", help="only say which municipalities")
    given = parser.parse_args()
    if given.keys:
        print(",".join(key_of(number) for number in range(len(state(given.scale)))))
        return
    day = given.on or local_date(SystemClock().now())
    settings = read_settings(ToolSettings)
    asyncio.run(seed(settings, given.scale, datetime.combine(day, time_of_day(7), BERLIN)))


def _share(given: str) -> float:
    share = float(given)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError("is a number above 0, and at most 1")
    return share


async def seed(settings: Settings, scale: float, now: datetime) -> None:
    """Fill the databases, which must be migrated; the embedded form's are if they are not."""
    for name in NAMES if settings.embedded else ():
        await migrate_service(load(name), settings)
    databases = {name: Database(settings.database(name), name, At(now)) for name in NAMES}
    try:
        if not await is_empty(databases):
            sys.exit("There is something in these databases already; seed empty ones.")
        await _fill(databases, scale, now)
    finally:
        for database in databases.values():
            await database.close()


async def _fill(databases: Mapping[str, Database], scale: float, now: datetime) -> None:
    started, sizes = time.monotonic(), state(scale)
    for done, municipality in enumerate(towns(sizes, now), start=1):
        await fill(databases, municipality)
        if done % 50 == 0 or done == len(sizes):
            seconds = time.monotonic() - started
            print(f"{done} of {len(sizes)} municipalities after {seconds:.0f} s", flush=True)
    for name, database in databases.items():
        async with database.transaction() as uow:
            if not database.engine.sqlite:
                await uow.session.execute(text("ANALYZE"))
            await write_all(uow.session, [_as_read(name)])
    print(f'Serve them with {PREFIX}MUNICIPALITIES="$(python -m deploy.seed --state --keys)"')


def _as_read(service: str) -> Write:
    """What was written is no older than the bus, which holds no records of it: none is missed."""
    at, topics = (
        SystemClock().now(),
        {each.record.topic for each in load(service).handlers.copies()},
    )
    rows = [
        {"topic": topic, "partition": index, "at": at}
        for topic in sorted(topics)
        for index in range(PARTITIONS)
    ]
    return Write(copies_read, rows, "ignore")


if __name__ == "__main__":
    main()
