"""Signing in and out at the provider through the pages (H1.06 to H1.11, H1.24, H1.25, H1.28)."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pyotp
import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import func, select
from structlog.testing import capture_logs

from services.directory.accounts import use_cases as accounts
from services.directory.accounts.models import AccessGrant
from services.directory.accounts.queries import person_at
from services.directory.codes.models import CodeRequest
from services.directory.factors import use_cases as factors
from services.directory.factors.rules import new_key
from services.directory.factors.values import Vault
from services.directory.identities import use_cases
from services.directory.identities.models import arrivals, identities, unmatched
from services.directory.oidc.workers import name_issuers
from services.directory.people.values import Names
from services.directory.sessions.models import SignIn
from shared.contracts.accounts import AccessRole, Grant, SignInMethod
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.tables import audit
from shared.web.sessions.models import sessions
from shared.web.sessions.one_time import PURPOSE, one_time_code
from tests.directory.oidc.conftest import Desk
from tests.directory.oidc.provider import SUBJECT
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
    answer = await desk.house.http.post(f"{WAITING}/{key}", data={"person_id": str(person_id)})
    assert answer.status_code == 303
    return person_id


async def begin(browser: AsyncClient, target: str = "") -> Response:
    return await browser.post("/directory/oidc/beginnen", data={"weiter": target})


async def come_back(desk: Desk, browser: AsyncClient, target: str = "") -> Response:
    begun = await begin(browser, target)
    assert begun.status_code == 303, begun.text
    code, state = desk.provider.grant(begun.headers["location"])
    return await browser.get("/directory/oidc/zurueck", params={"code": code, "state": state})


async def post_logout(desk: Desk, token: str) -> Response:
    """As the provider does: without cookies, without any header of a browser."""
    async with AsyncClient(transport=desk.house.http._transport, base_url=URL) as program:
        return await program.post("/directory/oidc/abmeldung", data={"logout_token": token})


async def own_page(browser: AsyncClient) -> int:
    """As it is when the sign-in lies more than half a minute back: no service waits for it."""
    for name in [each for each in browser.cookies if each.startswith("knotenpunkt-neu-")]:
        browser.cookies.delete(name)
    return (await browser.get("/directory/anmeldungen")).status_code


async def latest_code(desk: Desk) -> str:
    newest = select(CodeRequest.id).order_by(CodeRequest.created_at.desc()).limit(1)
    [(request_id,)] = await desk.house.rows("directory", newest)
    return one_time_code(desk.here.key(PURPOSE), request_id)


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


async def test_a_code_to_the_address_on_record_links_the_account(desk: Desk) -> None:
    person_id = await invited(desk, "neu@bergkamen.example", AccessRole.COORDINATOR)
    desk.provider.claims |= {"sub": "by-code", "resource_access": COORDINATOR}
    async with browser_of(desk) as browser:
        await come_back(desk, browser, "/directory/anmeldungen")
        asked = await browser.post(
            "/directory/oidc/unbekannt", data={"address": "neu@bergkamen.example"}
        )
        assert asked.headers["location"] == "/directory/oidc/unbekannt/code"
        code = await latest_code(desk)
        wrong = f"{(int(code) + 1) % 10**6:06}"
        refused = await browser.post("/directory/oidc/unbekannt/code", data={"code": wrong})
        assert (refused.status_code, "passt nicht" in refused.text) == (422, True)
        assert await count(desk, identities) == 0
        answer = await browser.post("/directory/oidc/unbekannt/code", data={"code": code})
        assert answer.headers["location"] == "/directory/anmeldungen"
        assert await own_page(browser) == 200
    rows = await desk.house.rows(
        "directory", select(identities.c.person_id, identities.c.linked_by)
    )
    assert rows == [(person_id, "code")]
    recorded = select(audit.c.tenant, audit.c.role, audit.c.action, audit.c.object_id)
    recorded = recorded.where(audit.c.actor == str(person_id))
    entry = (BERGKAMEN, "self", "account linked by a code", str(person_id))
    assert entry in await desk.house.rows("directory", recorded)
    assert (await count(desk, unmatched), await count(desk, arrivals)) == (0, 0)


async def test_a_code_alone_signs_in_without_linking(desk: Desk) -> None:
    """On the usual page: whoever shares the browser does not get the account that waits in it."""
    await invited(desk, "allein@bergkamen.example", AccessRole.COORDINATOR)
    desk.provider.claims["sub"] = "somebody-else"
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        await browser.post("/directory/anmelden", data={"address": "allein@bergkamen.example"})
        code = await latest_code(desk)
        assert (await browser.post("/directory/anmelden/code", data={"code": code})).is_redirect
        assert await own_page(browser) == 200
    assert await count(desk, identities) == 0


async def test_a_code_links_only_in_the_browser_that_signed_in(desk: Desk) -> None:
    await invited(desk, "anderswo@bergkamen.example", AccessRole.COORDINATOR)
    desk.provider.claims["sub"] = "elsewhere"
    async with browser_of(desk) as browser, browser_of(desk) as another:
        await come_back(desk, browser)
        address = {"address": "anderswo@bergkamen.example"}
        await another.post("/directory/oidc/unbekannt", data=address)
        code = {"code": await latest_code(desk)}
        for each in (another, browser):
            await each.post("/directory/oidc/unbekannt/code", data=code)
    assert await count(desk, identities) == 0


async def test_a_code_links_no_account_to_whoever_has_a_second_step(desk: Desk) -> None:
    """Or whoever reads somebody's mail, and has any account there, needs no second step."""
    person_id = await invited(desk, "zweiter@bergkamen.example", AccessRole.COORDINATOR)
    vault, key = Vault.of(desk.here), new_key()
    async with desk.here.database.transaction() as uow:
        app = pyotp.TOTP(key).at(uow.now)
        assert await factors.set_app(uow, vault, person_id, key, app, "Firefox")
    desk.provider.claims["sub"] = "of-somebody-who-reads-her-mail"
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        address = {"address": "zweiter@bergkamen.example"}
        await browser.post("/directory/oidc/unbekannt", data=address)
        code = {"code": await latest_code(desk)}
        refused = await browser.post("/directory/oidc/unbekannt/code", data=code)
        assert "ein Code allein genügt dann nicht" in " ".join(refused.text.split())
        assert await own_page(browser) == 303
        other_way = await browser.post("/directory/anmelden/code", data=code)
        assert other_way.headers["location"].endswith("/zweiter-schritt")
    assert await count(desk, identities) == 0


