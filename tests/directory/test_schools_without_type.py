"""A school stored without its type, as was possible once: refused with the field, and no fault."""

from typing import Any

import pytest
from sqlalchemy import update

from services.directory.organizations.models import organizations
from tests.directory.conftest import Desk, hire

ERROR = {
    "field": "placements.1.school_number",
    "reason": "this school has no type yet; the office must complete it",
}
PLACES = [
    {"school_number": "100001", "weekly_hours": 10},
    {"school_number": "100006", "weekly_hours": 9.5},
]


@pytest.fixture
async def untyped_desk(desk: Desk) -> Desk:
    old = update(organizations).where(organizations.c.school_number == "100006")
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(old.values(school_type=None))
    return desk


def assert_named(answer: Any) -> None:
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"] == [ERROR]


async def test_a_hire_there_is_refused(untyped_desk: Desk) -> None:
    async with untyped_desk.storing_nothing():
        assert_named(await untyped_desk.carrier.hire(placements=PLACES))
    assert (await untyped_desk.carrier.hire()).status_code == 201


async def test_a_change_to_there_is_refused(untyped_desk: Desk) -> None:
    await untyped_desk.carrier.hire()
    body = {"external_id": "P-4711", "valid_from": "2027-06-01", "placements": PLACES}
    async with untyped_desk.storing_nothing():
        assert_named(await untyped_desk.carrier.post("/changes", body))


async def test_the_row_of_a_file_is_refused_and_the_others_are_taken(untyped_desk: Desk) -> None:
    other = hire(external_id="P-1", placements=PLACES)
    answer = await untyped_desk.carrier.array(hire(), other)
    assert (answer["created"], answer["refused"]) == (1, 1)
    assert answer["rows"][1]["problem"]["errors"] == [ERROR]
