"""Accounts of the provider that wait until the office assigns them (H1.06 to H1.11)."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.directory.accounts import use_cases as accounts
from services.directory.accounts.models import AccessGrant
from services.directory.identities import use_cases
from services.directory.identities.models import arrivals, identities, unmatched
from shared.contracts.accounts import AccessRole, Grant
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.tables import audit
from tests.directory.oidc.conftest import Desk
from tests.directory.oidc.test_pages import (
    COORDINATOR,
    WAITING,
    browser_of,
    come_back,
    count,
    invited,
    linked,
    own_page,
)
from tests.house import BERGKAMEN

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
        found = await searched(office, key, "suche@bergkamen.example")
        assert "Marlene Brüggemann zuordnen" in found.text
        asked = f"{WAITING}/{key}/zuordnen/{person_id}"
        assert f'href="{asked}"' in found.text
        said = (await office.get(asked)).text
        assert "Dienstkonto M. B. Marlene Brüggemann zuordnen?" in said
        assert "handelt als Marlene Brüggemann (suche@bergkamen.example)" in said
        assert await count(desk, unmatched) == 1
        done = await office.post(asked)
        assert done.headers["location"] == WAITING
        assert (await come_back(desk, browser)).headers["location"] == "/"
        assert await own_page(browser) == 200


async def test_whose_address_the_office_has_seen_is_recorded(desk: Desk) -> None:
    looks = select(audit.c.action).where(
        audit.c.action.in_(["GET /offene-anmeldungen/{key}", "GET /offene-anmeldungen/konten"])
    )
    before = len(await desk.house.rows("directory", looks))
    desk.provider.claims |= {"sub": "seen", "name": "S. E."}
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
    [(key,)] = await desk.house.rows("directory", select(unmatched.c.id))
    await desk.house.http.get(f"{WAITING}/{key}")
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
        found = await searched(browser, key, "betrieb@bergkamen.example")
        assert "Keine Person gefunden" in found.text
        asked = f"{WAITING}/{key}/zuordnen/{operator}"
        assert (await browser.get(asked)).status_code in (403, 404)
        assert (await browser.post(asked)).status_code in (403, 404)
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


async def searched(office: AsyncClient, key: UUID, text: str) -> Response:
    """What the search leads to; its address tells nothing of it."""
    answer = await office.post(f"{WAITING}/{key}", data={"text": text})
    assert "bergkamen.example" not in answer.headers["location"]
    return await office.get(answer.headers["location"])
