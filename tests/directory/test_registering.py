"""Imports match organizations and people by what they are, and say what became of each."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm.exc import StaleDataError

from deploy.local.postgres import PostgresServer
from services.directory.organizations.models import ActingPerson, contacts, organizations
from services.directory.organizations.rules import read_schools
from services.directory.organizations.schemas import Dataset
from services.directory.organizations.use_cases import register, register_all
from services.directory.people.models import people
from shared.database.tables import row_of
from shared.database.versions import change_version
from shared.database.writes import insert_rows
from shared.messaging.tables import outbox
from tests.directory.conftest import Desk, open_desk
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


async def test_a_list_that_says_neither_yes_nor_no_is_refused_by_row(house: House) -> None:
    answer = await post_schools(house, NORTH, SOUTH.replace(";ja;", ";vielleicht;"))
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "row 2: all_day_school", "reason": "must be true or false"}
    ]
    assert await house.rows("directory", select(organizations)) == []


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


CARRIER = {"kind": "carrier", "name": "AWO"}
REFUSED: dict[str, tuple[list[dict[str, Any]], dict[str, str]]] = {
    "a school without a type": (
        [CARRIER, school(school_type=None)],
        {"organizations.1.school_type": "a school must have one"},
    ),
    "a school without a number": (
        [{"kind": "school", "name": "Süd", "school_type": "primary"}],
        {"organizations.0.school_number": "a school must have one"},
    ),
    "a carrier with a number": (
        [{**CARRIER, "school_number": "200001"}],
        {"organizations.0.school_number": "only a school has one"},
    ),
    "digits of another script": (
        [school("١٠٠٠٠١")],
        {"organizations.0.school_number": "must be six digits"},
    ),
    "two contacts of one role": (
        [CARRIER, school(contacts=[contact(), contact("it"), contact(name="Falk")])],
        {"organizations.1.contacts.2.role": "contact 1 has this role already"},
    ),
    "a school number twice": (
        [school(), CARRIER, school()],
        {
            "organizations.0.school_number": "stands in rows 1 and 3",
            "organizations.2.school_number": "stands in rows 1 and 3",
        },
    ),
    "a name twice, spelt otherwise": (
        [CARRIER, {"kind": "carrier", "name": "  awo\u00a0"}],
        {
            "organizations.0.name": "stands in rows 1 and 2",
            "organizations.1.name": "stands in rows 1 and 2",
        },
    ),
    "two municipalities": (
        [{"kind": "municipality", "name": "A"}, {"kind": "municipality", "name": "B"}],
        {
            "organizations.0.name": "stands in rows 1 and 2",
            "organizations.1.name": "stands in rows 1 and 2",
        },
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_contradicts_itself_is_refused_by_field(house: House, case: str) -> None:
    given, errors = REFUSED[case]
    answer = await post(house, *given)
    assert answer.status_code == 422, answer.text
    assert {each["field"]: each["reason"] for each in answer.json()["errors"]} == errors
    assert await house.rows("directory", select(organizations)) == []


async def test_a_school_number_twice_in_a_list_is_refused_naming_both_rows(house: House) -> None:
    answer = await post_schools(house, SOUTH, "", NORTH, SOUTH.replace("Süd", "Süd-Ost"))
    assert answer.status_code == 422
    assert {each["field"]: each["reason"] for each in answer.json()["errors"]} == {
        "row 1: school_number": "stands in rows 1 and 4",
        "row 4: school_number": "stands in rows 1 and 4",
    }
    assert await house.rows("directory", select(organizations)) == []


async def test_of_many_errors_the_first_are_shown(house: House) -> None:
    answer = await post_schools(house, *(f"{n};x;x;;;;" for n in range(500)))
    assert len(answer.json()["errors"]) == 100
    assert answer.json()["detail"] == "Of 1000 errors these are the first 100"


async def test_a_school_number_of_another_municipality_is_a_conflict(house: House) -> None:
    assert (await post(house, school(), municipality=NEIGHBOUR)).status_code == 200
    answers = [await post(house, CARRIER, school()), await post_schools(house, NORTH, SOUTH)]
    for answer, field in zip(
        answers, ["organizations.1.school_number", "row 2: school_number"], strict=True
    ):
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/school-number-taken")
        assert [each["field"] for each in answer.json()["errors"]] == [field]
    [(tenant,)] = await house.rows("directory", select(organizations.c.tenant))
    assert tenant == NEIGHBOUR


async def test_a_municipality_that_is_not_served_is_refused(house: House) -> None:
    for answer, field in (
        (await post(house, school(), municipality="05915000"), "municipality"),
        (await post_schools(house, SOUTH, municipality="05915000"), "query.municipality"),
    ):
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": field, "reason": "is not served here"}]
    assert await house.rows("directory", select(organizations)) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"municipality": "05978004", "organizations": [{"name": "\xfc"}]}', 400),
        (b"[" * 100_000, 400),
        (b"{}", 422),
        (b'"\\ud800"', 422),
        (b'{"\\ud800": 1}', 422),
        (b'{"organizations":[' + b"{}," * 500_000 + b"{}]}", 422),
    ],
)
async def test_a_body_that_is_no_dataset_is_refused(house: House, body: bytes, status: int) -> None:
    kind = {"content-type": "application/json"}
    answer = await house.http.post(
        "/directory/api/v1/organizations/import", content=body, headers=kind
    )
    assert answer.status_code == status, answer.text


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
