"""A state's rows are the same every time, agree with the jobs, and leave what is there alone."""

import os
import subprocess
import sys
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from deploy.seed.__main__ import At, seed
from deploy.seed.municipalities import municipalities
from deploy.seed.size import CONTACTS, SCHOOLS, WORKERS, state
from deploy.services import NAMES, load
from services.directory.findings import use_cases as findings
from services.directory.models import metadata
from services.directory.posts import use_cases as posts
from shared.clock import BERLIN, local_date
from shared.database.migrate import migrate
from shared.messaging.database import Database
from shared.messaging.tables import outbox
from shared.settings import Settings, ToolSettings

SCALE, DAY = 0.005, date(2026, 11, 2)
NOW = datetime.combine(DAY, time(7), BERLIN)


def settings_in(folder: Path) -> Settings:
    return ToolSettings(data=folder, _env_file=None)


@pytest.fixture(scope="module")
async def seeded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_in(tmp_path_factory.mktemp("state"))
    await seed(settings, SCALE, NOW)
    return settings


async def digest(settings: Settings, service: str) -> str:
    """Of every row of a service's tables."""
    database = Database(settings.database(service), service, At(NOW))
    tables = load(service).tables
    assert tables is not None
    found = sha256()
    async with database.reading() as session:
        for name, table in sorted(tables.tables.items()):
            rows = [_plain(row) for row in await session.execute(select(table))]
            found.update(f"{name}{sorted(rows)}".encode())
    await database.close()
    return found.hexdigest()


def _plain(row: Any) -> str:
    """The same on both databases."""
    return repr([str(each) for each in row])


def test_the_state_has_what_was_asked_for() -> None:
    sizes = state()
    assert len({each.key for each in municipalities()}) == len(sizes) == 396
    assert municipalities()[0].name == "Bergkamen"
    assert sum(each.schools for each in sizes) == SCHOOLS
    assert sum(each.workers for each in sizes) == WORKERS
    assert sum(each.contacts for each in sizes) == CONTACTS
    numbers = [range(each.first_school, each.first_school + each.schools) for each in sizes]
    assert len({number for each in numbers for number in each}) == SCHOOLS


async def test_another_process_writes_the_same_rows(seeded: Settings, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "deploy.seed",
        "--state",
        f"--scale={SCALE}",
        "--on=2026-11-02",
    ]
    environment = os.environ | {"KNOTENPUNKT_DATA": str(tmp_path), "PYTHONHASHSEED": "7"}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    for name in NAMES:
        assert await digest(seeded, name) == await digest(settings_in(tmp_path), name)


@pytest.mark.real
async def test_postgresql_has_the_same_rows(
    seeded: Settings, tmp_path: Path, postgres: PostgresServer
) -> None:
    called = f"state_{uuid4().hex[:8]}_{{service}}"
    url = postgres.owner_url(called)
    real = ToolSettings(
        data=tmp_path, database_url=url, mail_from="Post <a@b.example>", _env_file=None
    )
    for name in NAMES:
        postgres.create(called.format(service=name))
        await migrate(real.database(name), histories(load(name)))
    await seed(real, SCALE, NOW)
    for name in NAMES:
        assert await digest(real, name) == await digest(seeded, name)


async def test_what_is_there_stays(seeded: Settings) -> None:
    before = await digest(seeded, "directory")
    with pytest.raises(SystemExit, match="something in these databases already"):
        await seed(seeded, SCALE, NOW)
    assert await digest(seeded, "directory") == before


async def test_jobs_find_nothing_new(seeded: Settings) -> None:
    """Findings and vacancies stand there as the jobs would have left them."""
    database = Database(seeded.database("directory"), "directory", At(NOW))
    async with database.transaction() as uow:
        for each in municipalities()[:2]:
            await posts.tell(uow, each.key, local_date(NOW))
            await findings.review(uow, each.key, local_date(NOW))
        assert not await findings.review_due(uow)
    async with database.reading() as session:
        assert (await session.execute(select(outbox))).all() == []
        for name in ("findings", "posts", "departures", "relationships", "consultations"):
            assert (await session.execute(select(metadata.tables[name]).limit(1))).all(), name
    await database.close()
