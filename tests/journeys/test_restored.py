"""A database that comes back from a backup is not served before the erasures since are repeated."""

import asyncio
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from deploy.privacy.again import save, say_known
from deploy.services import load
from services.directory.people.models import people
from services.trainings.models import onboardings
from shared.erasing.again import Remembered
from shared.erasing.comparing import READABLE, Comparing, TooOld, compared_at, say_compared
from shared.messaging.bus.bus import BrokerUnavailable, Bus
from shared.messaging.marks import Mark
from shared.messaging.tables import parked
from tests.house import House, embedded_house
from tests.journeys.erasing import Departed, departed, erase

BOTH = ("directory", "trainings")


async def still_there(house: House, person: Departed) -> list[int]:
    """Of the person, in the directory and in the trainings."""
    mine, theirs = people.c.id == person.person_id, onboardings.c.worker_id == person.person_id
    in_directory = await house.rows("directory", select(people.c.id).where(mine))
    in_trainings = await house.rows("trainings", select(onboardings.c.id).where(theirs))
    return [len(in_directory), len(in_trainings)]


async def test_whoever_was_erased_since_the_backup_is_gone_before_anybody_is_served(
    tmp_path: Path,
) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    async with embedded_house(data, BOTH) as house:
        person = await departed(house)
        assert await still_there(house, person) == [1, 1]
    shutil.copytree(data, backup)
    async with embedded_house(data, BOTH) as house:
        house.clock.forward(timedelta(days=3))  # it began anew
        await erase(house, person.person_id)
        await house.quiet()
    for name in BOTH:
        for end in ("", "-wal", "-shm"):
            (data / f"{name}.db{end}").unlink(missing_ok=True)
        for file in backup.glob(f"{name}.db*"):
            shutil.copy(file, data)
    async with embedded_house(data, BOTH) as house:
        assert await still_there(house, person) == [0, 0]
        await house.quiet()
        assert await still_there(house, person) == [0, 0]
        assert await house.rows("trainings", select(parked)) == []


class Away:
    """A bus that does not answer the first times."""

    def __init__(self, bus: Bus, times: int) -> None:
        self._bus, self.times = bus, times

    def history(self, *given: object) -> object:
        if self.times:
            self.times -= 1
            raise BrokerUnavailable
        return self._bus.history(*given)  # type: ignore[arg-type]


@asynccontextmanager
async def starting(folder: Path, times: int) -> AsyncGenerator[tuple[House, Away, Comparing]]:
    """The directory, once it runs, and what would start it while the bus is away."""
    async with embedded_house(folder, ("directory",)) as house:
        away, database = Away(house.bus, times), house.context("directory").database
        mark = Mark(folder, "directory")
        bus: Any = away
        yield house, away, Comparing(load("directory"), database, bus, mark)


async def test_a_restart_serves_at_once_though_the_bus_is_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And compares as soon as it is there."""
    async with starting(tmp_path, times=2) as (house, away, comparing):
        database = house.context("directory").database
        before = await compared_at(database)
        async with asyncio.timeout(10):
            await comparing.before_serving()
        assert away.times == 1
        assert "start.uncompared" in capsys.readouterr().out
        later = asyncio.create_task(comparing.run())
        async with asyncio.timeout(10):
            while await compared_at(database) == before:
                await asyncio.sleep(0.01)
        later.cancel()
    assert away.times == 0


@pytest.mark.parametrize("known", [None, 1])
async def test_a_start_waits_for_the_bus_where_the_database_may_be_from_a_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], known: int | None
) -> None:
    """Nobody knows how many erasures there were, or there were more than the database knows."""
    async with starting(tmp_path, times=1) as (_, away, comparing):
        Mark(tmp_path, "directory").spoil()
        if known is not None:
            Mark(tmp_path, "directory").write(known)
        async with asyncio.timeout(10):
            await comparing.before_serving()
    assert away.times == 0
    assert "start.paused" in capsys.readouterr().out


async def test_an_erasure_is_counted_outside_the_database(tmp_path: Path) -> None:
    async with embedded_house(tmp_path, ("directory",)) as house:
        mark = Mark(tmp_path, "directory")
        assert mark.read() == 0
        person = await departed(house)
        await erase(house, person.person_id)
        async with asyncio.timeout(10):
            while not mark.read():
                await asyncio.sleep(0.01)


async def test_a_database_older_than_what_the_bus_remembers_is_not_served(tmp_path: Path) -> None:
    """Until its erasures are repeated from a file that reaches back to it."""
    async with starting(tmp_path, times=0) as (house, _, comparing):
        database, now = house.context("directory").database, house.clock.now()
        old = now - READABLE - timedelta(days=1)
        await say_compared(database, old)
        with pytest.raises(TooOld, match="again --from FILE"):
            await comparing.before_serving()
        short = Remembered(since=now - timedelta(days=300), until=now)
        assert list(await say_known(house.settings, short, ["directory"])) == ["directory"]
        reaching = short.after(Remembered(since=old - timedelta(days=30), until=now))
        assert await say_known(house.settings, reaching, ["directory"]) == {}
        async with asyncio.timeout(10):
            await comparing.before_serving()


def test_a_file_of_erasures_grows_and_says_how_far_it_reaches(tmp_path: Path) -> None:
    file, day = tmp_path / "erasures.json", timedelta(days=1)
    now = datetime.now(UTC)
    for since, until in ((700, 400), (420, 100), (50, 0)):
        save(file, Remembered(since=now - since * day, until=now - until * day))
        known = Remembered.model_validate_json(file.read_text())
        reaches = 50 if until == 0 else 700  # between the last two, nobody looked
        assert known.since == now - reaches * day
