"""``python -m deploy.privacy again [--save FILE | --from FILE]``: repeat all erasures.

A service does so at every start, from the bus. This is for when the bus came back from a backup as
well: then they are read from a FILE that was saved after the latest erasure and lies elsewhere.
``-`` is what comes in, or goes out.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from deploy.platform import make_bus, make_clock
from deploy.privacy.asking import asked, database_of, offer_services
from deploy.services import NAMES, load
from shared.contracts.catalogue import EVENTS_READABLE
from shared.erasing.again import MARGIN, Erasure, Remembered, erase_again, remembered
from shared.erasing.comparing import compared_at, is_too_old, say_compared
from shared.private_files import private_file
from shared.settings import Settings, ToolSettings, read_settings

STREAM = Path("-")
SHORT = (
    "; so weit reicht nicht zurück, was bekannt ist."
    " Nennt die Datei alle Löschungen seitdem: --complete"
)


def main(arguments: list[str]) -> int:
    """Repeat them in every service, or only save them."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy again")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--save", type=Path, metavar="FILE", help="nur aufschreiben")
    which.add_argument("--from", type=Path, metavar="FILE", dest="file", help="statt vom Bus")
    parser.add_argument(
        "--all", action="store_true", help="auch, was der Dienst schon gelöscht hat"
    )
    parser.add_argument(
        "--complete",
        action="store_true",
        help="die Datei nennt alle Löschungen seit der Sicherung, auch wenn sie es nicht sagt",
    )
    offer_services(parser)
    given = parser.parse_args(arguments)
    settings, names = read_settings(ToolSettings), asked(given)
    found = _from(given.file) if given.file else asyncio.run(_read(settings, names[0]))
    if given.save:
        save(given.save, found)
        return 0
    print(f"{len(found.erasures)} Löschungen sind bekannt.")
    failed: dict[str, list[Erasure]] = {}
    done = asyncio.run(repeat(settings, found, names, known_too=given.all, failed=failed))
    for name, times in done.items():
        print(f"{load(name).title}: {f'{times} wiederholt' if times else 'keine nötig'}")
    whole = [name for name in names if not failed.get(name)]
    short = asyncio.run(say_known(settings, found, whole, complete=given.complete))
    for name, at in short.items():
        print(f"{load(name).title}: zuletzt verglichen am {at:%d.%m.%Y}{SHORT}", file=sys.stderr)
    for left in (lines := list(_left(found, failed))):
        print(left, file=sys.stderr)
    return 1 if short or lines else 0


def _left(found: Remembered, failed: Mapping[str, Sequence[Erasure]]) -> Iterator[str]:
    """Nobody is taken to be erased whose erasure could not be read, or failed."""
    for place in found.unreadable:
        yield f"Nicht lesbar: {place} (im Dienst unter „Angehaltenes“)"
    for name, erasures in failed.items():
        for each in erasures:
            yield f"{load(name).title}: nicht gelöscht, Auftrag {each.asked.request_id}"


def _from(file: Path) -> Remembered:
    text = sys.stdin.read() if file == STREAM else file.read_text()
    return Remembered.model_validate_json(text)


def save(file: Path, found: Remembered) -> None:
    """For nobody else to read: ids of people stand in it. What stood there before stays."""
    if file == STREAM:
        earlier = "" if sys.stdin.isatty() else sys.stdin.read()
        print(_with(found, earlier).model_dump_json())
        return
    found = _with(found, file.read_text() if file.exists() else "")
    new = private_file(file.with_name(f"{file.name}.new"))
    new.write_text(found.model_dump_json())
    new.replace(file)
    print(f"{len(found.erasures)} Löschungen stehen in {file}.")


def _with(found: Remembered, earlier: str) -> Remembered:
    return found.after(Remembered.model_validate_json(earlier)) if earlier.strip() else found


async def _read(settings: Settings, name: str) -> Remembered:
    bus, now = make_bus(settings, "privacy-again", user=name), make_clock(settings).now()
    try:
        found = await remembered(bus)
        return found.model_copy(update={"since": now - EVENTS_READABLE, "until": now})
    finally:
        await bus.close()


async def repeat(
    settings: Settings,
    found: Remembered,
    names: Sequence[str] = NAMES,
    *,
    known_too: bool = False,
    failed: dict[str, list[Erasure]] | None = None,
) -> dict[str, int]:
    """How many were repeated in each service; those that ``failed`` stop no others."""
    done = {}
    for name in names:
        database = database_of(settings, name)
        try:
            done[name] = await erase_again(
                load(name),
                database,
                found.erasures,
                known_too=known_too,
                failed=None if failed is None else failed.setdefault(name, []),
            )
        finally:
            await database.close()
    return done


async def say_known(
    settings: Settings, found: Remembered, names: Sequence[str] = NAMES, *, complete: bool = False
) -> dict[str, datetime]:
    """So that they start; returns those whose last comparison is older than what is known."""
    short = {}
    for name in names:
        database = database_of(settings, name)
        try:
            at = await compared_at(database)
            if at is not None and (complete or found.since <= at - MARGIN):
                until = database.clock.now() if complete else found.until
                await say_compared(database, max(at, until))
            elif at is not None and await is_too_old(database):
                short[name] = at
        finally:
            await database.close()
    return short
