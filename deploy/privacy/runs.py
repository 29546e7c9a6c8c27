"""``python -m deploy.privacy runs``: what every service has deleted by the clock."""

import argparse
import asyncio
from collections.abc import Sequence

from deploy.privacy.asking import asked, offer_services
from deploy.services import load
from shared.clock import SystemClock
from shared.german import short_date
from shared.messaging.database import Database
from shared.retention.runs import latest
from shared.settings import Settings, ToolSettings, read_settings
from shared.web.retention.words import what_of


def main(arguments: list[str]) -> int:
    """Print the latest runs of each service."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy runs")
    offer_services(parser)
    names = asked(parser.parse_args(arguments))
    asyncio.run(_print(read_settings(ToolSettings), names))
    return 0


async def _print(settings: Settings, names: Sequence[str]) -> None:
    for name in names:
        print(f"{load(name).title}:")
        for line in await lines(settings, name):
            print(f"  {line}")


async def lines(settings: Settings, name: str) -> Sequence[str]:
    """Those of one service, the newest first."""
    database = Database(settings.database(name), name, SystemClock(), b"")
    try:
        async with database.reading() as session:
            found = await latest(session)
    finally:
        await database.close()
    return [
        f"{short_date(each.day)}  {'fertig      ' if each.finished_at else 'nicht fertig'}"
        f"  {each.rows:6} Zeilen  {what_of(each.rule)} ({each.deletion.key}, {each.days} Tage)"
        for each in found
    ] or ["noch kein Lauf"]
