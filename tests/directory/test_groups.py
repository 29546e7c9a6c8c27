"""Groups by hand and by rule: who is in one follows from the day on which it is asked."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from sqlalchemy import delete, select

from deploy.sample import CARRIER
from services.directory.groups.models import picks
from services.directory.organizations.models import contacts, organizations
from services.directory.people.models import people
from services.directory.people.use_cases import forget_people
from shared.contracts.directory import OrganizationKind, SchoolType
from shared.ids import new_id
from shared.messaging.event import Cause
from tests.directory.conftest import OTHER_CARRIER, Desk
from tests.directory.test_organization_pages import HTML, MUNICIPALITY, said
from tests.directory.test_staff_pages import organization, texts
from tests.house import BERGKAMEN, new_key

API = "/directory/api/v1/groups"
LIST = "/directory/gruppen"
RECORD = "directory.group.v1"


async def post(desk: Desk, path: str, /, **data: Any) -> Response:
    return await desk.house.http.post(f"{LIST}{path}", data=data, headers=HTML)


async def get(desk: Desk, path: str = "") -> Response:
    return await desk.house.http.get(f"{LIST}{path}", headers=HTML)


async def made(desk: Desk, name: str = "Eine Gruppe", **data: Any) -> str:
    """The id of a group that was made on the page."""
    answer = await post(desk, "/neu", name=name, **data)
    assert answer.status_code == 303, texts(answer)
    return answer.headers["location"].rpartition("/")[2]


async def members(desk: Desk, group: str, **query: str) -> set[str]:
    answer = await desk.house.http.get(f"{API}/{group}/members", params={**MUNICIPALITY, **query})
    assert answer.status_code == 200, answer.text
    return {each["person_id"] for each in answer.json()["items"]}


async def schools(desk: Desk, school_type: SchoolType | None = None) -> list[Any]:
    query = select(organizations.c.id, organizations.c.school_number).where(
        organizations.c.kind == OrganizationKind.SCHOOL.value,
        organizations.c.tenant == BERGKAMEN,
    )
    if school_type:
        query = query.where(organizations.c.school_type == school_type)
    return await desk.house.rows("directory", query.order_by(organizations.c.school_number))


async def hired(desk: Desk, number: str, hours: float = 19.5, **more: Any) -> str:
    """The id of a worker of the carrier who begins today at a school."""
    place = [{"school_number": number, "weekly_hours": hours}]
    given = {"start_date": desk.today.isoformat(), "placements": place, **more}
    answer = await desk.carrier.hire(external_id=uuid4().hex[:8], **given)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["worker_id"])


async def acting(desk: Desk, role: str, *places: UUID) -> set[str]:
    query = select(contacts.c.person_id).where(contacts.c.role == role)
    if places:
        query = query.where(contacts.c.organization_id.in_(places))
    here = query.join(organizations, organizations.c.id == contacts.c.organization_id)
    rows = await desk.house.rows("directory", here.where(organizations.c.tenant == BERGKAMEN))
    return {str(row.person_id) for row in rows}


async def test_a_rule_is_applied_on_the_day_that_is_asked_for(desk: Desk) -> None:
    [school, *_] = await schools(desk)
    group = await made(desk, who="worker", schools=[str(school.id)])
    before = await members(desk, group)
    worker = await hired(desk, school.school_number)
    assert await members(desk, group) == before | {worker}
    yesterday = (desk.today - timedelta(days=1)).isoformat()
    assert worker not in await members(desk, group, on=yesterday)
    last = desk.today + timedelta(days=3)
    assert worker in await members(desk, group, on=last.isoformat())


async def test_who_leaves_is_in_no_group_from_the_next_day_on(desk: Desk) -> None:
    """By a rule and by hand alike; nothing has to run, and nothing is taken out."""
    [school, *_] = await schools(desk)
    number = f"P-{uuid4().hex[:6]}"
    place = [{"school_number": school.school_number, "weekly_hours": 39}]
    start = desk.today.isoformat()
    answer = await desk.carrier.hire(external_id=number, start_date=start, placements=place)
    worker = str(answer.json()["worker_id"])
    by_rule, by_hand = await made(desk, "Regel", who="worker"), await made(desk, "Hand")
    chosen = await post(desk, f"/{by_hand}/von-hand/person", text="x", person_id=worker)
    assert chosen.status_code == 303
    last = desk.today + timedelta(days=2)
    leaves = {"external_id": number, "last_day": last.isoformat(), "reason": "moved"}
    left = await desk.carrier.post("/departures", leaves)
    assert left.status_code == 201, left.text
    for group in (by_rule, by_hand):
        assert worker in await members(desk, group, on=last.isoformat())
        over = (last + timedelta(days=1)).isoformat()
        assert worker not in await members(desk, group, on=over)
    await desk.forward(3)
    page = said(await get(desk, f"/{by_hand}/von-hand"))
    assert "nein" in page, page


@pytest.mark.parametrize(
    ("rule", "in_it"),
    [
        ({}, "few most"),
        ({"hours_from": "20"}, "most"),
        ({"hours_to": "19,5"}, "few"),
        ({"hours_from": "19,5", "hours_to": "30"}, "few most"),
        ({"hours_from": "30,5"}, ""),
    ],
)
async def test_hours_are_those_at_all_schools_together(
    desk: Desk, rule: dict[str, str], in_it: str
) -> None:
    one, other, *_ = await schools(desk)
    both = [
        {"school_number": one.school_number, "weekly_hours": 10},
        {"school_number": other.school_number, "weekly_hours": 20},
    ]
    most = await hired(desk, one.school_number, placements=both)
    few = await hired(desk, one.school_number, 19.5)
    group = await made(desk, who="worker", schools=[str(one.id)], **rule)
    names = {"few": few, "most": most}
    assert await members(desk, group) == {names[each] for each in in_it.split()}


async def test_what_was_changed_from_a_day_on_counts_from_that_day(desk: Desk) -> None:
    one, other, *_ = await schools(desk)
    number = f"P-{uuid4().hex[:6]}"
    place = [{"school_number": one.school_number, "weekly_hours": 19.5}]
    start = desk.today.isoformat()
    hire = await desk.carrier.hire(external_id=number, start_date=start, placements=place)
    worker = hire.json()["worker_id"]
    day = (desk.today + timedelta(days=10)).isoformat()
    moved = [{"school_number": other.school_number, "weekly_hours": 19.5}]
    change = {"external_id": number, "valid_from": day, "placements": moved}
    assert (await desk.carrier.post("/changes", change)).status_code == 201
    group = await made(desk, who="worker", schools=[str(other.id)])
    assert worker not in await members(desk, group)
    assert worker in await members(desk, group, on=day)


async def test_rules_mean_school_types_carriers_and_who_acts(desk: Desk) -> None:
    primary = await schools(desk, SchoolType.PRIMARY)
    carrier = str(await organization(desk, CARRIER))
    worker = await hired(desk, primary[0].school_number)
    there = {
        ("worker", "school_type", "primary"): {worker},
        ("worker", "school_type", "vocational"): set(),
        ("worker", "carrier_id", carrier): {worker},
        ("worker", "carrier_id", str(await organization(desk, OTHER_CARRIER))): set(),
        ("head", "school_type", "primary"): await acting(desk, "head", *(e.id for e in primary)),
        ("head", "carrier_id", carrier): await acting(desk, "head", primary[0].id),
        ("carrier", "carrier_id", carrier): await acting(desk, "carrier", UUID(carrier)),
    }
    for number, ((who, name, value), expected) in enumerate(there.items()):
        group = await made(desk, f"Gruppe {number}", who=who, **{name: value})
        assert await members(desk, group) == expected, (who, name, value)
    everybody = await made(desk, "Leitungen", who="head")
    assert await members(desk, everybody) == await acting(desk, "head")


async def test_who_is_there_for_schools_is_meant_by_the_relationship(desk: Desk) -> None:
    school, other, *_ = await schools(desk)
    name = {"given_name": "Yasemin", "family_name": "Öztürk", "email": "asd@example.org"}
    query = {"art": "asd_contact", "an": str(school.id)}
    start = {"valid_from": desk.today.isoformat(), "last_day": desk.today.isoformat()}
    path = "/directory/beziehungen/neu"
    added = await desk.house.http.post(path, params=query, data={**name, **start}, headers=HTML)
    assert added.status_code == 303
    found = select(people.c.id).where(people.c.email == "asd@example.org")
    [(person,)] = await desk.house.rows("directory", found)
    here = await made(desk, "Hier", who="asd_contact", schools=[str(school.id)])
    elsewhere = await made(desk, "Dort", who="asd_contact", schools=[str(other.id)])
    assert str(person) in await members(desk, here)
    assert str(person) not in await members(desk, elsewhere)
    tomorrow = (desk.today + timedelta(days=1)).isoformat()
    assert str(person) not in await members(desk, here, on=tomorrow)


async def test_for_an_organization_is_in_it_whoever_acts_for_it_now(desk: Desk) -> None:
    [school, *_] = await schools(desk)
    group = await made(desk)
    head = await acting(desk, "head", school.id)
    answer = await post(
        desk, f"/{group}/von-hand/organisation", organization_id=str(school.id), role="head"
    )
    assert answer.status_code == 303
    assert await members(desk, group) == head != set()
    async with desk.house.context("directory").database.transaction() as uow:
        theirs = contacts.c.organization_id == school.id
        await uow.session.execute(delete(contacts).where(theirs, contacts.c.role == "head"))
    assert await members(desk, group) == set()


def items(answer: Response) -> Sequence[Any]:
    assert answer.status_code == 200, answer.text
    found: Sequence[Any] = answer.json()["items"]
    return found


async def test_programs_keep_groups_as_well(desk: Desk) -> None:
    http = desk.house.http
    [school, *_] = await schools(desk)
    [(person,)] = await desk.house.rows("directory", select(people.c.id).limit(1))
    body = {
        "name": "Beirat",
        "people": [str(person)],
        "organizations": [{"organization_id": str(school.id), "role": "head"}],
    }
    added = await http.post(API, params=MUNICIPALITY, json=body, headers=new_key())
    assert added.status_code == 201, added.text
    address = added.headers["location"]
    view = added.json()
    assert (view["people"], view["organizations"]) == (body["people"], body["organizations"])
    changed = {"name": "Beirat", "who": "head", "version": view["version"]}
    put = await http.put(address, params=MUNICIPALITY, json=changed)
    assert put.status_code == 200, put.text
    assert (put.json()["people"], put.json()["members"]) == ([], len(await acting(desk, "head")))
    stale = await http.put(address, params=MUNICIPALITY, json=changed)
    assert stale.status_code == 409
    unknown = {**body, "name": "Andere", "people": [str(new_id())]}
    refused = await http.post(API, params=MUNICIPALITY, json=unknown, headers=new_key())
    assert refused.json()["errors"][0]["field"] == "person_id"
    assert view["id"] in [each["id"] for each in items(await http.get(API, params=MUNICIPALITY))]
    assert (await http.delete(address, params=MUNICIPALITY)).status_code == 204
    assert (await http.get(address, params=MUNICIPALITY)).status_code == 404


async def test_others_hear_that_there_is_a_group_and_of_nobody_in_it(desk: Desk) -> None:
    group = await made(desk, "Leitungen", who="head")
    [record] = [each for each in await desk.announced(RECORD) if each["group_id"] == group]
    assert record == {"group_id": group, "version": 1, "name": "Leitungen", "by_rule": True}
    assert (await post(desk, f"/{group}/loeschen")).status_code == 303
    assert (await get(desk, f"/{group}")).status_code == 404


async def test_a_group_keeps_nobody_from_being_forgotten(desk: Desk) -> None:
    group = await made(desk)
    person = uuid4()
    cause = Cause(BERGKAMEN, new_id())
    async with desk.house.context("directory").database.transaction() as uow:
        row = dict.fromkeys(("given_name", "family_name", "name_key", "search_text"), "Ada")
        given = {**row, "id": person, "tenant": BERGKAMEN, "email": "a@example.org", "version": 1}
        await uow.session.execute(people.insert().values(given))
        pick = {"id": new_id(), "group_id": UUID(group), "person_id": person, "role": ""}
        await uow.session.execute(picks.insert().values({**pick, "tenant": BERGKAMEN}))
    async with desk.house.context("directory").database.transaction() as uow:
        await forget_people(uow, [person], cause)
    left = await desk.house.rows("directory", select(picks).where(picks.c.person_id == person))
    assert left == []
