"""Sign-in, sign-out, logouts and new keys with a real Keycloak."""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI, Form
from pydantic import SecretStr
from starlette.responses import Response

from deploy.local.keycloak import KeycloakServer
from deploy.local.keycloak_realm import Realm
from deploy.local.program import free_port
from services.directory.oidc import queries, use_cases
from services.directory.oidc.values import (
    LOGOUT_PATH,
    LoggedOut,
    OidcRefused,
    Reason,
    Returned,
    RolesGiven,
    SignedInByProvider,
)
from shared.context import Context
from tests.directory.oidc.login_form import Browser
from tests.directory.oidc.provider import serving
from tests.house import URL, embedded_house

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(600),
    pytest.mark.asyncio(loop_scope="module"),
]

SECRET = "geheimnis-des-clients-knotenpunkt"
MARLENE = "marlene.brueggemann"
PEOPLE = {
    MARLENE: ("Marlene Brüggemann", ("coordinator",)),
    "jonas.feldkamp": ("Jonas Feldkamp", ("worker",)),
    "petra.sandmann": ("Petra Sandmann", ("carrier",)),
    "heike.lohmann": ("Heike Lohmann", ("head",)),
    "betrieb": ("Bernd Trieb", ("coordinator", "operator")),
}


@dataclass
class Desk:
    here: Context
    realm: Realm
    logouts: "asyncio.Queue[LoggedOut | OidcRefused]" = field(default_factory=asyncio.Queue)

    async def sign_in(self, browser: Browser, username: str) -> SignedInByProvider:
        begun = await use_cases.begin(self.here, "/trainings/")
        return await use_cases.complete(self.here, await browser.sign_in(begun, username))

    async def logout(self) -> LoggedOut:
        """The next one that the provider posts."""
        async with asyncio.timeout(30):
            told = await self.logouts.get()
        assert isinstance(told, LoggedOut), told
        return told

    def listener(self) -> FastAPI:
        """Receives logouts as the directory's page will."""
        app = FastAPI()

        @app.post(LOGOUT_PATH)
        async def received(logout_token: str = Form()) -> Response:
            try:
                told = await use_cases.logout_token(self.here, logout_token)
                async with self.here.database.transaction() as uow:
                    await use_cases.use_once(uow, told)
            except OidcRefused as refused:
                self.logouts.put_nowait(refused)
                return Response(status_code=400)
            self.logouts.put_nowait(told)
            return Response()

        return app


@pytest.fixture(scope="module")
def listening_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def realm(keycloak: KeycloakServer, listening_port: int) -> Realm:
    realm = Realm(keycloak, f"bergkamen-{secrets.token_hex(4)}")
    realm.make(URL, SECRET, f"http://127.0.0.1:{listening_port}")
    return realm


@asynccontextmanager
async def open_desk(folder: Path, realm: Realm, **given: Any) -> AsyncGenerator[Desk]:
    settings: dict[str, Any] = {
        "oidc_issuer": realm.issuer,
        "oidc_client_secret": SecretStr(SECRET),
        "oidc_roles_claim": "resource_access,knotenpunkt,roles",
    }
    async with embedded_house(folder, ["directory"], **(settings | given)) as house:
        yield Desk(house.context("directory"), realm)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_desk(
    realm: Realm, listening_port: int, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Desk]:
    """One listener for all: Keycloak keeps its connections to it."""
    async with (
        open_desk(tmp_path_factory.mktemp("desk"), realm) as desk,
        serving(desk.listener(), listening_port),
    ):
        yield desk


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    """With nothing received so far."""
    while not shared_desk.logouts.empty():
        shared_desk.logouts.get_nowait()
    return shared_desk


@pytest_asyncio.fixture(loop_scope="module")
async def browser() -> AsyncGenerator[Browser]:
    async with Browser(URL) as browser:
        yield browser


async def test_people_of_every_role_sign_in(desk: Desk) -> None:
    for username, (name, roles) in PEOPLE.items():
        async with Browser(URL) as browser:
            person = await desk.sign_in(browser, username)
        assert (person.shown_name, person.roles.names) == (name, roles)
        assert (person.issuer, person.target) == (desk.realm.issuer, "/trainings/")
        assert person.idp_sid
        assert person.address
        assert {"sub", "sid", "nonce", "azp", "resource_access"} <= set(person.claims)


async def test_somebody_without_a_role_is_told_apart_from_somebody_with_none(desk: Desk) -> None:
    async with Browser(URL) as browser:
        person = await desk.sign_in(browser, "neu.hier")
    assert person.roles.given is RolesGiven.MISSING


async def test_the_answer_names_the_issuer_and_is_used_once(desk: Desk, browser: Browser) -> None:
    begun = await use_cases.begin(desk.here, "/")
    returned = await browser.sign_in(begun, MARLENE)
    assert returned.issuer == desk.realm.issuer
    await use_cases.complete(desk.here, returned)
    with pytest.raises(OidcRefused) as refusal:
        await use_cases.complete(desk.here, returned)
    assert refusal.value.reason is Reason.FLOW_UNKNOWN


