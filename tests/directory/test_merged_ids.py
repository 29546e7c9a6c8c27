"""Who was merged is meant as whoever stands for them, wherever somebody still says the old id."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.directory.accounts.use_cases import add_address
from services.directory.groups.models import picks
from services.directory.relationships.models import relationships
from tests.directory.conftest import Desk
from tests.directory.test_hierarchy import id_of
from tests.directory.test_merges_undone import entered, merge
from tests.directory.test_organization_pages import MUNICIPALITY
from tests.directory.test_people import Person, office_of
from tests.directory.test_relationships import SCHOOL

RELATIONSHIPS, GROUPS = "/directory/api/v1/relationships", "/directory/api/v1/groups"


@pytest.fixture
async def both(desk: Desk) -> tuple[UUID, UUID]:
    """Who stands for both, and who was merged."""
    survivor, merged = await entered(desk, "Kranz", "Kranz")
    async with desk.house.context("directory").database.transaction() as uow:
        await add_address(uow, merged, "kranz@example.org")
    await merge(desk, survivor, merged)
    return survivor, merged


async def sent(office: Person, path: str, body: dict[str, Any]) -> Any:
    headers = {"Idempotency-Key": path}
    return await office.http.post(path, json=body, params=MUNICIPALITY, headers=headers)


async def test_a_relationship_is_the_survivors(desk: Desk, both: tuple[UUID, UUID]) -> None:
    survivor, merged = both
    office = await office_of(desk)
    given = {"type": "asd_contact", "from_person_id": str(merged), "valid_from": "2026-09-01"}
    body = {**given, "to_organization_id": await id_of(desk, SCHOOL)}
    made = await sent(office, RELATIONSHIPS, body)
    assert made.status_code == 201, made.text
    whose = select(relationships.c.from_person_id).where(
        relationships.c.id == UUID(made.json()["id"])
    )
    assert await desk.house.rows("directory", whose) == [(survivor,)]
    asked = {**MUNICIPALITY, "person_id": str(merged)}
    found = (await office.http.get(RELATIONSHIPS, params=asked)).json()["items"]
    assert [each["id"] for each in found] == [made.json()["id"]]


async def test_the_survivor_is_put_into_a_group(desk: Desk, both: tuple[UUID, UUID]) -> None:
    survivor, merged = both
    office = await office_of(desk)
    made = await sent(office, GROUPS, {"name": "Netz", "people": [str(merged)]})
    assert made.status_code == 201, made.text
    mine = select(picks.c.person_id).where(picks.c.group_id == UUID(made.json()["id"]))
    assert await desk.house.rows("directory", mine) == [(survivor,)]
