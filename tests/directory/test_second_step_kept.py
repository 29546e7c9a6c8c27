"""A second step is kept: reset, renewed, moved to another phone."""

import re
from datetime import timedelta
from uuid import UUID

from httpx2 import AsyncClient
from sqlalchemy import delete, select

from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.factors.models import RecoveryCode
from tests.directory.test_codes import MARLENE, new_browser
from tests.directory.test_second_step import (
    HEAD,
    STEP,
    browser,
    code_of,
    first_step,
    house,
    key_on,
    said,
    second_step,
    set_up,
    wrong_for,
)
from tests.house import BERGKAMEN, House
from tests.signing_in import OPERATOR, coordinator_of

__all__ = ["browser", "house"]


OWN = "/directory/zweiter-schritt"


async def marlene(house: House) -> UUID:
    query = select(SignInAddress.person_id).where(SignInAddress.address == MARLENE)
    [(found,)] = await house.rows("directory", query)
    return UUID(str(found))


async def test_it_stays_when_the_role_is_gone(house: House, browser: AsyncClient) -> None:
    """Whoever has set it up is not let in with less."""
    await set_up(house, browser)
    async with house.context("directory").database.transaction() as uow:
        person_id = await marlene(house)
        await uow.session.execute(delete(AccessGrant).where(AccessGrant.person_id == person_id))
    async with new_browser(house) as other:
        assert (await first_step(house, other)).headers["location"] == STEP


async def test_another_coordinator_resets_it_after_being_asked(
    house: House, browser: AsyncClient
) -> None:
    key, codes = await set_up(house, browser)
    account = f"/directory/konten/{await marlene(house)}"
    assert "setzt eine Kollegin" in said(await browser.get(account))
    assert (await browser.post(f"{account}/zweiter-schritt")).status_code == 403
    async with new_browser(house) as office:
        office.cookies.update(await house.sign_in(coordinator_of(BERGKAMEN)))
        assert "10 Wiederherstellungscodes" in said(await office.get(account))
        assert "am Telefon" in said(await office.get(f"{account}/zweiter-schritt"))
        assert (await office.post(f"{account}/zweiter-schritt")).status_code == 303
    assert await house.rows("directory", select(RecoveryCode.code_digest)) == []
    house.clock.forward(timedelta(minutes=1))
    async with new_browser(house) as other:
        await first_step(house, other)
        assert key_on(await other.get(STEP)) != key
        assert "passt nicht" in said(await second_step(other, codes[0]))


async def test_a_coordinator_does_not_reset_an_operators(
    house: House, browser: AsyncClient
) -> None:
    await set_up(house, browser)
    person_id = await marlene(house)
    async with house.context("directory").database.transaction() as uow:
        grant = OPERATOR.model_dump(exclude={"municipality"})
        uow.session.add(AccessGrant(person_id=person_id, tenant=OPERATOR.municipality, **grant))
    account = f"/directory/konten/{person_id}/zweiter-schritt"
    async with new_browser(house) as office:
        office.cookies.update(await house.sign_in(coordinator_of(BERGKAMEN)))
        assert (await office.post(account)).status_code == 403
        office.cookies.update(await house.sign_in(OPERATOR))
        assert (await office.post(account)).status_code == 303


async def test_new_recovery_codes_end_those_before_and_are_shown_once(
    house: House, browser: AsyncClient
) -> None:
    _, before = await set_up(house, browser)
    assert "auch die auf Papier" in said(await browser.get(f"{OWN}/codes"))
    shown = await browser.post(f"{OWN}/codes")
    fresh = re.findall(r"[A-Z2-7]{5}-[A-Z2-7]{5}", shown.text)
    assert len(set(fresh) - set(before)) == 10
    assert fresh[0] not in (await browser.get(OWN)).text
    async with new_browser(house) as other:
        await first_step(house, other)
        assert "passt nicht" in said(await second_step(other, before[0]))
        assert (await second_step(other, fresh[0])).status_code == 303
        assert "9 Codes sind noch unbenutzt, 1 benutzt" in said(await other.get(OWN))


async def test_whoever_has_no_second_step_gets_no_recovery_codes(
    house: House, browser: AsyncClient
) -> None:
    await first_step(house, browser, HEAD)
    assert (await browser.post(f"{OWN}/codes")).status_code == 409
    assert await house.rows("directory", select(RecoveryCode.code_digest)) == []


async def test_another_phone_takes_the_place_of_the_first(
    house: House, browser: AsyncClient
) -> None:
    old, _ = await set_up(house, browser)
    page = await browser.get(f"{OWN}/app")
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.text)
    assert sealed is not None
    new = key_on(page)
    sent = {"code": wrong_for(code_of(house, new)), "sealed": sealed[1]}
    again = await browser.post(f"{OWN}/app", data=sent)
    assert again.status_code == 422
    assert key_on(again) == new
    assert (await browser.post(f"{OWN}/app", data={"code": "1"})).status_code == 422
    sent["code"] = code_of(house, new)
    assert (await browser.post(f"{OWN}/app", data=sent)).headers["location"] == OWN
    house.clock.forward(timedelta(minutes=1))
    async with new_browser(house) as other:
        await first_step(house, other)
        assert "passt nicht" in said(await second_step(other, code_of(house, old)))
        assert (await second_step(other, code_of(house, new))).status_code == 303


async def test_a_key_is_set_up_only_by_whom_it_was_shown(
    house: House, browser: AsyncClient
) -> None:
    await set_up(house, browser)
    async with new_browser(house) as other:
        await first_step(house, other, HEAD)
        page = await other.get(f"{OWN}/app")
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.text)
    assert sealed is not None
    sent = {"code": code_of(house, key_on(page)), "sealed": sealed[1]}
    assert (await browser.post(f"{OWN}/app", data=sent)).status_code == 422
