"""A carrier's clerk tries things out: on both databases, and never seen by anybody else."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
import pytest_asyncio
from httpx2 import AsyncClient, Response
from sqlalchemy import func, select

from deploy.sample import CARRIER
from services.directory.accounts.queries import held_by, person_at
from services.directory.accounts.use_cases import invite, take
from services.directory.employments.models import employments
from services.directory.people.models import people
from services.directory.people.values import Names
from services.directory.sandbox import use_cases, values
from services.directory.sandbox.models import sandboxes
from shared.messaging.event import SANDBOX, Cause
from tests.directory.conftest import OTHER_CARRIER, Carrier, Desk, open_desk
from tests.directory.test_client_pages import browser_of, clerk_of, credentials, said
from tests.house import BERGKAMEN, URL
from tests.signing_in import OPERATOR, coordinator_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = "/directory/testzugang"
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.real)]


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=DATABASES)
async def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Desk]:
    url = ""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        server.create_for("directory", "sandbox")
        url = server.owner_url("sandbox")
    async with open_desk(tmp_path_factory.mktemp("sandbox"), url) as desk:
        yield desk


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def clerk(desk: Desk) -> AsyncGenerator[AsyncClient]:
    async with clerk_at(desk, "Kerstin") as client:
        yield client


@asynccontextmanager
async def clerk_at(desk: Desk, name: str, carrier: str = CARRIER) -> AsyncIterator[AsyncClient]:
    """Somebody with an account of the carrier."""
    grant, address = await clerk_of(desk, carrier), f"{name.lower()}@example.org"
    async with desk.house.context("directory").database.transaction() as uow:
        names = Names(given_name=name, family_name="Thiel", email=address)
        await invite(uow, names, [grant])
        person_id = await person_at(uow.session, address)
    headers = {"sec-fetch-site": "same-origin", "accept": "text/html"}
    transport = desk.house.http._transport
    async with AsyncClient(transport=transport, base_url=URL, headers=headers) as client:
        client.cookies.update(await desk.house.sign_in(grant, person_id=person_id))
        yield client


@pytest_asyncio.fixture(loop_scope="module")
async def program(desk: Desk, clerk: AsyncClient) -> AsyncGenerator[Carrier]:
    """A test client; it is revoked afterwards, if the test has not done so."""
    yield await desk.sign_in(*credentials(await clerk.post(PAGE)))
    await clerk.post(f"{PAGE}/widerrufen")


def trial(**changes: object) -> dict[str, object]:
    return {
        "external_id": "T-1",
        "person": {"given_name": "Ada", "family_name": "Probe", "email": "ada@probe.test"},
        "start_date": "2027-02-01",
        "placements": [{"school_number": "999001", "weekly_hours": 19.5}],
        "funding": "land",
    } | changes


async def posted(desk: Desk) -> int:
    count = select(func.count()).select_from(employments).where(employments.c.tenant == SANDBOX)
    [(found,)] = await desk.house.rows("directory", count)
    return int(found)


async def known_people(desk: Desk) -> int:
    count = select(func.count()).select_from(people).where(people.c.tenant == SANDBOX)
    [(found,)] = await desk.house.rows("directory", count)
    return int(found)


def shown(page: Response) -> str:
    assert page.status_code == 200, said(page)
    return said(page)


async def test_a_clerk_makes_a_test_client_without_asking_anybody(
    desk: Desk, clerk: AsyncClient
) -> None:
    assert "Testzugang anlegen" in shown(await clerk.get(PAGE))
    client_id, secret = credentials(await clerk.post(PAGE))
    assert client_id.startswith("test-")
    page = await clerk.get(PAGE)
    assert secret not in page.text
    assert client_id in shown(page)
    assert "999001" in shown(page)
    assert (await clerk.post(PAGE)).status_code == 409
    schools = (
        await (await desk.sign_in(client_id, secret)).get("/directory/api/v1/schools")
    ).json()
    assert [each["school_number"] for each in schools["items"]] == ["999001", "999002", "999003"]
    await clerk.post(f"{PAGE}/widerrufen")
    assert "Testzugang anlegen" in shown(await clerk.get(PAGE))


async def test_a_test_hire_is_answered_as_any_other(
    desk: Desk, clerk: AsyncClient, program: Carrier
) -> None:
    assert (await program.post("/hires", trial())).status_code == 201
    assert (await program.post("/changes", {"external_id": "T-1"})).status_code == 422
    page = shown(await clerk.get(PAGE))
    assert "1 von höchstens 500" in page
    assert "T-1" in page
    assert "T-1" not in shown(await clerk.get(f"{PAGE}?number=T-2"))


async def test_an_address_that_nobody_has_will_do(desk: Desk, program: Carrier) -> None:
    assert (await program.post("/hires", trial())).status_code == 201
    person = {"given_name": "Ada", "family_name": "Probe", "email": "ada@probe.test"}
    assert (await desk.carrier.hire(person=person)).status_code == 422


async def test_a_true_school_is_none_of_the_sandbox(program: Carrier, desk: Desk) -> None:
    wrong = trial(placements=[{"school_number": "192168", "weekly_hours": 10}])
    assert (await program.post("/hires", wrong)).status_code == 422
    school = {"school_number": "999001", "weekly_hours": 10}
    assert (await desk.carrier.hire(placements=[school])).status_code == 422


async def test_a_new_secret_ends_the_old_one(
    desk: Desk, clerk: AsyncClient, program: Carrier
) -> None:
    assert "sofort nicht mehr" in shown(await clerk.get(f"{PAGE}/geheimnis"))
    first = credentials(await clerk.post(f"{PAGE}/geheimnis"))
    assert await token_status(desk, *first) == 200
    second = credentials(await clerk.post(f"{PAGE}/geheimnis"))
    assert await token_status(desk, *first) == 401
    assert await token_status(desk, *second) == 200


async def token_status(desk: Desk, client_id: str, secret: str) -> int:
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return (await desk.house.http.post("/directory/oauth/token", data=form)).status_code


async def test_a_reset_leaves_nothing_and_the_same_is_new_again(
    desk: Desk, clerk: AsyncClient, program: Carrier
) -> None:
    key = "the-same-key"
    first = await program.post("/hires", trial(), key)
    assert "verschwinden" in shown(await clerk.get(f"{PAGE}/zuruecksetzen"))
    assert (await clerk.post(f"{PAGE}/zuruecksetzen")).status_code == 303
    assert await posted(desk) == await known_people(desk) == 0
    again = await program.post("/hires", trial(), key)
    assert again.status_code == 201
    assert again.json()["worker_id"] != first.json()["worker_id"]
    cancelled = await desk.announced("directory.hire-cancelled.v1")
    assert first.json()["employment_id"] in {each["employment_id"] for each in cancelled}


async def test_a_revoked_client_gets_nothing_and_leaves_nothing(
    desk: Desk, clerk: AsyncClient, program: Carrier
) -> None:
    await program.post("/hires", trial())
    assert "sofort nicht mehr herein" in shown(await clerk.get(f"{PAGE}/widerrufen"))
    assert (await clerk.post(f"{PAGE}/widerrufen")).status_code == 303
    assert (await program.post("/hires", trial(external_id="T-2"))).status_code == 401
    assert await posted(desk) == 0


async def test_carriers_do_not_see_each_others_tests(desk: Desk, program: Carrier) -> None:
    await program.post("/hires", trial())
    async with clerk_at(desk, "Malte", OTHER_CARRIER) as other:
        for path in ("/geheimnis", "/zuruecksetzen", "/widerrufen"):
            assert (await other.get(f"{PAGE}{path}")).status_code == 404
            assert (await other.post(f"{PAGE}{path}")).status_code == 404
        theirs = await desk.sign_in(*credentials(await other.post(PAGE)))
        assert (await theirs.get("/directory/api/v1/employments")).json()["items"] == []
        assert "T-1" not in shown(await other.get(PAGE))
        await other.post(f"{PAGE}/widerrufen")
    assert await posted(desk) == 1


async def test_nobody_else_meets_the_sandbox(desk: Desk, program: Carrier) -> None:
    await program.post("/hires", trial())
    async with browser_of(desk, coordinator_of(BERGKAMEN)) as office:
        for path in ("fachkraefte", "personen", "organisationen", "zugaenge"):
            page = (await office.get(f"/directory/{path}")).text
            assert "Probe" not in page, path
            assert "Test, " not in page, path
            assert "test-" not in page.partition("<main")[2], path
        assert "Probe" not in (await office.get("/directory/suche?text=Probe")).text
    async with browser_of(desk, OPERATOR) as operator:
        assert "(Test, " not in (await operator.get("/directory/zugaenge/neu")).text
        assert ">test-" not in (await operator.get("/directory/zugaenge")).text
    assert (await desk.house.http.get(f"/directory/oeffentlich/{SANDBOX}")).status_code == 404
    places = (await desk.house.http.get("/directory/api/v1/public/municipalities")).text
    assert SANDBOX not in places


async def test_mails_go_to_whoever_took_it_over(
    desk: Desk, clerk: AsyncClient, program: Carrier
) -> None:
    before = await owner(desk)
    async with clerk_at(desk, "Frauke") as colleague:
        page = await colleague.get(PAGE)
        assert "Testmails an mich" in page.text
        assert (await colleague.post(f"{PAGE}/mails")).status_code == 303
        assert "Testmails an mich" not in (await colleague.get(PAGE)).text
    assert await owner(desk) != before
    [*_, told] = [
        each
        for each in await desk.announced("directory.organization.v1")
        if "(Test, " in each["name"]
    ]
    assert [each["person_id"] for each in told["contacts"]] == [await owner(desk)]


async def owner(desk: Desk) -> str:
    [(found,)] = await desk.house.rows("directory", select(sandboxes.c.owner_id))
    return str(found)


async def test_only_so_many_stay_and_the_oldest_go(
    desk: Desk, clerk: AsyncClient, program: Carrier
) -> None:
    rows = [trial(external_id=f"T-{n}") for n in range(1, values.MOST + 3)]
    found = await desk.house.http.post(
        "/directory/api/v1/hires/bulk", json=rows[: values.MOST], headers=program.headers
    )
    assert found.json()["created"] == values.MOST, found.text
    for each in rows[values.MOST :]:
        assert (await program.post("/hires", each)).status_code == 201
    async with desk.house.context("directory").database.transaction() as uow:
        assert await use_cases.tidy(uow) == []
    assert await posted(desk) == values.MOST
    left = await desk.house.rows("directory", select(employments.c.external_id))
    assert {"T-1", "T-2"}.isdisjoint({number for (number,) in left})
    assert f"T-{values.MOST + 2}" in {number for (number,) in left}


async def test_what_nobody_may_keep_any_more_ends(
    desk: Desk, clerk: AsyncClient, program: Carrier
) -> None:
    await program.post("/hires", trial())
    async with desk.house.context("directory").database.transaction() as uow:
        everybody = await uow.session.scalars(select(sandboxes.c.owner_id))
        owner_id = everybody.one()
        [held] = (await held_by(uow.session, [owner_id]))[owner_id]
        await take(uow, owner_id, held.id, Cause(BERGKAMEN, uuid4()))
        assert len(await use_cases.tidy(uow)) == 1
    assert await posted(desk) == 0
    async with asyncio.timeout(10):  # until this instance has heard of it
        while (await program.post("/hires", trial())).status_code != 401:
            await asyncio.sleep(0.01)
