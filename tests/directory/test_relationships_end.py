"""Relationships end, pass on, are corrected and are forgotten."""

import re
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from services.directory.people.models import people
from services.directory.relationships.models import Relationship, relationships
from services.directory.relationships.values import State, state_of
from shared.contracts.relationships import RelationshipType
from shared.ids import new_id
from tests.directory.conftest import Desk
from tests.directory.test_hierarchy import id_of
from tests.directory.test_organization_pages import MUNICIPALITY, said
from tests.directory.test_relationships import (
    API,
    OTHER_SCHOOL,
    SCHOOL,
    SOMEBODY,
    added,
    entered,
    get,
    listed,
    post,
    school_page,
)
from tests.directory.test_relationships_api import end, version
from tests.holding import held
from tests.house import BERGKAMEN


def test_the_last_day_still_counts_and_the_next_one_does_not() -> None:
    first, after = date(2026, 8, 1), date(2027, 8, 1)
    assert state_of(first, after, date(2026, 7, 31)) is State.COMING
    assert state_of(first, after, first) is State.ACTIVE
    assert state_of(first, after, date(2027, 7, 31)) is State.ACTIVE
    assert state_of(first, after, after) is State.OVER


async def test_ending_one_of_two_leaves_the_other_as_it_was(desk: Desk) -> None:
    """H3.18: what somebody is follows from all that holds, not from the last that changed."""
    first = await entered(desk, "asd_contact", **SOMEBODY)
    other = SOMEBODY | {"given_name": "Bernd", "email": "bernd@example.org"}
    second = await entered(desk, "asd_contact", **other)
    assert (await end(desk, first, desk.today)).status_code == 303
    await desk.forward(1)
    found = await listed(desk, type="asd_contact", active_on=desk.today.isoformat())
    school = await id_of(desk, SCHOOL)
    assert [e["id"] for e in found if e["to_organization_id"] == school] == [second]
    assert "ASD-Kontakt ist Bernd Öztürk" in await school_page(desk)


async def test_a_past_one_does_not_end_what_holds_now(desk: Desk) -> None:
    """H3.19: nothing runs at midnight that could clear the wrong one."""
    past = {"valid_from": "2025-08-01", "last_day": "2026-07-31"}
    await entered(desk, "all_day_lead", **SOMEBODY, **past)
    now = await entered(desk, "all_day_lead", **SOMEBODY)
    for days in (0, 1, 400):
        await desk.forward(days)
        school = await id_of(desk, SCHOOL)
        found = await listed(desk, organization_id=school, active_on=desk.today.isoformat())
        assert [each["id"] for each in found] == [now]


async def test_who_takes_over_ends_the_other_the_day_before_and_it_is_shown_first(
    desk: Desk,
) -> None:
    """H3.20"""
    old = await entered(desk, "all_day_lead", valid_from="2025-08-01", **SOMEBODY)
    new = {"given_name": "Ole", "family_name": "Brandt", "email": "ole@example.org"}
    given = {**new, "valid_from": "2027-02-01", "contact_order": "1"}
    async with desk.storing_nothing():
        asked = await post(desk, "/neu", {"statt": old}, **given)
    assert asked.status_code == 200
    text = "Yasemin Öztürk bis einschließlich 31.01.2027; ab 01.02.2027 Ole Brandt."
    assert text in said(asked)
    [seen] = re.findall(r'name="seen" value="([^"]+)"', asked.text)
    other_day = given | {"valid_from": "2027-03-01"}
    async with desk.storing_nothing():
        anew = await post(desk, "/neu", {"statt": old}, **other_day, seen=seen)
    assert "bis einschließlich 28.02.2027" in said(anew)
    done = await post(desk, "/neu", {"statt": old}, **given, seen=seen)
    assert done.status_code == 303, said(done)
    school = await id_of(desk, SCHOOL)
    found = await listed(desk, organization_id=school)
    days = {each["id"]: (each["valid_from"], each["last_day"]) for each in found}
    assert days[old] == ("2025-08-01", "2027-01-31")
    assert days[done.headers["location"].rpartition("/")[2]] == ("2027-02-01", None)


