"""``python -m deploy.privacy again [--save FILE | --from FILE]``: repeat all erasures.

For a database that came back from a backup, before it is served: whoever was erased since is in it
again. The bus remembers all erasures, by ids only; where it comes from the backup as well, they are
read from a FILE that was saved after the latest erasure and lies elsewhere.
"""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel

from deploy.platform import make_bus
from deploy.services import NAMES, load
from shared.clock import SystemClock
from shared.contracts.privacy import PrivacyKind, PrivacyRequested
from shared.erasing.answering import erase_everything, people_of
from shared.keys import derive
from shared.messaging.bus.bus import Bus
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.messaging.message import Message
from shared.messaging.parking.dismissals import PURPOSE
from shared.messaging.router import Received
from shared.settings import Settings, ToolSettings, read_settings

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Remembered(BaseModel):
    """Erasures, by ids only, and the messages that told of them."""

    messages: tuple[tuple[PrivacyRequested, Message], ...] = ()


def main(arguments: list[str]) -> int:
    """Repeat them in every service, or only save them."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy again")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--save", type=Path, metavar="FILE")
    which.add_argument("--from", type=Path, metavar="FILE", dest="file")
    given = parser.parse_args(arguments)
    settings = read_settings(ToolSettings)
    if given.file:
        found = Remembered.model_validate_json(given.file.read_bytes())
    else:
        found = asyncio.run(_read(settings))
    if given.save:
        given.save.write_text(found.model_dump_json())
    else:
        asyncio.run(repeat(settings, found))
    print(f"{len(found.messages)} Löschungen")
    return 0


async def _read(settings: Settings) -> Remembered:
    bus = make_bus(settings, "privacy-again", user="trainings")
    try:
        return await remembered(bus)
    finally:
        await bus.close()


async def remembered(bus: Bus) -> Remembered:
    """What the bus tells of."""
    found = []
    async for batch in bus.history([PrivacyRequested.topic], _BEGINNING):
        for message in (each.message for each in batch):
            if message and message.type == PrivacyRequested.type_name and message.data:
                asked = PrivacyRequested.model_validate_json(message.data)
                if asked.kind is PrivacyKind.ERASURE:
                    found.append((asked, message))
    return Remembered(messages=tuple(found))


async def repeat(settings: Settings, found: Remembered, names: Sequence[str] = NAMES) -> None:
    """In each service, one transaction for each; whoever is not there again is not missed."""
    for name in names:
        key = derive(settings.secret_of(name), PURPOSE)
        database = Database(settings.database(name), name, SystemClock(), key)
        try:
            for asked, message in found.messages:
                await _repeat_one(database, asked, message)
        finally:
            await database.close()


async def _repeat_one(database: Database, asked: PrivacyRequested, message: Message) -> None:
    service = load(database.service)
    async with database.begin() as transaction:
        for each in service.handlers.waiting_for(message.topic, message.type):
            if PrivacyRequested.type_name in each.types:
                await each.run([Received(asked, message)], transaction)
        if database.service == PrivacyRequested.owner():
            from services.directory.erasures.use_cases import let_go
            from shared.messaging.unit_of_work import UnitOfWork

            cause = Cause(message.tenant, message.correlation_id, message.id)
            people, tables = people_of(asked), service.tables
            uow = UnitOfWork(transaction)
            await erase_everything(uow, service.name, tables, people, cause, [let_go])
