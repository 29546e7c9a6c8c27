"""The office says how many hours it has, and is found to be too small for its town by them."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from services.directory.findings.queries import coordination_hours
from services.directory.organizations.models import organizations
from shared.contracts.directory import OrganizationKind
from tests.conftest import OpenHouse
from tests.directory.conftest import Desk
from tests.directory.test_organization_pages import (
    API,
    HTML,
    MUNICIPALITY,
    address_of,
    page,
    post,
    said,
    version,
)
from tests.house import BERGKAMEN

FINDINGS = "/directory/pruefhinweise"


async def town_of(desk: Desk) -> tuple[str, dict[str, str]]:
    """The page of the municipality, and what its form holds but the version."""
    query = select(organizations.c.name).where(
        organizations.c.kind == OrganizationKind.MUNICIPALITY, organizations.c.tenant == BERGKAMEN
    )
    [(name,)] = await desk.house.rows("directory", query)
    return await address_of(desk, name), {"name": name, "kind": "municipality"}


async def say(desk: Desk, hours: str) -> None:
    address, given = await town_of(desk)
    given |= {"version": await version(desk, address), "coordination_hours": hours}
    assert (await post(desk, f"{address}/bearbeiten", **given)).status_code == 303


async def test_an_office_too_small_for_its_town_is_found_by_its_hours(desk: Desk) -> None:
    await desk.carrier.hire(start_date=desk.today.isoformat())
    await say(desk, "0,5")
    assert "Koordinierung, Stunden je Woche 0,5" in said(await page(desk, (await town_of(desk))[0]))
    await desk.forward(1)
    [raised] = await desk.announced("directory.finding-raised.v1")
    assert (raised["rule"], raised["worker_id"]) == ("coordination", None)
    found = await desk.house.http.get(f"{FINDINGS}/{raised['finding_id']}", headers=HTML)
    assert "je volle Stelle der Koordinierung" in found.text
    await say(desk, "39")
    await desk.forward(1)
    assert len(await desk.announced("directory.finding-settled.v1")) == 1


@pytest.mark.parametrize(
    ("kind", "hours", "reason"),
    [("partner", "5", "hat nur die Kommune"), ("municipality", "-1", "mindestens 0")],
)
async def test_hours_of_coordination_are_the_municipalitys_and_not_below_none(
    desk: Desk, kind: str, hours: str, reason: str
) -> None:
    typed = {"name": "Nebenan", "kind": kind, "coordination_hours": hours}
    refused = await post(desk, "/neu", **typed)
    assert refused.status_code == 422
    assert reason in said(refused)
    told = await desk.house.http.post(
        API, json=typed, params=MUNICIPALITY, headers={"Idempotency-Key": "one"}
    )
    assert told.status_code == 422
    assert [each["field"] for each in told.json()["errors"]] == ["coordination_hours"]


async def test_an_office_that_says_nothing_has_a_full_post_for_each_who_coordinates(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house("directory")
    async with house.context("directory").database.reading() as session:
        assert await coordination_hours(session, BERGKAMEN) == Decimal(39)


async def test_a_proof_as_known_on_a_day_has_the_hours_of_that_day(desk: Desk) -> None:
    await say(desk, "20")
    then = desk.today.isoformat()
    await desk.forward(3)
    await say(desk, "39")
    year = desk.today.year if desk.today.month >= 8 else desk.today.year - 1
    asked = {"school_year": str(year), **MUNICIPALITY}
    path = "/directory/api/v1/proof-of-use"
    now = (await desk.house.http.get(path, params=asked)).json()
    before = (await desk.house.http.get(path, params={**asked, "known_on": then})).json()
    assert (before["coordination_hours"], now["coordination_hours"]) == ("20", "39")
    shown = said(await page(desk, (await town_of(desk))[0]))
    assert "wie viele Stunden es wann waren" in shown
