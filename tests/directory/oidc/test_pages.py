"""Signing in and out at the provider through the pages (H1.06 to H1.11, H1.24, H1.25, H1.28)."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import func, select
from structlog.testing import capture_logs

from services.directory.accounts import use_cases as accounts
from services.directory.accounts.queries import person_at
from services.directory.identities.models import identities, unmatched
from services.directory.oidc.workers import name_issuers
from services.directory.people.values import Names
from services.directory.sessions.models import SignIn
from shared.contracts.accounts import AccessRole, Grant, SignInMethod
from shared.messaging.event import EVERYONE
from shared.web.sessions.models import sessions
from tests.directory.oidc.conftest import Desk
from tests.house import BERGKAMEN, URL

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARLENE = "marlene@bergkamen.example"
COORDINATOR = {"knotenpunkt": {"roles": ["coordinator"]}}
SID = "session-at-the-provider"
WAITING = "/directory/offene-anmeldungen"


@asynccontextmanager
async def browser_of(desk: Desk) -> AsyncGenerator[AsyncClient]:
    headers = {"sec-fetch-site": "same-origin", "accept": "text/html"}
    transport = desk.house.http._transport
    async with AsyncClient(transport=transport, base_url=URL, headers=headers) as client:
        yield client


async def invited(desk: Desk, address: str, *roles: AccessRole) -> UUID:
    """Somebody whom the office knows at this address."""
    given = [
        Grant(role=r, municipality=EVERYONE if r is AccessRole.OPERATOR else BERGKAMEN)
        for r in roles
    ]
    names = Names(given_name="Marlene", family_name="Brüggemann", email=address)
    async with desk.here.database.transaction() as uow:
        await accounts.invite(uow, names, given)
    async with desk.here.database.reading() as session:
        found = await person_at(session, address)
    assert found
    return found


async def linked(desk: Desk, subject: str, address: str = MARLENE) -> UUID:
    """Somebody whose account was assigned before."""
    person_id = await invited(desk, address, AccessRole.COORDINATOR)
    desk.provider.claims |= {"sub": subject, "resource_access": COORDINATOR}
    async with browser_of(desk) as browser:
        assert (await come_back(desk, browser)).headers["location"].endswith("/unbekannt")
    [(key,)] = await desk.house.rows(
        "directory", select(unmatched.c.id).where(unmatched.c.subject == subject)
    )
    answer = await desk.house.http.post(f"{WAITING}/{key}/zuordnen/{person_id}")
    assert answer.status_code == 303
    return person_id


async def begin(browser: AsyncClient, target: str = "") -> Response:
    return await browser.post("/directory/oidc/beginnen", data={"weiter": target})


async def come_back(desk: Desk, browser: AsyncClient, target: str = "") -> Response:
    begun = await begin(browser, target)
    assert begun.status_code == 303, begun.text
    code, state = desk.provider.grant(begun.headers["location"])
    return await browser.get("/directory/oidc/zurueck", params={"code": code, "state": state})


async def own_page(browser: AsyncClient) -> int:
    """As it is when the sign-in lies more than half a minute back: no service waits for it."""
    for name in [each for each in browser.cookies if each.startswith("knotenpunkt-neu-")]:
        browser.cookies.delete(name)
    return (await browser.get("/directory/anmeldungen")).status_code


async def count(desk: Desk, table: Any) -> int:
    [(found,)] = await desk.house.rows("directory", select(func.count()).select_from(table))
    return int(found)


async def test_the_way_to_the_provider_is_the_only_one_out_of_the_site(desk: Desk) -> None:
    async with browser_of(desk) as browser:
        page = await browser.get("/directory/anmelden", params={"weiter": "/trainings/"})
        assert "Anmelden mit dem Dienstkonto" in page.text
        policy = page.headers["content-security-policy"]
        assert f"form-action 'self' {desk.provider.base};" in policy
        begun = await begin(browser, "/trainings/")
    assert begun.headers["location"].startswith(f"{desk.provider.base}/authorize?")
    assert parse_qs(urlsplit(begun.headers["location"]).query)["redirect_uri"] == [
        f"{URL}/directory/oidc/zurueck"
    ]


async def test_without_a_provider_nothing_offers_one(open_it: Any) -> None:
    desk = await open_it(oidc_issuer="")
    async with browser_of(desk) as browser:
        page = await browser.get("/directory/anmelden")
        assert "Dienstkonto" not in page.text
        assert "form-action 'self';" in page.headers["content-security-policy"]
        refused = await begin(browser)
    assert refused.status_code == 404
    assert "nicht eingerichtet" in refused.text


async def test_a_known_account_signs_in_under_a_new_id(desk: Desk) -> None:
    """H1.24: what the browser held before is worth nothing any more."""
    await linked(desk, "known")
    async with browser_of(desk) as browser:
        for _ in range(2):
            before = dict(browser.cookies)
            answer = await come_back(desk, browser, "/directory/anmeldungen")
            assert answer.headers["location"] == "/directory/anmeldungen"
            assert await own_page(browser) == 200
            held = {name for name in browser.cookies if name.startswith("knotenpunkt-")}
            changed = {n for n in held if before.get(n) != browser.cookies[n]}
            assert any(re.fullmatch(r"knotenpunkt-[0-9a-f]{6}", name) for name in changed)
    made = select(func.count()).where(sessions.c.method == SignInMethod.OIDC)
    mine = select(SignIn.idp_sid).where(SignIn.issuer == desk.provider.issuer)
    assert await desk.house.rows("directory", made) == [(1,)]
    assert await desk.house.rows("directory", mine) == [(SID,)]


@pytest.mark.parametrize("target", ["/\\evil.example", "//evil.example", "https://evil.example"])
async def test_nobody_is_led_to_another_site(desk: Desk, target: str) -> None:
    """H1.28."""
    await linked(desk, "led", "led@bergkamen.example")
    async with browser_of(desk) as browser:
        assert (await come_back(desk, browser, target)).headers["location"] == "/"


async def test_an_equal_address_links_nothing(desk: Desk) -> None:
    """H1.10: whoever gets a former colleague's address does not get the account."""
    person_id = await linked(desk, "former")
    desk.provider.claims["sub"] = "newcomer"
    async with browser_of(desk) as browser:
        answer = await come_back(desk, browser)
        assert answer.headers["location"] == "/directory/oidc/unbekannt"
        page = await browser.get("/directory/oidc/unbekannt")
        assert "Wir kennen dieses Dienstkonto noch nicht" in page.text
        assert await own_page(browser) == 303
    known = select(identities.c.subject).where(identities.c.person_id == person_id)
    assert await desk.house.rows("directory", known) == [("former",)]


