"""``python -m deploy.privacy find ID [--texts]``: where anything of a person still lies.

Searches every table, topic and, in the embedded form, every byte of every file for the ids, names
and addresses that the directory knows of the person and of whoever was merged with them. Says
where, never what. ``--texts`` takes more to search for from standard input, a line each, so that
no name stands in a list of processes.

With ``--service`` only what that service may read: then the directory tells by ``--known`` what to
search for.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncGenerator, Collection, Iterator, Sequence
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

from deploy.access import heard
from deploy.platform import make_bus
from deploy.privacy.asking import FOUND, asked, database_of, offer_services, record
from deploy.privacy.inside import NUMBERS, inside
from deploy.services import NAMES, load
from shared.contracts.catalogue import topics
from shared.messaging.bus.bus import Bus
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
    parser.add_argument("--known", action="store_true", help="nur sagen, wonach zu suchen ist")
    parser.add_argument("--texts", action="store_true", help="Texte von der Standardeingabe")
    offer_services(parser)
    given = parser.parse_args(arguments)
    settings, names = read_settings(ToolSettings), asked(given)
    if given.known:
        print("\n".join(asyncio.run(known_as(settings, given.id))))
        return 0
    texts = sys.stdin.read().splitlines() if given.texts else ()
    found = asyncio.run(search(settings, given.id, [each for each in texts if each], names))
    for where, count in found:
        print(f"{count:8} {where}")
    if not found:
        print(f"       – {', '.join(load(name).title for name in names)}: nichts gefunden")
    return 1 if found else 0


async def search(
    settings: Settings, person_id: UUID, texts: Collection[str], names: Sequence[str]
) -> list[Place]:
    """Recorded afterwards, so that it does not find itself."""
    needles = [str(person_id), *texts]
    if "directory" in names:
        needles += await known_as(settings, person_id)
    needles = list(dict.fromkeys(needles))
    found: list[Place] = []
    for user, sought in shares(names).items():
        bus = make_bus(settings, "privacy-find", user=user)
        try:
            found += [each async for each in on_the_bus(bus, needles, sought)]
        finally:
            await bus.close()
    found += [each async for each in in_tables(settings, needles, names)]
    if settings.embedded or "directory" in names:
        found += in_files(settings.data if settings.embedded else settings.data / "files", needles)
    database = database_of(settings, names[0])
    try:
        await record(database, FOUND, person_id)
    finally:
        await database.close()
    return found


def shares(names: Sequence[str]) -> dict[str, Collection[str]]:
    """The topics that each may read, every topic once."""
    found: dict[str, Collection[str]] = {}
    left = {topic.name for topic in topics()}
    for name in names:
        found[name] = left & heard(name)
        left -= heard(name)
    return found


async def known_as(settings: Settings, person_id: UUID) -> list[str]:
    """Ids, and every name and address that the directory still knows, of all they were."""
    load("directory")
    from services.directory.people.models import addresses, former_names, people

    database = database_of(settings, "directory")
    try:
        async with database.reading() as session:
            merged = people.c.merged_into == person_id
            ids = [person_id, *await session.scalars(select(people.c.id).where(merged))]
            needles = [str(each) for each in ids]
            for table, key in (
                (people, people.c.id),
                (former_names, former_names.c.person_id),
                (addresses, addresses.c.person_id),
            ):
                names = ("given_name", "family_name", "email", "value")
                columns = [table.c[each] for each in names if each in table.c]
                for row in await session.execute(select(*columns).where(key.in_(ids))):
                    needles += [value for value in row if len(value) >= SHORTEST]
    finally:
        await database.close()
    return list(dict.fromkeys(needles))


async def places(settings: Settings, bus: Bus, needles: Collection[str]) -> AsyncGenerator[Place]:
    """Tables, topics, files."""
    async for place in in_tables(settings, needles):
        yield place
    async for place in on_the_bus(bus, needles, {topic.name for topic in topics()}):
        yield place
    if settings.embedded:
        for place in in_files(settings.data, needles):
            yield place


async def in_tables(
    settings: Settings, needles: Collection[str], names: Sequence[str] = NAMES
) -> AsyncGenerator[Place]:
    """Tables of these services."""
    for name in names:
        database = database_of(settings, name)
        try:
            async with database.reading() as session:
                for table in (*load(name).tables.sorted_tables, *backbone.sorted_tables):
                    if count := await _rows(session, table, needles):
                        yield f"{name}: {table.name}", count
        finally:
            await database.close()


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


async def on_the_bus(
    bus: Bus, needles: Collection[str], names: Collection[str]
) -> AsyncGenerator[Place]:
    """Topics of these."""
    sought = [each.encode().lower() for each in needles]
    for name in sorted(names):
        count = 0
        async for batch in bus.history([name], _BEGINNING):
            for arrival in batch:
                whole = b" ".join((arrival.key or b"", arrival.value or b"")).lower()
                count += any(each in whole for each in sought)
        if count:
            yield f"Topic {name}", count


def in_files(folder: Path, needles: Collection[str]) -> Iterator[Place]:
    """Files of a folder in which one of these stands, in whatever case; ids as hex, too."""
    sought = {each.encode().lower() for each in needles}
    sought |= {each.replace("-", "").encode() for each in needles if _is_id(each)}
    files = (each for each in folder.rglob("*") if each.suffix not in NUMBERS and each.is_file())
    for path in sorted(files):
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
    yield from (each.lower() for each in inside(path))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
