"""A database that comes back from a backup is not served before the erasures since are repeated."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from deploy.services import load
from services.directory.people.models import people
from services.trainings.models import onboardings
from shared.context import Context
from shared.erasing.again import erase_missed
from shared.messaging.bus.bus import BrokerUnavailable, Bus
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


async def test_a_start_waits_for_the_bus_that_knows_who_was_erased(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with embedded_house(tmp_path, ("directory",)) as house:
        context: Context = house.context("directory")
        away = Away(house.bus, times=1)
        async with asyncio.timeout(10):
            await erase_missed(load("directory"), context.database, away)  # type: ignore[arg-type]
    assert away.times == 0
    assert "start.paused" in capsys.readouterr().out