async def test_an_account_that_waits_too_long_is_asked_again(desk: Desk) -> None:
    await invited(desk, "spaet@bergkamen.example", AccessRole.COORDINATOR)
    desk.provider.claims["sub"] = "late"
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        desk.house.clock.forward(timedelta(minutes=31))
        assert "wartet kein Dienstkonto" in (await browser.get("/directory/oidc/unbekannt")).text
    async with desk.here.database.transaction() as uow:
        await use_cases.forget(uow)
    assert (await count(desk, unmatched), await count(desk, arrivals)) == (1, 0)
    desk.house.clock.forward(timedelta(days=30))
    async with desk.here.database.transaction() as uow:
        await use_cases.forget(uow)
    assert await count(desk, unmatched) == 0


async def test_the_office_finds_the_person_and_assigns(desk: Desk) -> None:
    person_id = await invited(desk, "suche@bergkamen.example", AccessRole.COORDINATOR)
    desk.provider.claims |= {"sub": "to-assign", "name": "M. B.", "resource_access": COORDINATOR}
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        office = desk.house.http
        assert "M. B." in (await office.get(WAITING)).text
        [(key,)] = await desk.house.rows("directory", select(unmatched.c.id))
        found = await office.post(
            f"{WAITING}/{key}/suchen", data={"text": "suche@bergkamen.example"}
        )
        assert "Marlene Brüggemann zuordnen" in found.text
        done = await office.post(f"{WAITING}/{key}", data={"person_id": str(person_id)})
        assert done.headers["location"] == WAITING
        assert (await come_back(desk, browser)).headers["location"] == "/"
        assert await own_page(browser) == 200


