"""Of changes at once, each is told of the others."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm.exc import StaleDataError

from deploy.local.postgres import PostgresServer
from services.directory.organization_lists.rules import read_schools
from services.directory.organization_lists.schemas import Dataset
from services.directory.organization_lists.use_cases import register, register_all
from services.directory.organizations.models import organizations
from shared.database.versions import change_version
from tests.directory.conftest import Desk, open_desk
from tests.directory.test_registering import (
    HEADING,
    NEIGHBOUR,
    NORTH,
    SOUTH,
    house,
    post,
    post_schools,
    school,
)
from tests.house import BERGKAMEN, House

__all__ = ["house"]


async def test_edits_at_once_bear_different_versions(house: House) -> None:
    await post(house, school())
    answers = await asyncio.gather(*(post(house, school(name=f"Name {n}")) for n in range(5)))
    stored: list[Any] = await house.rows("directory", select(organizations.c.version))
    assert stored == [(1 + sum(answer.status_code == 200 for answer in answers),)]
    await house.quiet()
    async with house.bus._engine.reading() as session:  # type: ignore[attr-defined]
        query = "SELECT value FROM log WHERE topic = 'directory.organizations'"
        versions = [json.loads(row[0])["version"] for row in await session.execute(text(query))]
    assert len(set(versions)) == len(versions) == stored[0][0]


async def test_a_change_of_what_was_not_seen_is_refused(house: House) -> None:
    await post(house, school())
    async with house.context("directory").database.transaction() as uow:
        row = (await uow.session.execute(select(organizations))).one()
        key = {"id": row.id}
        assert await change_version(uow.session, organizations, key, 1, {"name": "A"}) == 2
        with pytest.raises(StaleDataError):
            await change_version(uow.session, organizations, key, 1, {"name": "B"})
        with pytest.raises(StaleDataError):
            await change_version(uow.session, organizations, {"id": uuid4()}, 1, {"name": "B"})


@asynccontextmanager
async def on_postgres(postgres: PostgresServer, folder: Path) -> AsyncGenerator[Desk]:
    name = f"overtaken_{uuid4().hex[:8]}"
    await asyncio.to_thread(postgres.create, name)
    async with open_desk(folder, postgres.owner_url(name)) as desk:
        yield desk


async def waits_for_a_lock(desk: Desk) -> None:
    """Until some statement of this database does."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(20):
        while True:
            async with desk.house.context("directory").database.reading() as session:
                if (await session.execute(query)).scalar_one():
                    return
            await asyncio.sleep(0.02)


CONTESTED = {
    "an organization": (SOUTH.replace("Süd", "Ost"), SOUTH.replace("Süd", "West")),
    "a person": (SOUTH.replace("sekretariat", "a"), SOUTH.replace("sekretariat", "b")),
    "a new contact": (SOUTH.replace("Kern", "Falk"), SOUTH.replace("Kern", "Roth")),
    "a new school": (
        NORTH.replace("200002", "200009"),
        NORTH.replace("200002", "200009").replace("Nord", "Nord-West"),
    ),
}


DescribedEvent = tuple[str, list[str]]


TOLD: dict[str, DescribedEvent] = {"a new school": ("school-number-taken", ["school_number"])}


OVERTAKEN: DescribedEvent = ("overtaken", [])


@pytest.mark.real
@pytest.mark.parametrize("case", CONTESTED)
async def test_of_two_transactions_the_later_is_told(
    postgres: PostgresServer, tmp_path: Path, case: str
) -> None:
    faster, slower = CONTESTED[case]
    async with on_postgres(postgres, tmp_path) as desk:
        assert (await post_schools(desk.house, SOUTH)).status_code == 200
        database = desk.house.context("directory").database
        async with database.transaction() as uow:
            given = read_schools(BERGKAMEN, f"{HEADING}\n{faster}".encode())
            await register_all(uow, given)
            loser = asyncio.create_task(post_schools(desk.house, slower))
            await waits_for_a_lock(desk)
        answer = await loser
        code, fields = TOLD.get(case, OVERTAKEN)
        body = answer.json()
        assert (answer.status_code, body["type"]) == (409, f"/problems/{code}")
        assert [each["field"] for each in body.get("errors", [])] == fields
        assert (await post_schools(desk.house, slower)).status_code == 200


AT_ONCE = {
    "one school number": (
        {"kind": "school", "school_number": "300003", "school_type": "primary"},
        "school-number-taken",
        "school_number",
    ),
    "one name": ({"kind": "partner"}, "organization-known", "name"),
}


@pytest.mark.real
@pytest.mark.parametrize("case", AT_ONCE)
async def test_a_lost_race_names_the_field(
    postgres: PostgresServer, tmp_path: Path, case: str
) -> None:
    """A school number belongs to one municipality, a name to one organization of each."""
    given, code, field = AT_ONCE[case]
    organization = {"name": "Neu am Platz", "contacts": []} | given
    faster = NEIGHBOUR if "school_number" in given else BERGKAMEN
    async with on_postgres(postgres, tmp_path) as desk:
        database = desk.house.context("directory").database
        async with database.transaction() as uow:
            dataset = Dataset.model_validate(
                {"municipality": faster, "organizations": [organization]}
            )
            await register(uow, dataset)
            loser = asyncio.create_task(post(desk.house, organization))
            await waits_for_a_lock(desk)
        answer = await loser
        assert (answer.status_code, answer.json()["type"]) == (409, f"/problems/{code}")
        assert [each["field"] for each in answer.json()["errors"]] == [field]
