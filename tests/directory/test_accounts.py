"""Who keeps accounts may invite, give and take roles, and end sign-ins; nobody more than that."""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.sample import load_sample
from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.people.models import Person
from services.directory.sessions import use_cases as sessions
from services.directory.sessions.values import Proven
from shared.contracts.accounts import AccessRole, Grant, SignInMethod
from shared.web.sessions import cookies
from tests.house import BERGKAMEN, URL, House, embedded_house, real_house
from tests.signing_in import coordinator_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIST = "/directory/konten"
API = "/directory/api/v1/accounts"
KAMEN = "05978020"
HERE = {"municipality": BERGKAMEN}
HTML = {"accept": "text/html"}
SERVICES = ["directory", "surveys"]
BOTH = frozenset({BERGKAMEN, KAMEN})


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="module",
    params=["embedded", pytest.param("real", marks=pytest.mark.real)],
)
async def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[House]:
    folder: Path = tmp_path_factory.mktemp("accounts")
    if request.param == "embedded":
        opened = embedded_house(folder, SERVICES, municipalities=BOTH)
    else:
        postgres: PostgresServer = request.getfixturevalue("postgres")
        kafka: KafkaServer = request.getfixturevalue("kafka")
        opened = real_house(
            folder, SERVICES, postgres, kafka, municipalities=BOTH, load_sample=True
        )
    async with opened as house:
        await load_sample(house.settings, house.context("directory").database)
        await house.quiet()
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def embedded(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    """The same, for what both do by the same statements."""
    folder = tmp_path_factory.mktemp("accounts")
    async with embedded_house(folder, SERVICES, municipalities=BOTH) as house:
        await load_sample(house.settings, house.context("directory").database)
        await house.quiet()
        yield house


@asynccontextmanager
async def browser_of(
    house: House, *grants: Grant, person_id: UUID | None = None
) -> AsyncIterator[AsyncClient]:
    headers = {"sec-fetch-site": "same-origin", **HTML}
    transport = house.http._transport
    async with AsyncClient(transport=transport, base_url=URL, headers=headers) as client:
        if grants:
            client.cookies.update(await house.sign_in(*grants, person_id=person_id))
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(house: House) -> AsyncGenerator[AsyncClient]:
    """Bergkamen's coordinator."""
    async with browser_of(house, coordinator_of(BERGKAMEN)) as client:
        yield client


def said(response: Response) -> str:
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def invited(address: str = "", **changes: str) -> dict[str, str]:
    usual = {
        "given_name": "Änne",
        "family_name": "Müller-Öz",
        "address": address or f"{uuid4().hex[:10]}@example.org",
        "role": "coordinator",
        "organization_id": "",
    }
    return usual | changes


async def invite(browser: AsyncClient, where: str = "", **changes: str) -> UUID:
    given = invited(**changes)
    answer = await browser.post(f"{LIST}/neu{where}", data=given)
    if shown := re.findall(r'name="known" value="([0-9a-f]+)"', answer.text):
        answer = await browser.post(f"{LIST}/neu{where}", data=given | {"known": shown[0]})
    assert answer.status_code == 303, said(answer)
    return UUID(answer.headers["location"].rpartition("/")[2])


async def roles_of(house: House, person_id: UUID) -> list[tuple[UUID, AccessRole, str]]:
    query = select(AccessGrant.id, AccessGrant.role, AccessGrant.tenant)
    rows = await house.rows("directory", query.where(AccessGrant.person_id == person_id))
    return [(row.id, row.role, row.tenant) for row in rows]


async def begin(house: House, person_id: UUID, browser: str = "Firefox, Windows") -> str:
    async with house.context("directory").database.transaction() as uow:
        proven = Proven(person_id, SignInMethod.CODE, browser)
        return await sessions.begin(uow, proven, None)


@asynccontextmanager
async def signed_in_as(house: House, person_id: UUID) -> AsyncIterator[AsyncClient]:
    """By a sign-in that the directory has begun and told everybody of."""
    secret = await begin(house, person_id)
    await house.quiet()
    base = house.settings.base_url
    async with browser_of(house) as client:
        client.cookies.set(cookies.cookie_name(base, cookies.SESSION), secret)
        client.cookies.set(cookies.cookie_name(base, cookies.AWAKE), "1")
        yield client


async def test_whoever_invites_is_told_that_an_invitation_is_sent(office: AsyncClient) -> None:
    made = await invite(office, address="gesagt@example.org")
    assert "bekommt eine Einladung per Mail" in said(await office.get(f"{LIST}/{made}"))


async def test_a_contact_of_that_name_and_address_is_the_same_person(
    house: House, office: AsyncClient
) -> None:
    mara = {"given_name": "Mara", "family_name": "Özgür", "address": "mara@example.org"}
    async with house.context("directory").database.transaction() as uow:
        known = Person(
            id=uuid4(),
            tenant=BERGKAMEN,
            given_name="Mara",
            family_name="Özgür",
            email="Mara@example.org",
            version=1,
        )
        uow.session.add(known)
        await uow.session.flush()
        person_id = known.id
    assert await invite(office, **mara) == person_id
    again = await office.post(f"{LIST}/neu", data=invited(**mara))
    assert again.status_code == 422
    assert "Diese Person hat schon ein Konto" in said(again)


@pytest.mark.parametrize("kept", ["sign-in", "contact"])
async def test_a_shared_box_is_refused_with_the_reason(
    house: House, office: AsyncClient, kept: str
) -> None:
    """H1.22."""
    if kept == "sign-in":
        address = "sekretariat@example.org"
        await invite(office, address=address)
    else:
        query = select(Person.email).where(Person.tenant == BERGKAMEN).limit(1)
        [(address,)] = await house.rows("directory", query)
    answer = await office.post(
        f"{LIST}/neu", data=invited(address.upper(), given_name="Ute", family_name="Zwei")
    )
    assert answer.status_code == 422
    assert "gemeinsames Postfach" in said(answer)
    assert 'value="Ute"' in answer.text


async def test_without_the_last_role_they_are_out_in_every_service(
    house: House, office: AsyncClient
) -> None:
    made = await invite(office)
    async with signed_in_as(house, made) as browser:
        assert (await browser.get("/surveys/")).status_code == 200
        [(grant, _, _)] = await roles_of(house, made)
        asked = await office.get(f"{LIST}/{made}/rollen/{grant}/wegnehmen")
        assert "letzte Rolle" in said(asked)
        await office.post(f"{LIST}/{made}/rollen/{grant}/wegnehmen")
        await house.quiet()
        for path in ("/surveys/", LIST, "/directory/anmeldungen"):
            answer = await browser.get(path)
            assert answer.headers.get("location", "").startswith("/directory/anmelden?")
    assert "Keine Rolle" in said(await office.get(f"{LIST}/{made}"))


async def test_all_sign_ins_of_a_person_end(house: House, office: AsyncClient) -> None:
    made = await invite(office)
    async with signed_in_as(house, made) as one, signed_in_as(house, made) as two:
        page = said(await office.get(f"{LIST}/{made}"))
        assert page.count("Firefox, Windows") == 2
        assert "sofort überall abgemeldet" in said(await office.get(f"{LIST}/{made}/abmelden"))
        await office.post(f"{LIST}/{made}/abmelden")
        await house.quiet()
        for browser in (one, two):
            assert (await browser.get("/surveys/")).status_code == 303
    assert "nirgends angemeldet" in said(await office.get(f"{LIST}/{made}"))


async def test_who_ends_all_of_their_own_stays(house: House, office: AsyncClient) -> None:
    made = await invite(office)
    async with signed_in_as(house, made) as one, signed_in_as(house, made) as two:
        assert (await one.post(f"{LIST}/{made}/abmelden")).status_code == 303
        await house.quiet()
        assert (await one.get("/surveys/")).status_code == 200
        assert (await two.get("/surveys/")).status_code == 303


async def test_another_address_ends_nothing_and_is_verified_by_the_next_code(
    house: House, office: AsyncClient
) -> None:
    made = await invite(office, address="alt@example.org")
    async with signed_in_as(house, made) as browser:
        changed = await office.post(f"{LIST}/{made}/adresse", data={"address": "Neu@example.org"})
        assert changed.status_code == 303
        await house.quiet()
        assert (await browser.get("/surveys/")).status_code == 200
    query = select(SignInAddress.address, SignInAddress.verified_at)
    rows = await house.rows("directory", query.where(SignInAddress.person_id == made))
    assert [tuple(row) for row in rows] == [("neu@example.org", None)]
    assert "noch nicht bestätigt" in said(await office.get(f"{LIST}/{made}"))
    taken = await office.post(
        f"{LIST}/{made}/adresse", data={"address": "marlene.brueggemann@example.org"}
    )
    assert "gemeinsames Postfach" in said(taken)


async def test_programs_of_the_office_do_the_same(house: House, office: AsyncClient) -> None:
    address = f"{uuid4().hex[:8]}@example.org"
    body = {"given_name": "Ada", "family_name": "Api", "address": address, "role": "worker"}
    made = await office.post(API, json=body, params=HERE, headers={"Idempotency-Key": uuid4().hex})
    assert made.status_code == 201, made.text
    one = f"{API}/{made.json()['id']}"
    assert (await office.get(one, params=HERE)).json() == made.json()
    more = await office.post(
        f"{one}/grants",
        json={"role": "coordinator"},
        params=HERE,
        headers={"Idempotency-Key": uuid4().hex},
    )
    grants = {each["role"]: each["id"] for each in more.json()["grants"]}
    assert set(grants) == {"worker", "coordinator"}
    gone = await office.delete(f"{one}/grants/{grants['worker']}", params=HERE)
    assert gone.status_code == 204
    moved = await office.put(f"{one}/address", json={"address": f"x{address}"}, params=HERE)
    assert moved.json()["address"] == f"x{address}"
    await begin(house, UUID(made.json()["id"]))
    ended = await office.delete(f"{one}/sign-ins", params=HERE)
    assert ended.json() == {"ended": 1}
    listed = await office.get(API, params=HERE | {"role": "coordinator", "limit": "500"})
    assert made.json()["id"] in {each["id"] for each in listed.json()["items"]}
    elsewhere = await office.get(API, params={"municipality": KAMEN})
    assert elsewhere.status_code == 403
