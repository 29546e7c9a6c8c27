"""``python -m deploy.privacy runs``: what every service has deleted by the clock."""

import asyncio
from collections.abc import Sequence

from deploy.services import NAMES
from shared.clock import SystemClock
from shared.contracts.privacy import TITLES
from shared.german import short_date
from shared.messaging.database import Database
from shared.retention.runs import latest
from shared.settings import Settings, ToolSettings, read_settings
from shared.web.retention.words import what_of


def main(arguments: list[str]) -> int:
    """Print the latest runs of each service."""
    asyncio.run(_print(read_settings(ToolSettings)))
    return 0


async def _print(settings: Settings) -> None:
    for name in NAMES:
        for line in await lines(settings, name):
            print(line)


async def lines(settings: Settings, name: str) -> Sequence[str]:
    """Those of one service, the newest first."""
    database = Database(settings.database(name), name, SystemClock(), b"")
    try:
        async with database.reading() as session:
            found = await latest(session)
    finally:
        await database.close()
    return [
        f"{TITLES[name]}: {short_date(each.day)}, {what_of(each.rule)}: {each.rows} Zeilen"
        f" (Regel {each.deletion.key}){'' if each.finished_at else ', nicht fertig'}"
        for each in found
    ] or [f"{TITLES[name]}: noch kein Lauf"]