async def test_whose_address_the_office_has_seen_is_recorded(desk: Desk) -> None:
    looks = select(audit.c.action).where(
        audit.c.action.in_(
            ["POST /offene-anmeldungen/{key}/suchen", "GET /offene-anmeldungen/konten"]
        )
    )
    before = len(await desk.house.rows("directory", looks))
    desk.provider.claims |= {"sub": "seen", "name": "S. E."}
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
    [(key,)] = await desk.house.rows("directory", select(unmatched.c.id))
    await desk.house.http.post(f"{WAITING}/{key}/suchen", data={"text": "m"})
    await desk.house.http.get(f"{WAITING}/konten")
    assert len(await desk.house.rows("directory", looks)) == before + 2


async def test_the_office_dismisses_and_whoever_comes_again_waits_again(desk: Desk) -> None:
    desk.provider.claims["sub"] = "dismissed"
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        [(key,)] = await desk.house.rows("directory", select(unmatched.c.id))
        assert "Verwerfen" in (await desk.house.http.get(f"{WAITING}/{key}/verwerfen")).text
        await desk.house.http.post(f"{WAITING}/{key}/verwerfen")
        assert await count(desk, unmatched) == 0
        await come_back(desk, browser)
    assert await count(desk, unmatched) == 1


async def test_an_account_that_was_assigned_wrongly_is_taken_back_and_signed_out(
    desk: Desk,
) -> None:
    await linked(desk, "wrong")
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        [(key,)] = await desk.house.rows("directory", select(identities.c.id))
        office, address = desk.house.http, f"{WAITING}/konten/{key}"
        assert "Marlene Brüggemann aufheben?" in (await office.get(address)).text
        assert (await office.post(address)).headers["location"] == f"{WAITING}/konten"
        assert await own_page(browser) == 303
        assert (await come_back(desk, browser)).headers["location"].endswith("/unbekannt")
    assert await count(desk, identities) == 0


async def test_an_account_of_somebody_with_roles_elsewhere_says_who_takes_it_away(
    desk: Desk,
) -> None:
    person_id = await linked(desk, "both", "beides@bergkamen.example")
    async with desk.here.database.transaction() as uow:
        grant = Grant(role=AccessRole.OPERATOR, municipality=EVERYONE)
        await accounts.give(uow, person_id, [grant], Cause(BERGKAMEN, new_id()))
    colleague = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
    async with browser_of(desk) as browser:
        browser.cookies.update(await desk.house.sign_in(colleague))
        page = await browser.get(f"{WAITING}/konten")
        [address] = re.findall(rf'href="({WAITING}/konten/[0-9a-f-]+)"', page.text)
        told = await browser.get(address)
        assert (told.status_code, "hebt deshalb nur der Betrieb auf" in told.text) == (200, True)
        assert "Zuordnung aufheben</span>" not in told.text
        assert (await browser.post(address)).status_code == 403
    assert await count(desk, identities) == 1


async def test_a_coordinator_makes_no_operator_of_their_own_account(desk: Desk) -> None:
    """Whoever has the account acts as the person: nobody gives what is not theirs."""
    operator = await invited(desk, "betrieb@bergkamen.example", AccessRole.OPERATOR)
    colleague = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
    desk.provider.claims["sub"] = "own-second-account"
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        [(key,)] = await desk.house.rows("directory", select(unmatched.c.id))
        browser.cookies.update(await desk.house.sign_in(colleague))
        found = await browser.post(
            f"{WAITING}/{key}/suchen", data={"text": "betrieb@bergkamen.example"}
        )
        assert "Keine Person gefunden" in found.text
        data = {"person_id": str(operator)}
        assert (await browser.post(f"{WAITING}/{key}", data=data)).status_code in (403, 404)
    assert await count(desk, identities) == 0


async def test_another_municipality_sees_no_account_before_it_is_asked(open_it: Any) -> None:
    kamen = "05978020"
    desk = await open_it(municipalities=frozenset({BERGKAMEN, kamen}))
    office = Grant(role=AccessRole.COORDINATOR, municipality=kamen)
    async with browser_of(desk) as browser, browser_of(desk) as coordinator:
        coordinator.cookies.update(await desk.house.sign_in(office))
        await come_back(desk, browser)
        assert "Marlene" not in (await coordinator.get(WAITING)).text
        [(key,)] = await desk.house.rows("directory", select(unmatched.c.id))
        assert (await coordinator.get(f"{WAITING}/{key}")).status_code == 404
        choice = await browser.get("/directory/oidc/unbekannt")
        assert kamen in choice.text
        await browser.post("/directory/oidc/unbekannt/kommune", data={"municipality": kamen})
        assert "Marlene" in (await coordinator.get(WAITING)).text


