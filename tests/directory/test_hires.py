"""A hire is stored once, however often and however concurrently it is posted."""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from sqlalchemy import event, select

from services.directory.employments.models import employments
from services.directory.hires.rules import Intake
from services.directory.hires.schemas import NewHire
from services.directory.hires.use_cases import PURPOSE, hire_all
from services.directory.hires.use_cases import intake as prepared
from services.directory.people.models import people
from shared.messaging.unit_of_work import BulkUnitOfWork
from shared.web.idempotency import answers, fingerprint
from shared.web.tokens import ApiClient
from tests.directory.conftest import HIRE, Desk, hire, open_desk
from tests.house import BERGKAMEN
from tests.servers.run import SharedPostgres

NAMES = ["Jörg", "Ayşe", "O'Neill", "Anna-Lena", "Łukasz", "Nguyễn", "J. R.", "Иван"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_is_kept_as_people_write_it(desk: Desk, name: str) -> None:
    answer = await desk.carrier.hire(person__given_name=name, person__family_name=name)
    assert answer.status_code == 201
    worker = (await desk.carrier.get(answer.headers["location"])).json()
    assert (worker["given_name"], worker["family_name"]) == (name, name)


APOSTROPHES = ["D’Angelo", "D´Angelo", "D‘Angelo", "DʼAngelo", "D`Angelo"]


@pytest.mark.parametrize("name", APOSTROPHES)
async def test_an_apostrophe_is_one_however_it_was_typed(desk: Desk, name: str) -> None:
    answer = await desk.carrier.hire(key="1", person__family_name=name)
    again = await desk.carrier.hire(key="1", person__family_name="D'Angelo")
    assert again.headers["Idempotent-Replayed"] == "true"
    worker = (await desk.carrier.get(answer.headers["location"])).json()
    assert worker["family_name"] == "D'Angelo"


EQUAL: dict[str, dict[str, Any]] = {
    "hours": {"placements__0__weekly_hours": 19.50},
    "hours as text": {"placements__0__weekly_hours": "19.500"},
    "accents apart": {"person__family_name": normalize("NFD", "Özgür")},
    "a non-breaking space": {"person__given_name": "\u00a0Mara"},
    "a domain in capitals": {"person__email": "mara@EXAMPLE.org"},
    "a field that is empty anyway": {"fixed_term_until": None},
}


@pytest.mark.parametrize("case", EQUAL)
async def test_equal_values_are_the_same_request_however_they_are_spelt(
    desk: Desk, case: str
) -> None:
    first = await desk.carrier.hire(key="1")
    again = await desk.carrier.hire(key="1", **EQUAL[case])
    assert (again.status_code, again.json()) == (201, first.json())


async def test_whole_hours_and_the_order_of_schools_are_the_same_request(desk: Desk) -> None:
    there = [
        {"school_number": f"10000{n}", "weekly_hours": hours} for n, hours in ((1, 39), (2, 1))
    ]
    first = await desk.carrier.hire(key="1", placements=there)
    there = [{**there[1], "weekly_hours": "1.00"}, {**there[0], "weekly_hours": 39.0}]
    again = await desk.carrier.hire(key="1", placements=there)
    assert (again.status_code, again.json()) == (201, first.json())


async def test_a_name_typed_with_loose_accents_is_put_together(desk: Desk) -> None:
    answer = await desk.carrier.hire(person__given_name=f"  {normalize('NFD', 'Jörg')} ")
    worker = (await desk.carrier.get(answer.headers["location"])).json()
    assert worker["given_name"] == "Jörg"


async def test_a_hire_is_answered_with_where_it_is(desk: Desk) -> None:
    answer = await desk.carrier.hire()
    assert answer.status_code == 201
    worker = (await desk.carrier.get(answer.headers["location"])).json()
    assert worker["worker_id"] == answer.json()["worker_id"]
    [employment] = worker["employments"]
    assert employment["employment_id"] == answer.json()["employment_id"]
    [span] = employment["timeline"]
    assert [p["id"] for p in span["placements"]] == answer.json()["placement_ids"]


async def test_a_hire_is_announced_without_a_name_and_the_person_as_a_record(desk: Desk) -> None:
    receipt = (await desk.carrier.hire()).json()
    [hired] = await desk.announced("directory.worker-hired.v1")
    assert hired["worker_id"] == receipt["worker_id"]
    assert hired["employment_id"] == receipt["employment_id"]
    assert "Mara" not in str(hired)
    people = await desk.announced("directory.person.v1")
    assert [p["given_name"] for p in people if p["person_id"] == receipt["worker_id"]] == ["Mara"]


async def test_the_same_request_again_is_answered_the_same_and_stores_nothing(desk: Desk) -> None:
    first = await desk.carrier.hire(key="k")
    async with desk.storing_nothing():
        again = await desk.carrier.hire(key="k")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers


async def test_twenty_at_once_with_one_key_are_one_worker(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.carrier.hire(key="k") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert (await desk.stored())["employments"] == 1
    assert len(await desk.announced("directory.worker-hired.v1")) == 1


async def test_twenty_at_once_with_twenty_keys_and_one_number_are_one_worker(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.carrier.hire(key=f"k{n}") for n in range(20)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert (await desk.stored())["employments"] == 1


async def test_the_key_with_another_body_is_refused(desk: Desk) -> None:
    await desk.carrier.hire(key="k")
    async with desk.storing_nothing():
        answer = await desk.carrier.hire(key="k", external_id="P-4712")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-reused")


async def test_the_key_of_a_hire_is_no_key_for_a_departure(desk: Desk) -> None:
    await desk.carrier.hire(key="k")
    body = {"external_id": "P-4711", "last_day": "2027-06-30"}
    async with desk.storing_nothing():
        answer = await desk.carrier.post("/departures", body, "k")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-reused")


async def test_another_key_with_a_known_personnel_number_is_a_conflict(desk: Desk) -> None:
    await desk.carrier.hire()
    async with desk.storing_nothing():
        answer = await desk.carrier.hire()
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/external-id-taken")
    assert answer.json()["errors"][0]["field"] == "external_id"


async def test_a_refused_hire_may_be_corrected_under_its_key(desk: Desk) -> None:
    assert (await desk.carrier.hire(key="k", placements__0__weekly_hours=60)).status_code == 422
    assert (await desk.carrier.hire(key="k", funding="kreis")).status_code == 201


async def test_one_wrong_hire_among_many_at_once_holds_up_no_other(desk: Desk) -> None:
    numbers = [f"1000{n:02}" if n != 5 else "999999" for n in [1, 2, 5, 3, 4]]
    answers = await asyncio.gather(
        *(
            desk.carrier.hire(external_id=f"P-{n}", placements__0__school_number=number)
            for n, number in enumerate(numbers)
        )
    )
    assert [answer.status_code for answer in answers] == [201, 201, 422, 201, 201]


async def test_a_carrier_sees_only_its_own_workers(desk: Desk) -> None:
    location = (await desk.carrier.hire()).headers["location"]
    other = await desk.other_carrier()
    assert (await desk.carrier.get(location)).status_code == 200
    answer = await other.get(location)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/worker-not-found")
    assert "Mara" not in answer.text


async def test_two_carriers_may_use_the_same_numbers_and_keys(desk: Desk) -> None:
    other = await desk.other_carrier()
    mine, theirs = await desk.carrier.hire(key="k"), await other.hire(key="k")
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["worker_id"] != theirs.json()["worker_id"]
    owners = await desk.house.rows("directory", select(employments.c.carrier_id))
    assert len(set(owners)) == 2


async def test_nobody_is_stored_twice_under_one_identity(desk: Desk) -> None:
    receipt = (await desk.carrier.hire()).json()
    rows = await desk.house.rows("directory", select(people.c.id, people.c.tenant))
    assert [str(row[0]) for row in rows].count(receipt["worker_id"]) == 1
    assert {row[1] for row in rows} == {BERGKAMEN}


@pytest.mark.parametrize("count", [2, 20, 200])
async def test_more_hires_at_once_need_no_more_statements(desk: Desk, count: int) -> None:
    client = await client_of(desk)
    alone = await statements(desk, [intake(desk, client, "alone")])
    together = await statements(desk, [intake(desk, client, f"P-{n}") for n in range(count)])
    assert len(together) <= len(alone)
    assert (await desk.stored())["employments"] == count + 1


async def client_of(desk: Desk) -> ApiClient:
    return await desk.house.context("directory").tokens.verify(desk.carrier.token)


def intake(desk: Desk, client: ApiClient, external_id: str) -> Intake:
    body = NewHire.model_validate(hire(external_id=external_id))
    return prepared(desk.house.context("directory"), client, body, external_id)


async def test_what_stands_for_a_hire_cannot_be_made_without_the_secret(desk: Desk) -> None:
    """Or whoever reads the table could try names until one fits."""
    await desk.carrier.hire(key="one")
    body = NewHire.model_validate(HIRE)
    [(stored,)] = await desk.house.rows("directory", select(answers.c.fingerprint))
    key = desk.house.context("directory").key(PURPOSE)
    assert stored == fingerprint(key, "hire", body)
    assert stored != fingerprint(b"", "hire", body)
    assert stored != sha256(f"hire {body.model_dump_json()}".encode()).hexdigest()


async def statements(desk: Desk, intakes: list[Intake]) -> list[str]:
    """What the database was asked while these were taken in."""
    asked: list[str] = []

    def listen(connection: object, cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    async with desk.house.context("directory").database.begin() as transaction:
        connection = (await transaction.session.connection()).sync_connection
        event.listen(connection, "before_cursor_execute", listen)
        try:
            outcomes = await hire_all(BulkUnitOfWork(transaction), intakes)
            await transaction.flush()
        finally:
            event.remove(connection, "before_cursor_execute", listen)
    assert {outcome.result.value for outcome in outcomes} == {"created"}
    return asked


@pytest.fixture
async def two_instances(
    postgres: SharedPostgres, tmp_path: Path
) -> AsyncGenerator[tuple[Desk, Desk]]:
    """The directory twice on one PostgreSQL database, as behind a load balancer."""
    name = f"twice_{secrets.token_hex(4)}"
    postgres.create_for("directory", name)
    async with AsyncExitStack() as stack:
        desks = []
        for folder in ("one", "other"):
            (tmp_path / folder).mkdir()
            opening = open_desk(tmp_path / folder, postgres.owner_url(name))
            desks.append(await stack.enter_async_context(opening))
        yield desks[0], desks[1]


@pytest.mark.real
async def test_two_instances_with_one_key_at_once_are_one_worker(
    two_instances: tuple[Desk, Desk],
) -> None:
    for n in range(10):
        answers = await asyncio.gather(
            *(
                desk.carrier.hire(key=f"k{n}", external_id=f"P-{n}")
                for desk in two_instances
                for _ in range(3)
            )
        )
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == 1
    workers_now = await two_instances[0].house.rows("directory", select(employments.c.id))
    assert len(workers_now) == 10


@pytest.mark.real
async def test_two_instances_with_one_personnel_number_at_once_are_one_worker(
    two_instances: tuple[Desk, Desk],
) -> None:
    for n in range(10):
        answers = await asyncio.gather(
            *(desk.carrier.hire(external_id=f"P-{n}") for desk in two_instances * 3)
        )
        assert sorted(answer.status_code for answer in answers) == [201, *([409] * 5)]
