"""Programs keep relationships, others learn of them, and no other municipality sees them."""

import re
from datetime import date, timedelta
from uuid import UUID

from httpx2 import Response

from services.directory.organizations.models import Organization
from services.directory.relationships.models import Relationship
from shared.contracts.directory import OrganizationKind
from shared.contracts.relationships import RelationshipType
from tests.directory.conftest import Desk
from tests.directory.test_hierarchy import id_of
from tests.directory.test_organization_pages import MUNICIPALITY
from tests.directory.test_relationships import (
    API,
    KITA,
    SCHOOL,
    SOMEBODY,
    added,
    entered,
    get,
    listed,
    post,
)

ELSEWHERE = "05978020"


async def version(desk: Desk, address: str) -> str:
    [found] = re.findall(r'name="version" value="(\d+)"', (await get(desk, address)).text)
    return str(found)


async def end(desk: Desk, key: str, last_day: date) -> Response:
    seen = await version(desk, f"/{key}/beenden")
    return await post(desk, f"/{key}/beenden", last_day=last_day.isoformat(), version=seen)


async def test_others_learn_of_it_and_no_event_names_anybody(desk: Desk) -> None:
    key = await entered(desk, "asd_contact", **SOMEBODY)
    await end(desk, key, desk.today + timedelta(days=3))
    told = await desk.announced("directory.relationship-added.v1")
    [event] = [each for each in told if each["relationship_id"] == key]
    assert UUID(event["from_person_id"])
    ended = await desk.announced("directory.relationship-ended.v1")
    assert [e["last_day"] for e in ended if e["relationship_id"] == key] == [
        (desk.today + timedelta(days=3)).isoformat()
    ]
    records = [
        each
        for each in await desk.announced("directory.relationship.v1")
        if each["relationship_id"] == key
    ]
    assert [each["version"] for each in records] == [1, 2]
    assert "Öztürk" not in str([*told, *ended, *records])


async def test_programs_filter_end_and_are_told_of_newer_versions(desk: Desk) -> None:
    kita, school = await id_of(desk, KITA), await id_of(desk, SCHOOL)
    made = await added(
        desk, type="feeder_kita", from_organization_id=kita, to_organization_id=school
    )
    view = made.json()
    assert (view["active"], view["version"]) == (True, 1)
    address = f"{API}/{view['id']}"
    assert (await desk.house.http.get(address, params=MUNICIPALITY)).json() == view
    last = desk.today.isoformat()
    body = {"valid_from": view["valid_from"], "last_day": last, "version": 1}
    ended = await desk.house.http.put(address, params=MUNICIPALITY, json=body)
    assert (ended.status_code, ended.json()["last_day"]) == (200, last)
    late = await desk.house.http.put(address, params=MUNICIPALITY, json=body)
    assert late.status_code == 409
    assert await listed(desk, organization_id=school, active_on=last) != []
    tomorrow = (desk.today + timedelta(days=1)).isoformat()
    assert await listed(desk, organization_id=school, active_on=tomorrow) == []


async def test_what_is_another_municipalitys_is_not_there(desk: Desk) -> None:
    async with desk.house.context("directory").database.transaction() as uow:
        ends = [
            Organization(tenant=ELSEWHERE, name="Nachbarschule", kind=OrganizationKind.SCHOOL),
            Organization(tenant=ELSEWHERE, name="Nachbarkita", kind=OrganizationKind.KITA),
        ]
        uow.session.add_all(ends)
        await uow.session.flush()
        row = Relationship(
            tenant=ELSEWHERE,
            type=RelationshipType.FEEDER_KITA,
            from_organization_id=ends[1].id,
            to_organization_id=ends[0].id,
            valid_from=desk.today,
            contact_order=1,
        )
        uow.session.add(row)
        await uow.session.flush()
    school, kita = str(ends[0].id), str(ends[1].id)
    async with desk.storing_nothing():
        for path in ("", "/beenden", "/bearbeiten", "/loeschen"):
            assert (await get(desk, f"/{row.id}{path}")).status_code == 404
        for path in ("/beenden", "/bearbeiten", "/loeschen"):
            data = {"valid_from": "2026-01-01", "last_day": "2027-01-01", "version": "1"}
            assert (await post(desk, f"/{row.id}{path}", **data)).status_code == 404
        for query in ({"statt": str(row.id)}, {"art": "feeder_kita", "an": school}):
            assert (await get(desk, "/neu", **query)).status_code == 404
            told = await post(desk, "/neu", query, **SOMEBODY, valid_from="2026-01-01")
            assert told.status_code == 404
        mine = {"type": "feeder_kita", "to_organization_id": await id_of(desk, SCHOOL)}
        assert (await added(desk, **mine, from_organization_id=kita)).status_code == 422
    assert "Nachbar" not in (await get(desk)).text
    assert "Nachbar" not in (await get(desk, organization_id=school)).text
