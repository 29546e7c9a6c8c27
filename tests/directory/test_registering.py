"""Imports match organizations and people by what they are, and say what became of each."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from services.directory.organizations.models import ActingPerson, contacts, organizations
from services.directory.people.models import people
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.tables import outbox
from tests.house import BERGKAMEN, House, embedded_house
from tests.rewinding import Houses

HEADING = "Schulnummer;Schule;Schulform;OGS;Leitung Vorname;Leitung Nachname;Leitung E-Mail"
SOUTH = "200001;Süd;Grundschule;ja;Eva;Kern;sekretariat@example.org"
NORTH = "200002;Nord;Gymnasium;nein;Ole;Brandt;sekretariat@example.org"
NEIGHBOUR = "05978020"


@pytest.fixture
async def house(houses: Houses) -> House:
    return await houses.embedded("directory", municipalities=frozenset({BERGKAMEN, NEIGHBOUR}))


async def post_schools(
    house: House, *rows: str, heading: str = HEADING, municipality: str = BERGKAMEN
) -> Any:
    return await house.http.post(
        f"/directory/api/v1/schools?municipality={municipality}",
        content="\n".join([heading, *rows]).encode(),
        headers={"content-type": "text/csv"},
    )


async def post(house: House, *given: dict[str, Any], municipality: str = BERGKAMEN) -> Any:
    body = {"municipality": municipality, "organizations": list(given)}
    return await house.http.post("/directory/api/v1/organizations/import", json=body)


def contact(role: str = "head", name: str = "Kern", email: str = "k@example.org") -> dict[str, str]:
    return {"role": role, "given_name": "Eva", "family_name": name, "email": email}


def school(number: str = "200001", **more: Any) -> dict[str, Any]:
    return {
        "kind": "school",
        "name": f"Schule {number}",
        "school_number": number,
        "school_type": "primary",
        **more,
    }


async def heads(house: House) -> dict[str, tuple[UUID, str, str, int]]:
    """Id, name, address and version of each school's head, by school number."""
    query = (
        select(organizations.c.school_number, people)
        .join(contacts, contacts.c.organization_id == organizations.c.id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(contacts.c.role == "head")
    )
    rows: list[Any] = await house.rows("directory", query)
    return {row[0]: (row.id, row.family_name, row.email, row.version) for row in rows}


async def erased(house: House) -> list[UUID]:
    """Whose erasure has been announced; nothing is relayed while this house has no bus."""
    await house.quiet()
    async with house.bus._engine.reading() as session:  # type: ignore[attr-defined]
        query = "SELECT key FROM log WHERE topic = 'directory.people' AND value IS NULL"
        keys = [row[0] for row in await session.execute(text(query))]
    return [UUID(key.decode() if isinstance(key, bytes) else key) for key in keys]


async def test_two_heads_with_one_mailbox_are_two_people(house: House) -> None:
    answer = (await post_schools(house, SOUTH, NORTH)).json()
    assert answer["contacts"] == {"added": 2, "changed": 0, "unchanged": 0, "ended": 0}
    found = await heads(house)
    assert found["200001"][0] != found["200002"][0]
    assert [found[n][1:3] for n in sorted(found)] == [
        ("Kern", "sekretariat@example.org"),
        ("Brandt", "sekretariat@example.org"),
    ]
    shown = [row["contacts"][0]["person_id"] for row in answer["rows"]]
    assert shown == [str(found["200001"][0]), str(found["200002"][0])]


async def test_nobodys_id_follows_from_what_is_known_of_them(tmp_path: Path) -> None:
    ids = set()
    for folder in ("one", "other"):
        async with embedded_house(tmp_path / folder, ["directory"]) as house:
            await post_schools(house, SOUTH)
            ids.add((await heads(house))["200001"][0])
    assert len(ids) == 2
    assert {each.version for each in ids} == {4}


async def test_who_has_another_address_is_the_same_person(house: House) -> None:
    await post_schools(house, SOUTH)
    before = (await heads(house))["200001"]
    answer = (await post_schools(house, SOUTH.replace("sekretariat", "e.kern"))).json()
    assert (await heads(house))["200001"] == (before[0], "Kern", "e.kern@example.org", 2)
    assert (answer["changed"], answer["contacts"]["changed"]) == (0, 1)
    assert await erased(house) == []


async def test_who_has_another_name_is_another_person_and_the_former_is_forgotten(
    house: House,
) -> None:
    await post_schools(house, SOUTH)
    before = (await heads(house))["200001"]
    answer = (await post_schools(house, SOUTH.replace("Kern", "Falk"))).json()
    after = (await heads(house))["200001"]
    assert after[0] != before[0]
    assert (answer["changed"], answer["contacts"]["added"], answer["contacts"]["ended"]) == (
        1,
        1,
        1,
    )
    assert await erased(house) == [before[0]]
    assert await house.rows("directory", select(people).where(people.c.id == before[0])) == []


async def test_a_former_head_who_acts_elsewhere_is_not_forgotten(house: House) -> None:
    await post_schools(house, SOUTH, NORTH)
    former = (await heads(house))["200001"][0]
    async with house.context("directory").database.transaction() as uow:
        query = select(organizations.c.id).where(organizations.c.school_number == "200002")
        north = (await uow.session.execute(query)).scalar_one()
        acting = row_of(ActingPerson)(organization_id=north, role="it", person_id=former)
        await insert_rows(uow.session, contacts, [acting])
    answer = await post_schools(house, SOUTH.replace("Kern", "Falk"))
    assert answer.json()["contacts"]["ended"] == 1
    assert await erased(house) == []
    assert await house.rows("directory", select(people).where(people.c.id == former)) != []


async def test_a_name_spelt_otherwise_is_the_same_person(house: House) -> None:
    await post_schools(house, SOUTH.replace("Kern", "D’Arc"))
    answer = await post_schools(house, SOUTH.replace("Kern", "\u00a0D´Arc"))
    assert answer.json()["contacts"]["unchanged"] == 1


async def test_the_same_again_is_unchanged_and_announces_nothing(house: House) -> None:
    await post_schools(house, SOUTH, NORTH)
    await house.quiet()
    answer = (await post_schools(house, SOUTH, NORTH)).json()
    assert (answer["unchanged"], answer["contacts"]["unchanged"]) == (2, 2)
    assert {row["outcome"] for row in answer["rows"]} == {"unchanged"}
    assert await house.rows("directory", select(outbox)) == []


async def test_columns_that_are_absent_change_nothing(house: House) -> None:
    await post_schools(house, SOUTH)
    before = await heads(house)
    answer = await post_schools(
        house, "200001;Süd am Wald;Grundschule", heading="Schulnummer;Schule;Schulform"
    )
    assert answer.json()["changed"] == 1
    assert await heads(house) == before
    query = select(organizations.c.name, organizations.c.all_day_school)
    assert await house.rows("directory", query) == [("Süd am Wald", True)]


async def test_a_list_of_heads_ends_no_other_contact(house: House) -> None:
    await post(house, school(contacts=[contact("head"), contact("it", "Funk")]))
    await post_schools(house, "200001;Süd;Grundschule;ja;Ole;Brandt;b@example.org")
    query = select(contacts.c.role).order_by(contacts.c.role)
    assert await house.rows("directory", query) == [("head",), ("it",)]


async def test_an_empty_head_is_a_vacancy(house: House) -> None:
    await post_schools(house, SOUTH)
    answer = (await post_schools(house, "200001;Süd;Grundschule;ja;;;")).json()
    assert answer["contacts"]["ended"] == 1
    assert await heads(house) == {}


async def test_the_municipality_stays_the_same_under_another_name(house: House) -> None:
    first = await post(house, {"kind": "municipality", "name": "Stadt Bergkamen"})
    again = await post(house, {"kind": "municipality", "name": "Bergkamen"})
    assert again.json()["rows"][0]["id"] == first.json()["rows"][0]["id"]
    assert (again.json()["added"], again.json()["changed"]) == (0, 1)


async def test_a_large_list_holds_up_nobody_else(house: House) -> None:
    rows = [f"{n};Schule {n};Raumschule;;;;" for n in range(200_000, 205_000)]
    posting = asyncio.create_task(post_schools(house, *rows))
    served = 0
    while not posting.done():
        await house.http.get("/directory/health/live")
        await asyncio.sleep(0)
        served += not posting.done()
    assert (await posting).status_code == 422
    assert served > 3
