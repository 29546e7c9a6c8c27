"""From a real Keycloak into a house of several services, and out again."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from httpx2 import AsyncClient, Response
from pydantic import SecretStr
from sqlalchemy import select

from deploy.local.keycloak import KeycloakServer
from deploy.local.keycloak_realm import Realm
from deploy.local.program import free_port
from services.directory.accounts import use_cases as accounts
from services.directory.accounts.queries import person_at
from services.directory.codes.models import CodeRequest
from services.directory.identities.models import identities
from services.directory.oidc.values import Begun
from services.directory.people.values import Names
from shared.contracts.accounts import AccessRole, Grant
from shared.web.sessions.one_time import PURPOSE, one_time_code
from tests.directory.oidc.login_form import Browser
from tests.directory.oidc.provider import serving
from tests.house import BERGKAMEN, URL, House, embedded_house

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(600),
    pytest.mark.asyncio(loop_scope="module"),
]

SECRET = "geheimnis-des-clients-knotenpunkt"
SERVICES = ("directory", "dashboard", "surveys")
ELSEWHERE = ("/dashboard/angehalten", "/surveys/")
"""Of operators, and of coordinators, in the other services of the house."""
COORDINATOR, NOBODY = [403, 200], [303, 303]
"""What these pages say to a coordinator, whatever Keycloak calls them, and to nobody."""
MARLENE, JONAS = "marlene.brueggemann", "jonas.feldkamp"
PROMPTLY = 5.0
"""Seconds; no promise of how fast, but well before anybody would try again."""


@dataclass
class Town:
    house: House
    realm: Realm

    async def invited(self, address: str, roles: Collection[AccessRole]) -> UUID:
        given = [Grant(role=role, municipality=BERGKAMEN) for role in roles]
        here = self.house.context("directory")
        names = Names(given_name="Marlene", family_name="Brüggemann", email=address)
        async with here.database.transaction() as uow:
            await accounts.invite(uow, names, given)
        async with here.database.reading() as session:
            found = await person_at(session, address)
        assert found
        return found

    async def latest_code(self) -> str:
        newest = select(CodeRequest.id).order_by(CodeRequest.created_at.desc()).limit(1)
        [(request_id,)] = await self.house.rows("directory", newest)
        return one_time_code(self.house.context("directory").key(PURPOSE), request_id)


@dataclass
class Person:
    """One browser: cookies of ours, and those of the provider."""

    town: Town
    ours: AsyncClient
    there: Browser

    async def sign_in(self, username: str) -> Response:
        begun = await self.ours.post("/directory/oidc/beginnen", data={"weiter": "/dashboard/"})
        assert begun.status_code == 303, begun.text
        came = await self.there.sign_in(Begun(begun.headers["location"], ""), username)
        query = {"state": came.state, "code": came.code, "iss": came.issuer}
        return await self.ours.get("/directory/oidc/zurueck", params=query)

    async def prove(self, address: str) -> Response:
        """That it is the person whom the office writes to at this address."""
        await self.ours.post("/directory/oidc/unbekannt", data={"address": address})
        code = {"code": await self.town.latest_code()}
        return await self.ours.post("/directory/oidc/unbekannt/code", data=code)

    async def pages(self) -> list[int]:
        """What other services say when all has been told to them."""
        await self.town.house.quiet(PROMPTLY)
        for name in [each for each in self.ours.cookies if each.startswith("knotenpunkt-neu-")]:
            self.ours.cookies.delete(name)
        return [(await self.ours.get(page)).status_code for page in ELSEWHERE]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Town]:
    port = free_port()
    realm = Realm(keycloak, f"bergkamen-{secrets.token_hex(4)}")
    await asyncio.to_thread(realm.make, URL, SECRET, f"http://127.0.0.1:{port}")
    settings: dict[str, Any] = {
        "oidc_issuer": realm.issuer,
        "oidc_client_secret": SecretStr(SECRET),
        "oidc_roles_claim": "resource_access,knotenpunkt,roles",
    }
    folder = tmp_path_factory.mktemp("town")
    async with (
        embedded_house(folder, SERVICES, **settings) as house,
        serving(house.app, port),
    ):
        yield Town(house, realm)


@asynccontextmanager
async def somebody(town: Town) -> AsyncGenerator[Person]:
    headers = {"sec-fetch-site": "same-origin", "accept": "text/html"}
    transport = town.house.http._transport
    async with (
        AsyncClient(transport=transport, base_url=URL, headers=headers) as ours,
        Browser(URL) as there,
    ):
        yield Person(town, ours, there)


async def test_from_the_first_sign_in_to_the_last_sign_out(town: Town) -> None:
    """Roles come from our records: Keycloak's say coordinator, too, and give nothing."""
    address = "marlene.brueggemann@bergkamen.example"
    async with somebody(town) as marlene:
        unknown = await marlene.sign_in(MARLENE)
        assert unknown.headers["location"] == "/directory/oidc/unbekannt"
        assert "Marlene Brüggemann" in (await marlene.ours.get("/directory/oidc/unbekannt")).text
        await town.invited(address, [AccessRole.COORDINATOR])
        assert (await marlene.prove(address)).headers["location"] == "/dashboard/"
        assert await marlene.pages() == COORDINATOR
        assert (await marlene.ours.get("/directory/anmeldung-pruefen")).status_code == 403
        left = await marlene.ours.post("/directory/abmelden")
        there = await marlene.there.open(left.headers["location"])
        assert there == f"{URL}/directory/abgemeldet"
        assert await marlene.pages() == NOBODY
        again = await marlene.sign_in(MARLENE)
        assert again.headers["location"] == "/dashboard/", "known from now on"
        assert await marlene.pages() == COORDINATOR


async def test_an_administrator_ends_both_browsers_in_every_service(town: Town) -> None:
    """H1.07, H1.08: Keycloak posts one token, to us over HTTP, with the issuer as it is set."""
    address = "jonas.feldkamp@bergkamen.example"
    person_id = await town.invited(address, [AccessRole.COORDINATOR])
    async with somebody(town) as one, somebody(town) as two:
        await one.sign_in(JONAS)
        await one.prove(address)
        assert (await two.sign_in(JONAS)).headers["location"] == "/dashboard/"
        assert await one.pages() + await two.pages() == COORDINATOR * 2
        await asyncio.to_thread(town.realm.end_sessions, JONAS)
        assert await one.pages() + await two.pages() == NOBODY * 2
    mine = select(identities.c.issuer).where(identities.c.person_id == person_id)
    assert await town.house.rows("directory", mine) == [(town.realm.issuer,)]


async def test_another_mail_address_there_is_the_same_person_here(town: Town) -> None:
    """H1.11."""
    address, new = "heike.lohmann@bergkamen.example", "heike@schule.example"
    person_id = await town.invited(address, [AccessRole.COORDINATOR])
    async with somebody(town) as heike:
        await heike.sign_in("heike.lohmann")
        await heike.prove(address)
    await asyncio.to_thread(town.realm.change_address, "heike.lohmann", new)
    async with somebody(town) as heike:
        assert (await heike.sign_in("heike.lohmann")).headers["location"] == "/dashboard/"
    mine = select(identities.c.address).where(identities.c.person_id == person_id)
    assert await town.house.rows("directory", mine) == [(new,)]
    page = await town.house.http.get("/directory/offene-anmeldungen/konten")
    assert new in page.text