@pytest.mark.parametrize("first", ["2025-08-01", "2024-01-01"])
async def test_nobody_takes_over_before_the_other_began(desk: Desk, first: str) -> None:
    old = await entered(desk, "all_day_lead", valid_from="2025-08-01", **SOMEBODY)
    school = await id_of(desk, SCHOOL)
    [found] = await listed(desk, organization_id=school)
    async with desk.storing_nothing():
        told = await added(
            desk,
            type="all_day_lead",
            from_person_id=found["from_person_id"],
            to_organization_id=school,
            valid_from=first,
            replaces=old,
        )
    assert told.status_code == 422
    assert [each["field"] for each in told.json()["errors"]] == ["valid_from"]


async def test_a_correction_keeps_one_and_the_slower_clerk_sees_both(desk: Desk) -> None:
    key = await entered(desk, "asd_contact", **SOMEBODY)
    seen = await version(desk, f"/{key}/bearbeiten")
    given = {"valid_from": "2025-02-01", "last_day": "", "contact_order": "2", "version": seen}
    assert (await post(desk, f"/{key}/bearbeiten", **given)).status_code == 303
    late = await post(desk, f"/{key}/bearbeiten", **given | {"valid_from": "2025-03-01"})
    assert late.status_code == 409
    assert "<mark>2025-03-01</mark>" in late.text
    one = said(await get(desk, f"/{key}"))
    assert "Ab 01.02.2025 Bis – Reihenfolge 2" in one
    assert len(await listed(desk, organization_id=await id_of(desk, SCHOOL))) == 1


async def test_what_never_was_is_gone_with_a_person_nobody_else_names(desk: Desk) -> None:
    async with desk.storing_nothing():
        assert (await get(desk, "/0197f000-0000-7000-8000-00000000c0de")).status_code == 404
    key = await entered(desk, "asd_contact", **SOMEBODY)
    other = await entered(desk, "asd_contact", OTHER_SCHOOL, **SOMEBODY)
    named = select(people.c.id).where(people.c.family_name == "Öztürk")
    assert "nicht rückgängig" in said(await get(desk, f"/{key}/loeschen"))
    assert (await post(desk, f"/{key}/loeschen")).status_code == 303
    assert len(await desk.house.rows("directory", named)) == 1
    removed = await desk.house.http.delete(f"{API}/{other}", params=MUNICIPALITY)
    assert removed.status_code == 204
    assert await desk.house.rows("directory", named) == []


async def test_a_persons_is_forgotten_three_years_after_its_end(desk: Desk) -> None:
    past = {"valid_from": "2024-08-01", "last_day": desk.today.isoformat()}
    key = await entered(desk, "asd_contact", **SOMEBODY, **past)
    mine = select(relationships.c.id).where(relationships.c.id == UUID(key))
    await desk.forward(3 * 365 + 1)
    assert len(await desk.house.rows("directory", mine)) == 1
    theirs = select(relationships.c.from_person_id).where(relationships.c.id == UUID(key))
    [who] = await desk.house.rows("directory", theirs)
    async with held(desk.house.context("directory").database, who.from_person_id):
        await desk.forward(2)
        assert len(await desk.house.rows("directory", mine)) == 1
    await desk.forward(1)
    assert await desk.house.rows("directory", mine) == []
    named = select(people.c.id).where(people.c.family_name == "Öztürk")
    assert await desk.house.rows("directory", named) == []


def test_a_day_is_stored_as_the_first_on_which_it_is_over() -> None:
    row = Relationship(
        tenant=BERGKAMEN,
        type=RelationshipType.FEEDER_KITA,
        to_organization_id=new_id(),
        valid_from=date(2026, 8, 1),
        contact_order=1,
    )
    assert row.last_day is None
    row.last_day = date(2027, 7, 31)
    assert (row.valid_to, row.last_day) == (date(2027, 8, 1), date(2027, 7, 31))
