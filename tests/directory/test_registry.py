"""Operators register organizations, school lists and API clients."""

from typing import Any

import pytest
from sqlalchemy import select

from services.directory.organizations.models import organizations
from shared.messaging.tables import outbox
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.journeys.carrier import Carrier
from tests.prepared import with_sample

HEADING = "Schulnummer;Schule;Schulform;OGS;Leitung Vorname;Leitung Nachname;Leitung E-Mail"


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("directory", prepare=with_sample)


async def post_schools(house: House, *rows: str) -> Any:
    return await house.http.post(
        f"/directory/api/v1/schools?municipality={BERGKAMEN}",
        content="\n".join([HEADING, *rows]).encode("cp1252"),
        headers={"content-type": "text/csv"},
    )


async def test_a_school_list_is_stored_and_placements_may_name_its_schools(house: House) -> None:
    row = "200001;Grundschule Süd;Grundschule;ja;Jörg;Müller;j.mueller@example.org"
    answer = await post_schools(house, row)
    assert answer.json()["added"] == 1
    carrier = await Carrier.of(house)
    placements = [{"school_number": "200001", "weekly_hours": 39}]
    assert (await carrier.hire(placements=placements))["warnings"] == []


async def test_the_same_list_again_changes_nothing(house: House) -> None:
    row = "200001;Grundschule Süd;Grundschule;ja;Jörg;Müller;j.mueller@example.org"
    await post_schools(house, row)
    await house.quiet()
    answer = await post_schools(house, row)
    assert (answer.json()["added"], answer.json()["changed"]) == (0, 0)
    assert await house.rows("directory", select(outbox)) == []


async def test_a_new_head_of_school_is_announced_with_a_higher_version(house: House) -> None:
    await post_schools(house, "200001;Süd;Grundschule;ja;Jörg;Müller;j.mueller@example.org")
    answer = await post_schools(house, "200001;Süd;Grundschule;ja;Eva;Kern;e.kern@example.org")
    assert answer.json()["changed"] == 1
    query = select(organizations.c.version).where(organizations.c.school_number == "200001")
    assert await house.rows("directory", query) == [(2,)]


async def test_one_bad_row_and_no_school_is_stored(house: House) -> None:
    answer = await post_schools(house, "200001;Süd;Grundschule;ja;;;", "20;Nord;Raumschule;;;;")
    assert answer.status_code == 422
    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {"row 2: school_number", "row 2: school_type"}
    query = select(organizations).where(organizations.c.school_number == "200001")
    assert await house.rows("directory", query) == []


@pytest.mark.parametrize("path", ["oauth/token", "api/v1/hires", "api/v1/schools"])
async def test_a_form_of_very_many_fields_is_refused(house: House, path: str) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await house.http.post(f"/directory/{path}", content=b"a&" * 120_000, headers=headers)
    assert 400 <= answer.status_code < 500