async def test_a_code_is_worth_nothing_in_another_flow(desk: Desk, browser: Browser) -> None:
    stolen = await browser.sign_in(await use_cases.begin(desk.here, "/"), MARLENE)
    mine = await use_cases.begin(desk.here, "/")
    own = await browser.sign_in(mine, MARLENE)
    mixed = Returned(state=own.state, browser=mine.browser, code=stolen.code)
    with pytest.raises(OidcRefused) as refusal:
        await use_cases.complete(desk.here, mixed)
    assert refusal.value.reason is Reason.PROVIDER_REFUSED
    assert refusal.value.detail == "invalid_grant"


async def test_a_wrong_secret_is_called_so(realm: Realm, browser: Browser, tmp_path: Path) -> None:
    async with open_desk(tmp_path, realm, oidc_client_secret=SecretStr("falsch")) as desk:
        with pytest.raises(OidcRefused) as refusal:
            await desk.sign_in(browser, MARLENE)
    assert refusal.value.reason is Reason.CLIENT_REFUSED


async def test_a_token_for_another_program_is_not_for_us(
    realm: Realm, browser: Browser, tmp_path: Path
) -> None:
    """The same realm signs it with the same key."""
    async with open_desk(tmp_path, realm) as desk:
        token = await asyncio.to_thread(realm.token_of_the_other_client, MARLENE)
        with pytest.raises(OidcRefused) as refusal:
            await use_cases.logout_token(desk.here, token)
    assert refusal.value.reason in (Reason.CLAIM_WRONG, Reason.CLAIM_MISSING)


async def test_two_browsers_end_when_an_administrator_ends_all_sessions(desk: Desk) -> None:
    """Keycloak posts one token for both, which names one of them: ``ends_all`` says the rest."""
    async with Browser(URL) as one, Browser(URL) as two:
        people = [await desk.sign_in(each, "jonas.feldkamp") for each in (one, two)]
    assert people[0].idp_sid != people[1].idp_sid
    await asyncio.to_thread(desk.realm.end_sessions, "jonas.feldkamp")
    told = await desk.logout()
    assert told.sid
    assert desk.logouts.empty()
    assert {person.sub for person in people} == {told.sub}
    assert told.ends_all


async def test_signing_out_ends_the_session_at_the_provider(desk: Desk, browser: Browser) -> None:
    person = await desk.sign_in(browser, MARLENE)
    address = await queries.logout_address(desk.here, person.id_token)
    assert address is not None
    assert await browser.open(address) == f"{URL}/directory/abgemeldet"
    assert (await desk.logout()).sid == person.idp_sid
    page = await browser.open((await use_cases.begin(desk.here, "/")).address)
    assert "kc-form-login" in page, "it asks for the password again"


async def test_without_a_hint_the_provider_asks_and_then_leads_back(
    desk: Desk, browser: Browser
) -> None:
    person = await desk.sign_in(browser, MARLENE)
    address = await queries.logout_address(desk.here, None)
    assert address is not None
    assert await browser.sign_out(address) == f"{URL}/directory/abgemeldet"
    assert (await desk.logout()).sid == person.idp_sid


async def test_another_address_is_the_same_person(desk: Desk, browser: Browser) -> None:
    before = await desk.sign_in(browser, "heike.lohmann")
    change = desk.realm.change_address
    await asyncio.to_thread(change, "heike.lohmann", "lohmann@schule.example")
    async with Browser(URL) as again:
        after = await desk.sign_in(again, "heike.lohmann")
    assert (after.subject, after.address) == (before.subject, "lohmann@schule.example")


async def test_a_new_key_signs_people_in_at_once_and_the_old_one_ends(
    realm: Realm, tmp_path: Path
) -> None:
    async with embedded_house(
        tmp_path,
        ["directory"],
        oidc_issuer=realm.issuer,
        oidc_client_secret=SecretStr(SECRET),
    ) as house:
        desk = Desk(house.context("directory"), realm)
        async with Browser(URL) as browser:
            before = await desk.sign_in(browser, MARLENE)
        house.clock.forward(timedelta(seconds=31))
        await asyncio.to_thread(realm.rotate_keys)
        async with Browser(URL) as browser:
            await desk.sign_in(browser, MARLENE)
        with pytest.raises(OidcRefused) as refusal:
            await use_cases.logout_token(desk.here, before.id_token)
        assert refusal.value.reason is Reason.KEY_UNKNOWN


async def test_the_operator_sees_what_keycloak_offers(desk: Desk) -> None:
    checked = await queries.check(desk.here)
    assert checked.issuer_found == desk.realm.issuer
    assert (checked.pkce, checked.back_channel_logout, checked.end_session) == (True, True, True)
    assert not checked.pairwise
