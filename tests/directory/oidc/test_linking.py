"""A code by mail links an account of the provider to whom the directory knows."""

import pyotp
import pytest
from sqlalchemy import select

from services.directory.codes.models import CodeRequest
from services.directory.factors import use_cases as factors
from services.directory.factors.rules import new_key
from services.directory.factors.values import Vault
from services.directory.identities.models import arrivals, identities, unmatched
from shared.contracts.accounts import AccessRole
from shared.messaging.tables import audit
from shared.web.sessions.one_time import PURPOSE, one_time_code
from tests.directory.oidc.conftest import Desk
from tests.directory.oidc.test_pages import (
    COORDINATOR,
    browser_of,
    come_back,
    count,
    invited,
    own_page,
)
from tests.house import BERGKAMEN

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def latest_code(desk: Desk) -> str:
    newest = select(CodeRequest.id).order_by(CodeRequest.created_at.desc()).limit(1)
    [(request_id,)] = await desk.house.rows("directory", newest)
    return one_time_code(desk.here.key(PURPOSE), request_id)


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
