"""A service is told again what the bus has kept: what it lost comes back, what it has stays."""

import asyncio
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, delete, select

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.local.process import environment_of
from deploy.replay import replay
from deploy.services import load
from shared.contracts.accounts import AccessRecord
from shared.contracts.directory import OrganizationRecord, PersonRecord
from shared.contracts.periods import RetentionPeriodRecord
from shared.messaging import tables
from tests.conftest import OpenHouse
from tests.house import House, RealSettings, real_house
from tests.journeys.carrier import Carrier

SERVICES = ("directory", "trainings", "dashboard")
SIGN_INS = {"sessions", "access"}
RECORDS = frozenset({PersonRecord.type_name, OrganizationRecord.type_name})
OF_EVERYBODY = {AccessRecord.type_name, RetentionPeriodRecord.type_name}
Content = dict[str, Counter[Any]]


def every_table(service: str) -> list[Table]:
    """Without who is signed in: the tests are, and nobody was told."""
    messaging = (tables.inbox, tables.outbox, tables.parked)
    own = [each for each in load(service).tables.sorted_tables if each.name not in SIGN_INS]
    return [*own, *messaging]


async def content(house: House, service: str) -> Content:
    """All rows of a service, without the moments at which they were written."""
    found: Content = {}
    for table in every_table(service):
        columns = [c for c in table.columns if c.name not in ("handled_at", "seen_at", "position")]
        rows = await house.rows(service, select(*columns))
        found[table.name] = Counter(map(repr, rows))
    return found


async def empty(house: House, service: str) -> None:
    async with house.context(service).database.transaction() as uow:
        for table in reversed(every_table(service)):
            await uow.session.execute(delete(table))


async def lived_in(open_house: OpenHouse) -> tuple[House, str]:
    """Services with a past; and the story of their first hire."""
    house = await open_house(*SERVICES)
    return house, await live(house)


async def live(house: House) -> str:
    """Two hires and a departure; returns the story of the first hire."""
    carrier = await Carrier.of(house)
    receipt = await carrier.hire()
    await carrier.hire(external_id="P-2")
    body = {"external_id": "P-2", "last_day": "2027-06-30", "reason": "resignation"}
    assert (await carrier.post("/directory/api/v1/departures", body, "departure")).is_success
    await house.quiet()
    return str(receipt["correlation_id"])


async def test_an_emptied_service_gets_its_copies_back_from_the_records(
    open_either_house: OpenHouse,
) -> None:
    house, _ = await lived_in(open_either_house)
    before = await content(house, "trainings")
    assert before["people"].total() > 2
    assert before["organizations"].total() > 2
    await empty(house, "trainings")
    counts = await replay("trainings", house.settings)
    after = await content(house, "trainings")
    copies = ("people", "organizations")
    assert [after[name] for name in copies] == [before[name] for name in copies]
    assert sum(rows.total() for name, rows in after.items() if name not in copies) == 0
    assert set(counts) - OF_EVERYBODY == RECORDS | {"read"}


async def test_an_emptied_service_that_only_listens_gets_everything_back(
    open_house: OpenHouse,
) -> None:
    house, story = await lived_in(open_house)
    path = f"/dashboard/api/v1/journeys/{story}"
    before, told = await content(house, "dashboard"), (await house.http.get(path)).json()
    assert len(told["events"]) == 2
    await empty(house, "dashboard")
    await replay("dashboard", house.settings, everything=True)
    assert await content(house, "dashboard") == before
    assert (await house.http.get(path)).json() == told


@pytest.mark.parametrize("service", ["trainings", "dashboard"])
async def test_a_service_that_has_everything_is_not_changed_however_often_it_is_told(
    open_house: OpenHouse, service: str
) -> None:
    house, _ = await lived_in(open_house)
    before = await content(house, service)
    for _ in range(2):
        counts = await replay(service, house.settings)
        assert counts["read"] > 0
        assert set(counts) - {"read"} <= {*RECORDS, *OF_EVERYBODY, "trainings.template.v1"}
    await house.quiet()
    assert await content(house, service) == before


async def test_a_dry_run_counts_and_changes_nothing(open_house: OpenHouse) -> None:
    house, _ = await lived_in(open_house)
    people = (await content(house, "trainings"))["people"].total()
    await empty(house, "trainings")
    nothing = await content(house, "trainings")
    counts = await replay("trainings", house.settings, dry_run=True, everything=True)
    assert counts["directory.worker-hired.v1"] == 2
    assert counts["directory.worker-departed.v1"] == 1
    assert counts[PersonRecord.type_name] == people
    assert await content(house, "trainings") == nothing


async def test_only_what_came_since_and_is_of_the_types_is_told(
    open_either_house: OpenHouse,
) -> None:
    house, _ = await lived_in(open_either_house)
    since = datetime.now(UTC)
    await (await Carrier.of(house)).hire(external_id="P-3")
    await house.quiet()
    await empty(house, "dashboard")
    types = frozenset({"directory.worker-hired.v1"})
    counts = await replay("dashboard", house.settings, since, types)
    assert counts == {"directory.worker-hired.v1": 1, "read": 1}


async def command(house: House, *arguments: str) -> list[str]:
    """``python -m deploy.replay`` as an operator runs it; returns the lines it printed."""
    settings = house.settings
    assert isinstance(settings, RealSettings)
    url = {"KNOTENPUNKT_DATABASE_URL": settings.database("trainings")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.replay", "trainings", *arguments),
        env=os.environ | environment_of(settings) | url,
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    return printed.decode().splitlines()


@pytest.mark.real
async def test_an_operators_command_rebuilds_and_says_what_it_did(
    tmp_path: Path, postgres: PostgresServer, kafka: KafkaServer
) -> None:
    async with real_house(tmp_path, SERVICES, postgres, kafka) as house:
        await live(house)
        await rebuilds_by_command(house)


async def rebuilds_by_command(house: House) -> None:
    before = await content(house, "trainings")
    await empty(house, "trainings")
    kinds = [word for kind in sorted(RECORDS) for word in ("--type", kind)]
    since = ("--since", "2026-01-01")
    would = await command(house, *since, *kinds, "--dry-run")
    assert (await content(house, "trainings"))["people"].total() == 0
    did = await command(house, *since, *kinds)
    assert (await content(house, "trainings"))["people"] == before["people"]
    assert would[-1].endswith("would be handled")
    assert [line.replace("would be ", "") for line in would] == did
    assert did[1].split() == [str(before["people"].total()), PersonRecord.type_name]
    assert await command(house, "--since", "2999-01-01") == ["0 read, 0 handled"]
