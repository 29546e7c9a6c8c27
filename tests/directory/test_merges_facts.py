"""What two people who are one have in common: employments, users of a carrier, saved lists."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from services.directory.employments.models import employments
from services.directory.employments.values import Wanted
from services.directory.entries.queries import asker_of
from services.directory.entries.queries import one as entry_of
from services.directory.findings import use_cases as findings_kept
from services.directory.findings.models import findings
from services.directory.findings.queries import of_worker
from services.directory.organizations.models import organizations
from services.directory.people.use_cases import save_people
from services.directory.people.values import SeenBy
from services.directory.relationships import use_cases as relating
from services.directory.relationships.forms import EndForm
from services.directory.relationships.queries import one as relationship
from services.directory.relationships.schemas import RelationshipBody
from services.directory.scim.models import person_keys, scim_questions, scim_users
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.relationships import RelationshipType
from shared.web.problem import Problem
from tests.directory.conftest import OTHER_CARRIER, Desk
from tests.directory.identity_system import identity_system
from tests.directory.test_duplicates import names
from tests.directory.test_merges_undone import OFFICE, entered, entry, merge, undo
from tests.directory.test_people import LIST, SCHOOL, at, office_of, signed_in
from tests.house import BERGKAMEN


async def hired(
    desk: Desk,
    number: str,
    name: str,
    school: str,
    email: str = "",
    hours: int = 30,
    ahead: int = 0,
) -> UUID:
    answer = await desk.carrier.hire(
        external_id=number,
        person={
            "given_name": "Mara",
            "family_name": name,
            "email": email or f"{number}@example.org",
        },
        start_date=(desk.today + timedelta(days=ahead)).isoformat(),
        placements=[{"school_number": school, "weekly_hours": hours}],
    )
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["worker_id"])


async def test_employments_that_overlap_stay_both_and_are_a_finding(desk: Desk) -> None:
    """H3.05."""
    survivor = await hired(desk, "P-1", "Kranz", "100001")
    merged = await hired(desk, "P-2", "Kranz", "100002")
    merge_id = await merge(desk, survivor, merged)
    theirs = select(employments.c.external_id).where(employments.c.worker_id == survivor)
    assert sorted(await desk.house.rows("directory", theirs)) == [("P-1",), ("P-2",)]
    open_ones = select(findings.c.worker_id, findings.c.hours).where(
        findings.c.settled_at.is_(None), findings.c.worker_id.in_([survivor, merged])
    )
    assert set(await desk.house.rows("directory", open_ones)) == {(survivor, 60)}
    assert await undo(desk, merge_id) == "undone"
    assert await desk.house.rows("directory", open_ones) == []


async def test_the_next_word_of_an_identity_system_hits_the_survivor(desk: Desk) -> None:
    """Accounts do not part again by night."""
    system = await identity_system(desk)
    survivor = await hired(desk, "P-1", "Kranz", "100001")
    merged = await hired(desk, "P-2", "Kranz", "100002")
    mail = [{"value": "P-2@example.org", "type": "work", "primary": True}]
    name = {"givenName": "Mara", "familyName": "Kranz"}
    user = await system.create(externalId="P-2", userName="p2", name=name, emails=mail)
    await merge(desk, survivor, merged)
    change = {"op": "replace", "path": "name.familyName", "value": "Danach"}
    assert (await system.patch(user["id"], change)).status_code == 200
    worker = (await desk.carrier.get(f"/directory/api/v1/workers/{survivor}")).json()
    assert worker["family_name"] == "Danach"
    again = await system.send("POST", "/Users", {**user, "id": None, "meta": None})
    assert again.status_code in (400, 409), "the same user is not there twice"


async def test_a_user_who_came_under_the_others_number_goes_back_with_it(desk: Desk) -> None:
    """Else the office would be asked whether the wrong one of both leaves."""
    system = await identity_system(desk)
    survivor = await hired(desk, "P-1", "Kranz", "100001")
    merged = await hired(desk, "P-2", "Kranz", "100002")
    merge_id = await merge(desk, survivor, merged)
    name = {"givenName": "Mara", "familyName": "Kranz"}
    user = await system.create(externalId="P-2", userName="p2", name=name, emails=[])
    locked = {"op": "replace", "path": "active", "value": False}
    assert (await system.patch(user["id"], locked)).status_code == 200
    assert await undo(desk, merge_id) == "undone"
    for table in (scim_users, scim_questions, person_keys):
        whose = await desk.house.rows("directory", select(table.c.person_id))
        assert whose == [(merged,)], table.name


async def test_an_old_id_leads_nobody_to_whom_they_may_not_see(desk: Desk) -> None:
    survivor = await hired(desk, "P-1", "Kranz", "100001")
    merged = await hired(desk, "P-2", "Kranz", "100001")
    await merge(desk, survivor, merged)
    head = await at(desk, AccessRole.HEAD, SCHOOL)
    assert (await head.get(f"{LIST}/{merged}")).status_code == 301
    await entry(desk, survivor, name_seen_by=SeenBy.OFFICE)
    assert (await head.get(f"{LIST}/{merged}")).status_code == 404
    assert (await (await office_of(desk)).get(f"{LIST}/{merged}")).status_code == 301


async def test_programs_that_correct_an_old_id_are_led_to_the_survivor(desk: Desk) -> None:
    survivor = await hired(desk, "P-1", "Kranz", "100001")
    merged = await hired(desk, "P-2", "Kranz", "100002")
    await merge(desk, survivor, merged)
    http, body = desk.house.http, {"version": 1, "given_name": "Maria"}
    path = "/directory/api/v1/workers"
    led = await http.patch(f"{path}/{merged}", json=body, headers=desk.carrier.headers)
    assert (led.status_code, led.headers["location"]) == (308, f"{path}/{survivor}")
    other = await desk.other_carrier(OTHER_CARRIER)
    told = await http.patch(f"{path}/{merged}", json=body, headers=other.headers)
    assert told.status_code == 404
    office = await office_of(desk)
    query = f"?municipality={BERGKAMEN}"
    led = await office.http.patch(f"/directory/api/v1/people/{merged}{query}", json=body)
    assert led.status_code == 308
    done = await office.http.patch(led.headers["location"], json=body)
    assert done.json()["given_name"] == "Maria"


async def test_whoever_came_back_under_the_others_number_goes_back_with_it(desk: Desk) -> None:
    """A number is one person's."""
    survivor = await hired(desk, "P-1", "Kranz", "100001")
    merged = await hired(desk, "P-2", "Kranz", "100002")
    last_day = desk.today.isoformat()
    left = await desk.carrier.post("/departures", {"external_id": "P-2", "last_day": last_day})
    assert left.status_code == 201, left.text
    merge_id = await merge(desk, survivor, merged)
    await desk.forward(3)
    assert await hired(desk, "P-2", "Kranz", "100002", "P-1@example.org") == survivor
    assert await undo(desk, merge_id) == "undone"
    theirs = select(employments.c.worker_id).where(employments.c.external_id == "P-2")
    assert await desk.house.rows("directory", theirs) == [(merged,), (merged,)]


