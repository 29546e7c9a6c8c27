"""``python -m deploy.privacy runs``: what every service has deleted by the clock."""

import argparse
import asyncio
from collections.abc import Sequence

from deploy.platform import make_clock
from deploy.privacy.asking import asked, database_of, offer_services, sure
from deploy.services import load
from shared.clock import local_date
from shared.german import short_date
from shared.messaging.database import Database
from shared.retention.clock import confirm, doubt_of, is_watched
from shared.retention.runs import Run, latest
from shared.settings import Settings, ToolSettings, read_settings
from shared.web.retention.words import doubted, what_of


def main(arguments: list[str]) -> int:
    """Print the latest runs of each service, or confirm its clock."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy runs")
    offer_services(parser)
    parser.add_argument(
        "--confirm-clock", action="store_true", help="die Uhr stimmt: weiter löschen; fragt vorher"
    )
    given = parser.parse_args(arguments)
    settings = read_settings(ToolSettings)
    now = make_clock(settings).now()
    if given.confirm_clock and not sure(f"Es ist {now:%d.%m.%Y %H:%M} UTC?"):
        return 1
    asyncio.run(_print(settings, asked(given), confirmed=given.confirm_clock))
    return 0


async def _print(settings: Settings, names: Sequence[str], *, confirmed: bool) -> None:
    for name in names:
        print(f"{load(name).title}:")
        for line in await lines(settings, name, confirmed=confirmed):
            print(f"  {line}")


async def lines(settings: Settings, name: str, *, confirmed: bool = False) -> Sequence[str]:
    """Those of one service, the newest first; its clock is confirmed before."""
    database = database_of(settings, name)
    try:
        if confirmed:
            async with database.transaction() as uow:
                await confirm(uow)
        doubt = await _doubt(database)
        async with database.reading() as session:
            found = await latest(session)
    finally:
        await database.close()
    return [*doubt, *map(_line, found)] or ["noch nichts gelöscht"]


async def _doubt(database: Database) -> Sequence[str]:
    if not is_watched(database.clock):
        return []
    async with database.reading() as session:
        found = await session.run_sync(doubt_of, database.clock.now())
    return [f"Zurzeit wird nichts gelöscht. {doubted(found)}"] if found else []


def _line(run: Run) -> str:
    until = f", älter als {short_date(local_date(run.until))}" if run.until else ""
    lasts = f", {run.days} Tage" if run.days else ""
    of = f" ({run.deletion.key}{lasts})" if run.deletion else ""
    state = "" if run.finished_at else ", unterbrochen"
    return f"{short_date(run.day)}  {what_of(run.rule)}: {run.rows} gelöscht{until}{state}{of}"
