"""``python -m deploy.privacy find ID [TEXT ...]``: where anything of a person still lies.

Searches every table, topic and, in the embedded form, every byte of every file for the ids, names
and addresses that the directory knows of the person, and for each TEXT. Says where, never what.
"""

import argparse
import asyncio
from collections.abc import AsyncGenerator, Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    Table,
    Text,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.platform import make_bus
from deploy.services import NAMES, load
from shared.clock import SystemClock
from shared.contracts.catalogue import topics
from shared.messaging.bus.bus import Bus
from shared.messaging.database import Database
from shared.messaging.tables import metadata as backbone
from shared.settings import Settings, ToolSettings, read_settings

Place = tuple[str, int]
"""Where, and how often; of a file, in how many of its pieces."""
SHORTEST = 4
"""Characters of a text that is looked for: a shorter one is found everywhere."""
PIECE = 1 << 22
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    """Print where; returns 1 if there is anything."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy find")
    parser.add_argument("id", type=UUID)
    parser.add_argument("text", nargs="*")
    given = parser.parse_args(arguments)
    found = asyncio.run(_find(read_settings(ToolSettings), given.id, given.text))
    for where, count in found:
        print(f"{count:8} {where}")
    return 1 if found else 0


async def _find(settings: Settings, person_id: UUID, texts: Collection[str]) -> list[Place]:
    bus = make_bus(settings, "privacy-find", user="dashboard")
    try:
        needles = [*texts, *await known_as(settings, person_id)]
        return [each async for each in places(settings, bus, needles)]
    finally:
        await bus.close()


async def known_as(settings: Settings, person_id: UUID) -> list[str]:
    """The id, and every name and address that the directory still knows of a person."""
    load("directory")
    from services.directory.people.models import addresses, former_names, people

    needles = [str(person_id)]
    database = _database(settings, "directory")
    try:
        async with database.reading() as session:
            for table, key in (
                (people, people.c.id),
                (former_names, former_names.c.person_id),
                (addresses, addresses.c.person_id),
            ):
                names = ("given_name", "family_name", "email", "value")
                columns = [table.c[each] for each in names if each in table.c]
                for row in await session.execute(select(*columns).where(key == person_id)):
                    needles += [value for value in row if len(value) >= SHORTEST]
    finally:
        await database.close()
    return list(dict.fromkeys(needles))


async def places(settings: Settings, bus: Bus, needles: Collection[str]) -> AsyncGenerator[Place]:
    """Tables, topics, files."""
    for name in NAMES:
        database = _database(settings, name)
        try:
            async with database.reading() as session:
                for table in (*load(name).tables.sorted_tables, *backbone.sorted_tables):
                    if count := await _rows(session, table, needles):
                        yield f"{name}: {table.name}", count
        finally:
            await database.close()
    async for place in _on_the_bus(bus, needles):
        yield place
    if settings.embedded:
        for place in in_files(settings.data, needles):
            yield place


async def _rows(session: AsyncSession, table: Table, needles: Collection[str]) -> int:
    sqlite = session.get_bind().dialect.name == "sqlite"
    named = or_(*(_has(column, each, sqlite=sqlite) for column in table.c for each in needles))
    query = select(func.count()).select_from(table).where(named)
    return int((await session.execute(query)).scalar_one())


def _has(column: "Column[Any]", needle: str, *, sqlite: bool) -> ColumnElement[bool]:
    if isinstance(column.type, LargeBinary):
        bytes_of = literal(needle.encode(), LargeBinary)
        if sqlite:
            return func.instr(column, bytes_of) > 0
        return func.position(bytes_of.op("IN")(column)) > 0
    text = cast(column, Text)
    plain = text.icontains(needle, autoescape=True)
    return or_(plain, text.contains(needle.replace("-", ""), autoescape=True)) if sqlite else plain


async def _on_the_bus(bus: Bus, needles: Collection[str]) -> AsyncGenerator[Place]:
    sought = [each.encode().lower() for each in needles]
    for topic in topics():
        count = 0
        async for batch in bus.history([topic.name], _BEGINNING):
            for arrival in batch:
                whole = b" ".join((arrival.key or b"", arrival.value or b"")).lower()
                count += any(each in whole for each in sought)
        if count:
            yield f"Topic {topic.name}", count


def in_files(folder: Path, needles: Collection[str]) -> Iterator[Place]:
    """Files of a folder in which one of these stands, in whatever case; ids as hex, too."""
    sought = {each.encode().lower() for each in needles}
    sought |= {each.replace("-", "").encode() for each in needles if _is_id(each)}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        if count := sum(any(each in piece for each in sought) for piece in _pieces(path, sought)):
            yield f"Datei {path.relative_to(folder)}", count


def _pieces(path: Path, sought: Collection[bytes]) -> Iterator[bytes]:
    """Overlapping by the longest, so that none is cut."""
    longest = max(map(len, sought), default=1)
    with path.open("rb") as file:
        before = b""
        while piece := file.read(PIECE):
            yield (before + piece).lower()
            before = piece[-longest:]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _database(settings: Settings, name: str) -> Database:
    return Database(settings.database(name), name, SystemClock())