async def test_somebody_without_a_role_is_told_so(desk: Desk) -> None:
    person_id = await linked(desk, "no-role", "ohne@bergkamen.example")
    query = select(AccessGrant.id).where(AccessGrant.person_id == person_id)
    [(grant_id,)] = await desk.house.rows("directory", query)
    async with desk.here.database.transaction() as uow:
        await accounts.take(uow, person_id, grant_id, Cause(BERGKAMEN, new_id()))
    async with browser_of(desk) as browser:
        answer = await come_back(desk, browser)
        assert answer.status_code == 403
        assert "keine Rolle" in answer.text
        assert await own_page(browser) == 303


async def test_roles_stay_and_a_notice_says_so_once(desk: Desk) -> None:
    """H1.25: too many groups to be told."""
    await linked(desk, "overage")
    async with browser_of(desk) as browser:
        assert (await come_back(desk, browser)).headers["location"] == "/"
    desk.provider.claims |= {"resource_access": None, "_claim_names": {"resource_access": "s"}}
    async with browser_of(desk) as browser:
        told = await come_back(desk, browser, "/directory/anmeldungen")
        assert (told.status_code, "zu viele Gruppen" in told.text) == (200, True)
        assert (await browser.get(WAITING)).status_code == 200, "still a coordinator"
        again = await come_back(desk, browser, "/directory/anmeldungen")
        assert again.headers["location"] == "/directory/anmeldungen"
    page = await desk.house.http.get(f"{WAITING}/konten")
    assert "zu viele Gruppen" in page.text


async def test_groups_give_nothing_and_are_suggested_to_the_office(desk: Desk) -> None:
    await linked(desk, "suggested")
    roles = {"knotenpunkt": {"roles": ["operator", "hausmeister"]}}
    desk.provider.claims["resource_access"] = roles
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        assert (await browser.get("/directory/anmeldung-pruefen")).status_code == 403
    page = (await desk.house.http.get(f"{WAITING}/konten")).text
    assert "Betrieb" in page
    assert "hausmeister" in page


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


async def test_signing_out_ends_ours_first_and_then_leads_to_the_provider(desk: Desk) -> None:
    await linked(desk, "leaving")
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        held = dict(browser.cookies)
        answer = await browser.post("/directory/abmelden")
        address = answer.headers["location"]
        assert address.startswith(f"{desk.provider.base}/logout?")
        query = parse_qs(urlsplit(address).query)
        assert query["post_logout_redirect_uri"] == [f"{URL}/directory/abgemeldet"]
        assert query["id_token_hint"]
        browser.cookies.update(held)
        assert await own_page(browser) == 303, "the id is worth nothing any more"
        assert "Sie sind abgemeldet" in (await browser.get("/directory/abgemeldet")).text


async def test_signing_out_works_while_the_provider_is_down(desk: Desk) -> None:
    await linked(desk, "alone")
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        desk.house.clock.forward(timedelta(hours=1))
        desk.provider.document = {"end_session_endpoint": None}
        answer = await browser.post("/directory/abmelden")
    assert answer.headers["location"] == "/directory/abgemeldet"


async def test_the_provider_ends_both_browsers_by_one_token(desk: Desk) -> None:
    """H1.07: the token names one session where an administrator has ended all."""
    await linked(desk, "both")
    async with browser_of(desk) as one, browser_of(desk) as two:
        await come_back(desk, one)
        desk.provider.claims["sid"] = "another-session"
        await come_back(desk, two)
        assert (await own_page(one), await own_page(two)) == (200, 200)
        token = desk.provider.logout_token(sub="both")
        assert (await post_logout(desk, token)).status_code == 200
        assert (await own_page(one), await own_page(two)) == (303, 303)
        repeated = await post_logout(desk, token)
    assert (repeated.status_code, repeated.headers["cache-control"]) == (400, "no-store")