async def test_another_address_is_the_same_person_and_is_shown(desk: Desk) -> None:
    """H1.11."""
    person_id = await linked(desk, "moved")
    desk.provider.claims["email"] = "anders@bergkamen.example"
    async with browser_of(desk) as browser:
        assert (await come_back(desk, browser)).headers["location"] == "/"
    known = select(identities.c.subject).where(identities.c.person_id == person_id)
    assert await desk.house.rows("directory", known) == [("moved",)]
    page = await desk.house.http.get(f"{WAITING}/konten")
    assert "Abweichende Adresse" in page.text
    assert "anders@bergkamen.example" in page.text


async def test_a_refused_sign_in_names_the_claim_and_no_value(desk: Desk) -> None:
    desk.provider.claims |= {"sub": None, "name": "Geheimer Name"}
    async with browser_of(desk) as browser:
        answer = await come_back(desk, browser)
    assert answer.status_code == 400
    assert "Betroffen: sub." in answer.text
    assert "Geheimer Name" not in answer.text


async def test_operators_see_how_often_the_provider_was_not_believed(desk: Desk) -> None:
    """H1.08; what anybody causes by opening an address is not counted."""
    desk.provider.claims |= {"sub": None}
    async with browser_of(desk) as browser:
        await browser.get("/directory/oidc/zurueck?state=made-up&code=made-up")
        await come_back(desk, browser)
    await desk.house.http.post("/directory/oidc/abmeldung", data={"logout_token": "made.up.token"})
    told = (await desk.house.http.get("/directory/api/v1/cards")).json()["cards"]
    [refused] = [each for each in told if each["code"] == "refused"]
    assert refused["number"] == 2
    assert "2 ungültige oder ausgebliebene Antworten des Anmeldedienstes" in refused["sentence"]