async def test_nobody_merges_away_whom_they_are_signed_in_as(desk: Desk) -> None:
    """Their own sign-in would rest, and perhaps nobody else could let it hold again."""
    survivor, own = await hired(desk, "P-1", "Kranz", "100001"), OFFICE.person_id
    assert own is not None
    async with desk.house.context("directory").database.transaction() as uow:
        await save_people(uow, {own: names("Mara", "Kranz")}, OFFICE.cause)
    with pytest.raises(Problem) as refused:
        await merge(desk, survivor, own)
    assert refused.value.code == "own-sign-in"


async def test_of_two_that_say_the_same_of_the_survivor_each_can_be_ended(desk: Desk) -> None:
    """They lie over each other since the merge; that is no reason to keep both for ever."""
    survivor, merged = await entered(desk, "Kranz", "Kranz")
    school = select(organizations.c.id).where(organizations.c.school_number == "100001")
    [(school_id,)] = await desk.house.rows("directory", school)
    ids = []
    async with desk.house.context("directory").database.transaction() as uow:
        for person_id, ago in ((survivor, 300), (merged, 30)):
            given = RelationshipBody(
                type=RelationshipType.ALL_DAY_LEAD,
                from_person_id=person_id,
                to_organization_id=school_id,
                valid_from=desk.today - timedelta(days=ago),
            )
            ids.append((await relating.add(uow, OFFICE.cause, given)).id)
    await merge(desk, survivor, merged)
    for key in ids:
        async with desk.house.context("directory").database.transaction() as uow:
            row = await relationship(uow.session, BERGKAMEN, key)
            ended = EndForm(last_day=desk.today, version=row.version)
            await relating.change(uow, OFFICE, key, ended)
            assert row.last_day == desk.today


