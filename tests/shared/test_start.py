"""A service that starts before its database waits for it."""

from pathlib import Path

import pytest
from sqlalchemy import MetaData

from deploy.migrate import migrate_service
from shared.clock import SystemClock
from shared.faults import Transient
from shared.messaging.bus.local import LocalBus
from shared.messaging.unit_of_work import UnitOfWork
from shared.runtime import running
from shared.service import Service
from shared.settings import Settings


def service(folder: Path, faults: list[Exception]) -> Service:
    async def prepare(uow: UnitOfWork) -> None:
        if faults:
            raise faults.pop()

    return Service(
        name="probe", title="Probe", folder=folder, tables=MetaData(), preparations=[prepare]
    )


async def start(folder: Path, faults: list[Exception]) -> None:
    (folder / "migrations" / "versions").mkdir(parents=True)
    settings = Settings(data=folder, _env_file=None)
    probe = service(folder, faults)
    bus = LocalBus(folder / "bus.db")
    await migrate_service(probe, settings)
    try:
        async with running(probe, settings, bus, SystemClock()):
            assert not faults
    finally:
        await bus.close()


async def test_a_preparation_waits_for_a_database_that_is_away(tmp_path: Path) -> None:
    await start(tmp_path, [Transient(), ConnectionRefusedError()])


async def test_a_preparation_that_cannot_succeed_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="wrong"):
        await start(tmp_path, [ValueError("wrong")])
