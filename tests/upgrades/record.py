"""``python -m tests.upgrades.record``: write down what databases of this release look like.

Run when a release is made; from then on migrations must bring exactly this to what comes next.
"""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from deploy.services import NAMES
from shared.clock import local_date
from tests.dashboard.poison import poison
from tests.dashboard.stories import hired
from tests.house import House, embedded_house
from tests.journeys.carrier import Carrier
from tests.journeys.test_new_colleague import settled

PREVIOUS = Path(__file__).parent / "previous"
LARGE = ("kept_mails",)
"""Tables of which two rows say as much as all."""


async def live_through(house: House) -> None:
    """A hire with all that follows, a departure ahead, and a message nobody can handle."""
    carrier = await Carrier.of(house)
    today = local_date(house.clock.now())
    await carrier.hire(start_date=today.isoformat())
    await settled(house)
    body = {"external_id": "P-4711", "last_day": today.replace(year=today.year + 1).isoformat()}
    await carrier.post("/directory/api/v1/departures", body, "departure")
    await poison(house, hired())
    await settled(house)


def dump(database: Path) -> str:
    """The statements that make its tables and rows again."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for table in LARGE:
            if connection.execute(
                "SELECT 1 FROM sqlite_master WHERE name = ?", (table,)
            ).fetchone():
                few = f"SELECT rowid FROM {table} LIMIT 2"
                connection.execute(f"DELETE FROM {table} WHERE rowid NOT IN ({few})")
        return "\n".join(connection.iterdump()) + "\n"


async def record() -> None:
    """Write a dump for each service."""
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_house(Path(folder), NAMES) as house:
            await live_through(house)
        for name in NAMES:
            (PREVIOUS / f"{name}.sql").write_text(dump(Path(folder) / f"{name}.db"))


if __name__ == "__main__":
    asyncio.run(record())