async def test_a_logout_token_names_the_sub_where_another_claim_is_the_subject(
    open_it: Any,
) -> None:
    """H1.06."""
    desk = await open_it(oidc_subject_claim="oid")
    desk.provider.claims["oid"] = "object-guid"
    person_id = await invited(desk, MARLENE, AccessRole.COORDINATOR)
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        [(key,)] = await desk.house.rows("directory", select(unmatched.c.id))
        data = {"person_id": str(person_id)}
        await desk.house.http.post(f"{WAITING}/{key}", data=data)
        await come_back(desk, browser)
        token = desk.provider.logout_token(sub=SUBJECT, sid="stored under another name")
        assert (await post_logout(desk, token)).status_code == 200
        assert await own_page(browser) == 303


async def test_an_unknown_session_is_no_fault(desk: Desk) -> None:
    """H1.06."""
    token = desk.provider.logout_token(sub="nobody", sid="unknown")
    assert (await post_logout(desk, token)).status_code == 200


async def test_a_token_of_another_issuer_ends_nothing(desk: Desk) -> None:
    """H1.08."""
    await linked(desk, "kept")
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        token = desk.provider.logout_token(sub="kept", iss=f"{desk.provider.issuer}/")
        answer = await post_logout(desk, token)
        assert answer.status_code == 400
        assert answer.json()["error_description"] == "wrong-issuer"
        assert await own_page(browser) == 200


async def test_adfs_ends_a_sign_in_in_a_frame(desk: Desk) -> None:
    """No cookie comes along; the answer is 200 whatever it is asked."""
    await linked(desk, "framed")
    frame = "/directory/oidc/abmeldung-im-rahmen"
    async with browser_of(desk) as browser, browser_of(desk) as rahmen:
        await come_back(desk, browser)
        long = {"iss": desk.provider.issuer, "sid": "x" * 5000}
        for query in ({}, {"iss": "https://evil.example", "sid": SID}, {"sid": SID}, long):
            answer = await rahmen.get(frame, params=query)
            assert (answer.status_code, answer.text) == (200, "")
            assert answer.headers["cache-control"] == "no-store"
        twice = await rahmen.get(f"{frame}?sid=a&sid=b&iss=&mehr=1")
        assert (twice.status_code, twice.text) == (200, "")
        assert (await rahmen.get(f"{frame}?sid=%00")).status_code == 422, "as everywhere"
        assert await own_page(browser) == 200
        own = {"iss": desk.provider.issuer, "sid": SID}
        answer = await rahmen.get(frame, params=own)
        assert await own_page(browser) == 303
        usual = await rahmen.get("/directory/anmelden")
    assert f"frame-ancestors {desk.provider.base}" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert "frame-ancestors 'none'" in usual.headers["content-security-policy"]
    assert usual.headers["x-frame-options"] == "DENY"


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


async def proof_page(browser: AsyncClient) -> Response:
    return await browser.get("/directory/zweiter-schritt/app")


async def test_who_came_from_the_provider_proves_it_there(desk: Desk) -> None:
    """A sign-in that the provider only remembers is as old as the proof for it."""
    await linked(desk, "sub-of-proof")
    long_ago = {"auth_time": desk.provider.now - 3600}
    desk.provider.claims |= long_ago
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        led = await proof_page(browser)
        assert led.status_code == 303
        page = await browser.get(led.headers["location"])
        assert "Beim Anmeldedienst bestätigen" in page.text
        onward = {"weiter": "/directory/zweiter-schritt/app", "erneut": "true"}
        begun = await browser.post("/directory/oidc/beginnen", data=onward)
        address = begun.headers["location"]
        assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]
        desk.provider.claims |= {"auth_time": desk.provider.now}
        code, state = desk.provider.grant(address)
        back = await browser.get("/directory/oidc/zurueck", params={"code": code, "state": state})
        assert back.headers["location"] == onward["weiter"]
        assert (await proof_page(browser)).status_code == 200


async def test_a_provider_that_does_not_say_when_is_believed_that_it_was_now(desk: Desk) -> None:
    await linked(desk, "sub-without-a-time")
    async with browser_of(desk) as browser:
        begun = await come_back(desk, browser)
        assert "prompt" not in begun.headers["location"]
        assert (await proof_page(browser)).status_code == 200
