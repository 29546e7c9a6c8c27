"""What was stored before employments had a table of their own is found in it afterwards."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import MetaData, Table, insert, select
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from deploy.services import load
from services.directory.departures.models import departures
from services.directory.employments.models import employments
from services.directory.placements import queries as placing
from services.directory.placements.models import placements
from shared.clock import SystemClock
from shared.database.migrate import History, drift, migrate
from shared.database.types import Hundredths
from shared.ids import new_id
from shared.messaging.database import Database
from shared.web.tokens import ApiClient

TENANT, CARRIER = "05978004", new_id()
POSTED = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


def made_then(number: int) -> UUID:
    """A UUIDv7 of that moment."""
    return UUID(int=int(POSTED.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62 | number)


SCHOOL, STAYS, LEFT, FIRST, SECOND, THIRD = map(made_then, range(6))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/before.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    server.create("before_employments")
    return server.owner_url("before_employments")


@pytest.fixture
def before(tmp_path: Path) -> list[History]:
    """The histories as they were then."""
    messaging, directory = histories(load("directory"))
    old = tmp_path / "old" / "versions"
    old.mkdir(parents=True)
    for file in (directory.folder / "versions").glob("20261122_*.py"):
        shutil.copy(file, old)
    return [messaging, History(old.parent, directory.version_table, MetaData())]


async def fill(url: str) -> None:
    """Two workers: one whose hours changed in April, one who has left."""
    engine = create_async_engine(url)
    tables = MetaData()
    async with engine.begin() as connection:
        await connection.run_sync(tables.reflect)
        for name, rows in stored():
            await connection.execute(insert(typed(tables.tables[name])), rows)
    await engine.dispose()


def typed(table: Table) -> Table:
    """SQLite remembers nothing of these types."""
    for column in table.c:
        if column.name in ("id", "carrier_id", "worker_id", "school_id", "correlation_id"):
            column.type = employments.c.id.type
        if column.name == "weekly_hours":
            column.type = Hundredths()
    return table


def stored() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    place = {"id": SCHOOL, "tenant": TENANT, "kind": "school", "name": "Am Bach", "version": 1}
    yield (
        "organizations",
        [{**place, "school_number": "100001", "school_type": "primary", "all_day_school": False}],
    )
    names = {"given_name": "A", "family_name": "B", "email": "a@example.org", "version": 1}
    yield "people", [{"id": key, "tenant": TENANT, **names} for key in (STAYS, LEFT)]
    worker = {"tenant": TENANT, "carrier_id": CARRIER, "funding": "land"}
    worker |= {"start_date": date(2027, 2, 1), "fixed_term_until": None}
    stays, left = {"id": STAYS, "external_id": "S"}, {"id": LEFT, "external_id": "L"}
    end = {"last_day": date(2027, 6, 30), "departure_reason": "moved"}
    none = dict.fromkeys(end)
    yield (
        "workers",
        [
            {**worker, **each, **last, "digest": "d", "correlation_id": new_id()}
            for each, last in ((stays, none), (left, end))
        ],
    )
    yield (
        "placements",
        [
            placement(FIRST, STAYS, "2027-02-01", "2027-03-31", "10"),
            placement(SECOND, STAYS, "2027-04-01", None, "19.5"),
            placement(THIRD, LEFT, "2027-02-01", "2027-06-30", "39"),
        ],
    )


def placement(key: UUID, worker: UUID, begin: str, end: str | None, hours: str) -> dict[str, Any]:
    return {
        "id": key,
        "tenant": TENANT,
        "worker_id": worker,
        "school_id": SCHOOL,
        "weekly_hours": Decimal(hours),
        "starts_on": date.fromisoformat(begin),
        "ends_on": date.fromisoformat(end) if end else None,
    }


async def shown(database: Database, worker: UUID) -> Any:
    client = ApiClient("any", TENANT, CARRIER)
    async with database.reading() as session:
        view = await placing.view(session, client, worker)
    assert view is not None
    return view.model_dump()


async def test_workers_become_employments_with_all_they_had(
    url: str, before: list[History]
) -> None:
    await migrate(url, before)
    await fill(url)
    now = histories(load("directory"))
    await migrate(url, now)
    assert await drift(url, now) == []
    database = Database(url, "directory", SystemClock())
    try:
        stays, left = await shown(database, STAYS), await shown(database, LEFT)
        async with database.reading() as session:
            [departure] = (await session.execute(select(departures))).all()
            rows = (await session.execute(select(employments.c.recorded_at))).scalars().all()
            rows = [*rows, *(await session.execute(select(placements.c.recorded_at))).scalars()]
    finally:
        await database.close()
    assert spans(stays) == [
        ("2027-02-01", "2027-03-31", Decimal(10)),
        ("2027-04-01", "None", Decimal("19.5")),
    ]
    assert spans(left) == [("2027-02-01", "2027-06-30", Decimal(39))]
    assert (str(departure.last_day), departure.reason) == ("2027-06-30", "moved")
    assert left["employments"][0]["employment_id"] == departure.employment_id
    assert rows == [POSTED] * 5


def spans(view: dict[str, Any]) -> list[tuple[str, str, Decimal]]:
    [employment] = view["employments"]
    assert employment["cancelled"] is False
    return [
        (str(span["valid_from"]), str(span["valid_until"]), place["weekly_hours"])
        for span in employment["timeline"]
        for place in span["placements"]
    ]
