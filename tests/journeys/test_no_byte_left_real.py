"""Of somebody who was erased no byte is left on the disks of PostgreSQL and Kafka."""

from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.privacy.compacting import compact_topics
from deploy.privacy.erase import erase
from deploy.privacy.find import in_files
from deploy.privacy.tidy import Tidied, forget, write_anew
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.catalogue import event_topics
from tests.house import House, real_house
from tests.journeys.erasing import NAMES, calm, state_of
from tests.journeys.test_new_colleague import ALL
from tests.journeys.test_no_byte_left import live

WITHIN_SECONDS = 60


class Disks:
    """Where the databases and topics of one house lie, beside those of others."""

    def __init__(self, house: House, postgres: PostgresServer, kafka: KafkaServer) -> None:
        self._mark = house.settings.kafka_prefix
        self._kafka = kafka.folder / "data"
        self._postgres = postgres
        self._urls = [house.settings.database(name) for name in ALL]

    async def of_tables(self) -> list[Path]:
        """Once everything that is in memory is written."""
        as_root = self._postgres._url("postgres", "postgres").replace("+asyncpg", "")
        names = [url.rpartition("/")[2] for url in self._urls]
        connection = await asyncpg.connect(as_root)
        await connection.execute("CHECKPOINT")
        rows = await connection.fetch("SELECT oid FROM pg_database WHERE datname = ANY($1)", names)
        await connection.close()
        return [self._postgres.folder / "data" / "base" / str(row["oid"]) for row in rows]

    def of_topics(self, *, facts: bool = True) -> list[Path]:
        every = self._kafka.glob(f"{self._mark}*")
        return [each for each in every if facts or self._topic(each) not in event_topics()]

    def _topic(self, folder: Path) -> str:
        return folder.name.removeprefix(self._mark).rpartition("-")[0]


def places(folders: list[Path], needles: tuple[str, ...]) -> Iterator[str]:
    for folder in folders:
        yield from (f"{folder.name}: {where}" for where, _ in in_files(folder, needles))


@pytest.mark.real
async def test_no_byte_is_left_on_real_disks(
    tmp_path: Path, postgres: PostgresServer, kafka: KafkaServer
) -> None:
    async with real_house(tmp_path, ALL, postgres, kafka) as house:
        disks = Disks(house, postgres, kafka)
        person = await live(house)
        folders = await disks.of_tables()
        assert len(folders) == len(ALL)
        assert len({each.partition(":")[0] for each in places(folders, NAMES)}) >= len(ALL) - 1
        assert list(places(disks.of_topics(facts=False), NAMES))
        assert list(in_files(tmp_path, NAMES))
        request_id = await erase(house.context("directory").database, person.person_id)
        house.context("directory").database.notifier.notify("outbox")
        await calm(house)
        assert await state_of(house, request_id) is PrivacyState.DONE
        assert list(places(await disks.of_tables(), NAMES)), "nothing to do for VACUUM"
        assert list(places(disks.of_topics(facts=False), NAMES)), "nothing to compact"
        tidied = Tidied()
        owned = {name: owner_of(postgres, house, name) for name in ALL}
        await write_anew(owned, tidied)
        prefix = house.settings.kafka_prefix
        await forget(compact_topics(kafka.admin, prefix, WITHIN_SECONDS), tidied)
        assert tidied.left == []
        await calm(house)
        assert list(places(await disks.of_tables(), NAMES)) == []
        assert list(places(disks.of_topics(), NAMES)) == []
        assert list(places(disks.of_topics(facts=False), (str(person.person_id),))) == []
        assert list(in_files(tmp_path, NAMES)) == []


def owner_of(postgres: PostgresServer, house: House, name: str) -> str:
    """As ``migrate`` reaches it."""
    shown = house.settings.database(name).rpartition("/")[2]
    return PostgresServer.owner_url(postgres, shown)
