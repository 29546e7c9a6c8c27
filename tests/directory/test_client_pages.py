"""The office and carriers' clerks give programs credentials, change them, and take them away."""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from uuid import UUID

import pytest
import pytest_asyncio
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from deploy.sample import CARRIER, CLIENT_ID
from services.directory.organizations.models import organizations
from shared.contracts.accounts import AccessRole, Grant
from tests.directory.conftest import OTHER_CARRIER, Desk, open_desk
from tests.house import BERGKAMEN, URL, new_key
from tests.signing_in import OPERATOR, coordinator_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIST = "/directory/zugaenge"
API = "/directory/api/v1/clients"
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.real)]
BOTH = frozenset({BERGKAMEN, "05978020"})


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=DATABASES)
async def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Desk]:
    url = ""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        server.create_for("directory", "client_pages")
        url = server.owner_url("client_pages")
    async with open_desk(tmp_path_factory.mktemp("clients"), url, municipalities=BOTH) as desk:
        yield desk


async def carrier_id(desk: Desk, name: str = CARRIER) -> UUID:
    query = select(organizations.c.id).where(organizations.c.name == name)
    [(found,)] = await desk.house.rows("directory", query)
    return UUID(str(found))


@asynccontextmanager
async def browser_of(desk: Desk, *grants: Grant) -> AsyncIterator[AsyncClient]:
    headers = {"sec-fetch-site": "same-origin", "accept": "text/html"}
    transport = desk.house.http._transport
    async with AsyncClient(transport=transport, base_url=URL, headers=headers) as client:
        client.cookies.update(await desk.house.sign_in(*grants))
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(desk: Desk) -> AsyncGenerator[AsyncClient]:
    async with browser_of(desk, coordinator_of(BERGKAMEN)) as client:
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def clerk(desk: Desk) -> AsyncGenerator[AsyncClient]:
    """Of the other carrier than the sample's program acts for."""
    async with browser_of(desk, await clerk_of(desk, OTHER_CARRIER)) as client:
        yield client


async def clerk_of(desk: Desk, carrier: str) -> Grant:
    return Grant(
        role=AccessRole.CARRIER,
        municipality=BERGKAMEN,
        organization_id=await carrier_id(desk, carrier),
    )


def said(response: Response) -> str:
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def credentials(page: Response) -> tuple[str, str]:
    assert page.status_code == 200, said(page)
    found = re.search(r"client_id\) (\S+) Geheimnis \(client_secret\) (\S+)", said(page))
    assert found is not None, said(page)
    return found[1], found[2]


async def added(browser: AsyncClient, **given: str) -> tuple[str, str]:
    data = {"scopes": "hires:write", **given}
    return credentials(await browser.post(f"{LIST}/neu", data=data))


async def token(desk: Desk, client_id: str, secret: str) -> int:
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    address = f"198.51.100.{abs(hash(secret)) % 250}"
    async with AsyncClient(transport=desk.house.http._transport, base_url=URL) as program:
        answer = await program.post(
            "/directory/oauth/token", data=form, headers={"x-forwarded-for": address}
        )
    return answer.status_code


async def rotate(browser: AsyncClient, client_id: str, minutes: int) -> Response:
    page = await browser.get(f"{LIST}/{client_id}/geheimnis")
    [newest] = re.findall(r'name="newest" value="([^"]*)"', page.text)
    data = {"overlap_minutes": str(minutes), "newest": unescape(newest)}
    return await browser.post(f"{LIST}/{client_id}/geheimnis", data=data)


async def test_a_secret_is_shown_once_and_works(desk: Desk, office: AsyncClient) -> None:
    client_id, secret = await added(office, carrier_id=str(await carrier_id(desk)))
    assert await token(desk, client_id, secret) == 200
    page = await office.get(f"{LIST}/{client_id}")
    assert secret not in page.text
    assert CARRIER in said(page)
    assert "Einstellungen melden" in said(page)
    assert re.search(r"Zuletzt benutzt \S+ \S+.* von ", said(page))
    listed = await office.get(LIST)
    assert client_id in listed.text
    assert CLIENT_ID in listed.text


async def test_two_secrets_are_valid_for_the_time_chosen(desk: Desk, clerk: AsyncClient) -> None:
    client_id, first = await added(clerk)
    _, second = credentials(await rotate(clerk, client_id, 60))
    assert await token(desk, client_id, first) == 200
    assert await token(desk, client_id, second) == 200
    assert "zwei Geheimnisse bis" in said(await clerk.get(LIST))
    _, third = credentials(await rotate(clerk, client_id, 0))
    assert await token(desk, client_id, first) == 401
    assert await token(desk, client_id, second) == 401
    assert await token(desk, client_id, third) == 200


async def test_a_page_that_is_sent_again_does_not_end_the_secret_in_use(
    desk: Desk, clerk: AsyncClient
) -> None:
    client_id, first = await added(clerk)
    page = await clerk.get(f"{LIST}/{client_id}/geheimnis")
    [newest] = re.findall(r'name="newest" value="([^"]*)"', page.text)
    data = {"overlap_minutes": "60", "newest": unescape(newest)}
    credentials(await clerk.post(f"{LIST}/{client_id}/geheimnis", data=data))
    again = await clerk.post(f"{LIST}/{client_id}/geheimnis", data=data)
    assert again.status_code == 422
    assert "neueres Geheimnis" in said(again)
    assert await token(desk, client_id, first) == 200


