"""``python -m deploy.privacy again [--save FILE | --from FILE]``: repeat all erasures.

A service does so at every start, from the bus. This is for when the bus came back from a backup as
well: then they are read from a FILE that was saved after the latest erasure and lies elsewhere.
``-`` is what comes in, or goes out.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.platform import make_bus
from deploy.privacy.asking import asked, database_of, offer_services
from deploy.services import NAMES, load
from shared.erasing.again import Remembered, erase_again, remembered
from shared.private_files import private_file
from shared.settings import Settings, ToolSettings, read_settings

STREAM = Path("-")


def main(arguments: list[str]) -> int:
    """Repeat them in every service, or only save them."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy again")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--save", type=Path, metavar="FILE", help="nur aufschreiben")
    which.add_argument("--from", type=Path, metavar="FILE", dest="file", help="statt vom Bus")
    parser.add_argument(
        "--all", action="store_true", help="auch, was der Dienst schon gelöscht hat"
    )
    offer_services(parser)
    given = parser.parse_args(arguments)
    settings, names = read_settings(ToolSettings), asked(given)
    found = _from(given.file) if given.file else asyncio.run(_read(settings, names[0]))
    if given.save:
        save(given.save, found)
        return 0
    print(f"{len(found.erasures)} Löschungen sind bekannt.")
    for name, done in asyncio.run(repeat(settings, found, names, known_too=given.all)).items():
        print(
            f"{load(name).title}: {done} wiederholt" if done else f"{load(name).title}: keine nötig"
        )
    return 0


def _from(file: Path) -> Remembered:
    text = sys.stdin.read() if file == STREAM else file.read_text()
    return Remembered.model_validate_json(text)


def save(file: Path, found: Remembered) -> None:
    """For nobody else to read: ids of people stand in it."""
    if file == STREAM:
        print(found.model_dump_json())
        return
    private_file(file).write_text(found.model_dump_json())
    print(f"{len(found.erasures)} Löschungen stehen in {file}.")


async def _read(settings: Settings, name: str) -> Remembered:
    bus = make_bus(settings, "privacy-again", user=name)
    try:
        return await remembered(bus)
    finally:
        await bus.close()


async def repeat(
    settings: Settings, found: Remembered, names: Sequence[str] = NAMES, *, known_too: bool = False
) -> dict[str, int]:
    """How many were repeated in each service; whoever is not there again is not missed."""
    done = {}
    for name in names:
        database = database_of(settings, name)
        try:
            done[name] = await erase_again(
                load(name), database, found.erasures, known_too=known_too
            )
        finally:
            await database.close()
    return done