async def accept(desk: Desk, worker_id: UUID, note: str) -> None:
    """The office says of what is found of somebody that it may be so."""
    async with desk.house.context("directory").database.transaction() as uow:
        for each in await of_worker(uow.session, Wanted(BERGKAMEN, None, desk.today), worker_id):
            await findings_kept.accept(uow, OFFICE, each.id, note)


async def notes(desk: Desk) -> set[tuple[UUID, str]]:
    """Of whom something is found now, and why that may be so."""
    query = select(findings.c.worker_id, findings.c.note).where(findings.c.settled_at.is_(None))
    return set(await desk.house.rows("directory", query))


async def test_what_was_accepted_of_both_is_accepted_again_once_they_are_two(desk: Desk) -> None:
    """The reason that somebody wrote is not lost by a mistake."""
    survivor = await hired(desk, "P-1", "Kranz", "100001", hours=40)
    merged = await hired(desk, "P-2", "Kranz", "100002", hours=41)
    await desk.forward(1)
    await accept(desk, survivor, "bis Mai")
    await accept(desk, merged, "bis Juni")
    merge_id = await merge(desk, survivor, merged)
    assert (survivor, "") in await notes(desk), "together it is something else"
    assert await undo(desk, merge_id) == "undone"
    assert await notes(desk) == {(survivor, "bis Mai"), (merged, "bis Juni")}


async def test_what_was_accepted_of_one_goes_over_and_stays_open_once_it_is_opened(
    desk: Desk,
) -> None:
    [survivor] = await entered(desk, "Kranz")
    merged = await hired(desk, "P-2", "Kranz", "100002", hours=41)
    await desk.forward(1)
    await accept(desk, merged, "bis Juni")
    merge_id = await merge(desk, survivor, merged)
    assert await notes(desk) == {(survivor, "bis Juni")}
    async with desk.house.context("directory").database.transaction() as uow:
        [found] = await of_worker(uow.session, Wanted(BERGKAMEN, None, desk.today), survivor)
        await findings_kept.reopen(uow, OFFICE, found.id)
    assert await undo(desk, merge_id) == "undone"
    assert await notes(desk) == {(merged, "")}


async def test_hours_at_one_school_are_those_of_all_employments_of_today(desk: Desk) -> None:
    """Of two carriers in parallel, too; and a colleague who has two stands there once."""
    survivor = await hired(desk, "P-1", "Kranz", "100001", hours=20)
    for number, hours, ahead in (("P-2", 12, 0), ("P-3", 3, 30)):
        merged = await hired(desk, number, "Kranz", "100001", hours=hours, ahead=ahead)
        await merge(desk, survivor, merged)
    await entry(desk, survivor, name_seen_by=SeenBy.NETWORK)
    other = await hired(desk, "P-4", "Vogt", "100001", hours=5)
    grant = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
    asker = asker_of(OFFICE, desk.today)
    async with desk.house.context("directory").database.reading() as session:
        seen = await entry_of(session, asker, survivor)
    assert seen is not None
    assert [each.school_number for each in seen.functions] == ["100001"]
    worker = await signed_in(desk, grant, person_id=survivor)
    assert "32 Wochenstunden" in await worker.page("/directory/meine-schulen")
    colleague = await signed_in(desk, grant, person_id=other)
    assert (await colleague.page("/directory/meine-schulen")).count("Mara Kranz") == 1