async def test_a_state_of_another_browser_is_refused(desk: Desk) -> None:
    async with browser_of(desk) as victim, browser_of(desk) as attacker:
        begun = await begin(attacker)
        code, state = desk.provider.grant(begun.headers["location"])
        query = {"code": code, "state": state}
        answer = await victim.get("/directory/oidc/zurueck", params=query)
    assert (answer.status_code, "anderen Browser" in answer.text) == (400, True)


async def test_a_provider_that_is_down_is_called_so(desk: Desk) -> None:
    desk.provider.down = True
    async with browser_of(desk) as browser:
        answer = await begin(browser)
    assert (answer.status_code, "antwortet nicht" in answer.text) == (503, True)


async def test_the_operator_checks_and_tries_without_signing_anybody_in(desk: Desk) -> None:
    operator = desk.house.http
    page = (await operator.get("/directory/anmeldung-pruefen")).text
    assert page.count(f"&#34;{desk.provider.issuer}&#34;") == 2
    desk.provider.claims |= {"sub": "tried", "name": "Geheimer Name"}
    tried = await come_back(desk, operator, "/directory/anmeldung-pruefen")
    assert tried.status_code == 200
    assert "<code>nonce</code>" in tried.text
    assert "Geheimer Name" not in tried.text
    assert (await count(desk, unmatched), await count(desk, identities)) == (0, 0)


async def test_two_issuers_that_differ_by_a_slash_are_shown_in_quotes(open_it: Any) -> None:
    """H1.08."""
    desk = await open_it()
    desk.provider.document = {"issuer": f"{desk.provider.issuer}/"}
    page = (await desk.house.http.get("/directory/anmeldung-pruefen")).text
    assert f"&#34;{desk.provider.issuer}&#34;" in page
    assert f"&#34;{desk.provider.issuer}/&#34;" in page


async def test_one_address_asks_only_so_often(open_it: Any) -> None:
    desk = await open_it()
    frame = "/directory/oidc/abmeldung-im-rahmen"
    async with browser_of(desk) as browser:
        answers = [(await browser.get(frame)).status_code for _ in range(119)]
        assert {*answers, (await begin(browser)).status_code} == {200, 303}
        refused = await begin(browser)
        assert (refused.status_code, int(refused.headers["retry-after"]) <= 60) == (429, True)
        in_frame = await browser.get(frame)
        assert in_frame.status_code == 429
        policy = in_frame.headers["content-security-policy"]
        assert f"frame-ancestors {desk.provider.base}" in policy


async def test_both_addresses_of_the_provider_are_named_at_the_start(desk: Desk) -> None:
    settings = desk.here.settings
    inside = settings.model_copy(update={"oidc_internal_base": "http://keycloak:8080/realms/kp"})
    slash = settings.model_copy(update={"oidc_internal_base": settings.oidc_issuer + "/"})
    with capture_logs() as logs:
        for each in (settings, slash, inside):
            await name_issuers(replace(desk.here, settings=each))
    assert logs == [
        {
            "event": "oidc.two-addresses",
            "issuer": settings.oidc_issuer,
            "internal_base": "http://keycloak:8080/realms/kp",
            "log_level": "info",
        }
    ]
