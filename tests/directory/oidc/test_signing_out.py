"""Signing out at the provider, and by it (H1.24, H1.25, H1.28)."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.directory.identities.models import unmatched
from shared.contracts.accounts import AccessRole
from tests.directory.oidc.conftest import Desk
from tests.directory.oidc.provider import SUBJECT
from tests.directory.oidc.test_pages import (
    MARLENE,
    SID,
    WAITING,
    browser_of,
    come_back,
    invited,
    linked,
    own_page,
)
from tests.house import URL

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def post_logout(desk: Desk, token: str) -> Response:
    """As the provider does: without cookies, without any header of a browser."""
    async with AsyncClient(transport=desk.house.http._transport, base_url=URL) as program:
        return await program.post("/directory/oidc/abmeldung", data={"logout_token": token})


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
        await desk.house.http.post(f"{WAITING}/{key}/zuordnen/{person_id}")
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