async def test_revoking_is_asked_first_and_holds_at_once(desk: Desk, clerk: AsyncClient) -> None:
    client_id, secret = await added(clerk)
    assert "kommt sofort nicht mehr herein" in said(
        await clerk.get(f"{LIST}/{client_id}/widerrufen")
    )
    assert await token(desk, client_id, secret) == 200
    done = await clerk.post(f"{LIST}/{client_id}/widerrufen")
    assert done.status_code == 303
    assert await token(desk, client_id, secret) == 401
    page = await clerk.get(f"{LIST}/{client_id}")
    assert "Dieser Zugang ist widerrufen" in said(page)
    assert f"{client_id}/geheimnis" not in page.text
    assert (await clerk.post(f"{LIST}/{client_id}/widerrufen")).status_code == 404


async def test_a_clerk_keeps_those_of_the_own_carrier_only(
    desk: Desk, clerk: AsyncClient, office: AsyncClient
) -> None:
    assert CLIENT_ID not in (await clerk.get(LIST)).text
    for path in ("", "/geheimnis", "/widerrufen"):
        assert (await clerk.get(f"{LIST}/{CLIENT_ID}{path}")).status_code == 404
    rotating = {"overlap_minutes": "0"}
    assert (await clerk.post(f"{LIST}/{CLIENT_ID}/geheimnis", data=rotating)).status_code == 404
    assert (await clerk.post(f"{LIST}/{CLIENT_ID}/widerrufen")).status_code == 404
    # Whatever carrier a form names, a clerk's program acts for the clerk's.
    client_id, _ = await added(clerk, carrier_id=str(await carrier_id(desk)))
    assert OTHER_CARRIER in said(await office.get(f"{LIST}/{client_id}"))


async def test_a_clerk_gives_no_scope_beyond_the_own_people(clerk: AsyncClient) -> None:
    assert 'value="scim"' not in (await clerk.get(f"{LIST}/neu")).text
    refused = await clerk.post(f"{LIST}/neu", data={"scopes": "scim"})
    assert refused.status_code == 422
    assert "nur die Koordinierungsstelle" in said(refused)


async def test_the_office_of_another_municipality_sees_nothing(desk: Desk) -> None:
    async with browser_of(desk, coordinator_of("05978020")) as browser:
        page = await browser.get(LIST)
        assert "Noch kein Zugang" in said(page)
        assert (await browser.get(f"{LIST}/{CLIENT_ID}")).status_code == 404
        other = {"scopes": "hires:read", "carrier_id": str(await carrier_id(desk))}
        refused = await browser.post(f"{LIST}/neu", data=other)
        assert "Bitte wählen Sie den Anstellungsträger aus" in said(refused)


async def test_the_operator_sees_all(desk: Desk) -> None:
    async with browser_of(desk, OPERATOR) as browser:
        assert CLIENT_ID in (await browser.get(LIST)).text
        client_id, _ = await added(browser, carrier_id=str(await carrier_id(desk)))
        assert CARRIER in said(await browser.get(f"{LIST}/{client_id}"))


@pytest.mark.parametrize("role", [AccessRole.WORKER, AccessRole.HEAD])
async def test_nobody_else_keeps_any(desk: Desk, role: AccessRole) -> None:
    async with browser_of(desk, Grant(role=role, municipality=BERGKAMEN)) as browser:
        assert (await browser.get(LIST)).status_code == 403


async def test_a_program_may_do_something(office: AsyncClient, desk: Desk) -> None:
    data = {"carrier_id": str(await carrier_id(desk))}
    answer = await office.post(f"{LIST}/neu", data=data)
    assert answer.status_code == 422
    assert "mindestens 1" in said(answer)


async def asked_by_program(
    browser: AsyncClient, carrier: UUID, municipality: str = BERGKAMEN, **more: list[str]
) -> Response:
    body = {"municipality": municipality, "carrier_id": str(carrier), **more}
    return await browser.post(API, json=body, headers=new_key())


async def test_the_office_keeps_the_same_ones_by_program(desk: Desk, office: AsyncClient) -> None:
    made = await asked_by_program(office, await carrier_id(desk), scopes=["scim"])
    assert made.status_code == 201, made.text
    one = f"{API}/{made.json()['client_id']}"
    assert (await office.get(one)).json()["scopes"] == ["scim"]
    assert (await office.post(f"{one}/secret", headers=new_key())).status_code == 201
    assert (await office.delete(one)).status_code == 204
    assert (await office.get(f"{API}?municipality=05978020")).status_code == 403
    async with browser_of(desk, coordinator_of("05978020")) as elsewhere:
        for method, path in (("GET", one), ("POST", f"{one}/secret"), ("DELETE", one)):
            answer = await elsewhere.request(method, path, headers=new_key())
            assert answer.status_code == 404, path
        for municipality in (BERGKAMEN, "05978020"):
            answer = await asked_by_program(elsewhere, await carrier_id(desk), municipality)
            assert answer.json()["type"] == "/problems/carrier-not-found"


async def test_a_clerk_keeps_only_the_own_ones_by_program(desk: Desk, clerk: AsyncClient) -> None:
    own = await carrier_id(desk, OTHER_CARRIER)
    made = await asked_by_program(clerk, own)
    assert made.status_code == 201, made.text
    listed = (await clerk.get(f"{API}?municipality={BERGKAMEN}&limit=500")).json()["items"]
    assert made.json()["client_id"] in {each["client_id"] for each in listed}
    assert {each["carrier_id"] for each in listed} == {str(own)}
    others = await asked_by_program(clerk, await carrier_id(desk))
    assert others.json()["type"] == "/problems/carrier-not-found"
    beyond = await asked_by_program(clerk, own, scopes=["scim"])
    assert beyond.json()["type"] == "/problems/scope-refused"
    for method, path in (("GET", ""), ("POST", "/secret"), ("DELETE", "")):
        answer = await clerk.request(method, f"{API}/{CLIENT_ID}{path}", headers=new_key())
        assert answer.status_code == 404, path
