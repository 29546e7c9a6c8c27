"""Whoever changes how somebody signs in has proved who they are within the last ten minutes."""

import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import func, select

from services.directory.accounts.models import SignInAddress
from services.directory.codes.models import CodeRequest
from services.directory.refusals.models import refusals
from services.directory.sessions import use_cases as sessions
from services.directory.sessions.queries import is_fresh as is_fresh_proof
from services.directory.sessions.values import Proven
from shared.contracts.accounts import SignInMethod
from shared.web.sessions import cookies
from tests.directory.authenticator import Authenticator
from tests.directory.conftest import open_desk
from tests.directory.test_codes import (
    MARLENE,
    ask,
    enter,
    latest_code,
    new_browser,
    until_passed_on,
)
from tests.directory.test_passkeys import HOST, wanted
from tests.directory.test_passkeys_kept import add
from tests.directory.test_second_step import HEAD, code_of, key_on, said, wrong_for
from tests.directory.test_second_step_kept import OWN, marlene
from tests.house import URL, House
from tests.rewinding import Houses
from tests.signing_in import OPERATOR

PROOF = "/directory/bestaetigen"
LATE = timedelta(minutes=11)
PAGE = {"accept": "text/html"}


@pytest.fixture
async def house(houses: Houses) -> AsyncGenerator[House]:
    house = (await houses.as_new("desk", open_desk)).house
    yield house
    await until_passed_on(house)


@pytest.fixture
async def browser(house: House) -> AsyncGenerator[AsyncClient]:
    """Signed in by a code, eleven minutes ago."""
    async with new_browser(house) as client:
        client.headers.update(PAGE)
        await ask(client)
        await enter(client, await latest_code(house))
        house.clock.forward(LATE)
        yield client


async def prove(house: House, browser: AsyncClient, onward: str = "") -> Response:
    """By the code that is sent for it."""
    await browser.post(f"{PROOF}/code", data={"weiter": onward})
    return await browser.post(PROOF, data={"weiter": onward, "code": await latest_code(house)})


async def with_app(house: House, browser: AsyncClient) -> str:
    """The key of an app that is set up now, and as old as the proof for it."""
    await prove(house, browser)
    page = await browser.get(f"{OWN}/app")
    key, sealed = key_on(page), re.search(r'name="sealed" value="([^"]+)"', page.text)
    assert sealed is not None
    data = {"code": code_of(house, key), "sealed": sealed[1]}
    assert (await browser.post(f"{OWN}/app", data=data)).status_code == 200
    house.clock.forward(LATE)
    return key


async def is_fresh(browser: AsyncClient) -> bool:
    return (await browser.get(f"{OWN}/app")).status_code == 200


async def test_a_sign_in_of_just_now_is_a_proof(house: House) -> None:
    async with new_browser(house) as browser:
        await ask(browser)
        await enter(browser, await latest_code(house))
        house.clock.forward(timedelta(minutes=9))
        assert await is_fresh(browser)
        house.clock.forward(timedelta(minutes=2))
        assert not await is_fresh(browser)


@pytest.mark.parametrize("address", [f"{OWN}/app", f"{OWN}/codes", f"{OWN}/passkeys/neu"])
async def test_a_page_leads_to_the_proof_and_back(
    house: House, browser: AsyncClient, address: str
) -> None:
    led = await browser.get(address)
    assert led.status_code == 303
    assert led.headers["location"] == f"{PROOF}?{urlencode({'weiter': address})}"
    page = await browser.get(led.headers["location"])
    assert f"Wir schicken einen Code an {MARLENE}" in said(page)
    sent = await browser.post(f"{PROOF}/code", data={"weiter": address})
    assert "Der Code ging um" in said(await browser.get(sent.headers["location"]))
    right = {"weiter": address, "code": await latest_code(house)}
    back = await browser.post(PROOF, data=right)
    assert back.headers["location"] == address
    assert (await browser.get(address)).status_code == 200


async def test_a_get_asks_for_no_code_and_proves_nothing(
    house: House, browser: AsyncClient
) -> None:
    count = select(func.count()).select_from(CodeRequest)
    before = await house.rows("directory", count)
    await browser.get(PROOF)
    await browser.get(f"{PROOF}/code")
    await browser.get(f"{PROOF}/klick")
    assert await house.rows("directory", count) == before
    assert not await is_fresh(browser)


async def test_what_was_typed_is_kept_until_it_is_proved(
    house: House, browser: AsyncClient
) -> None:
    form = f"/directory/konten/{await marlene(house)}/adresse"
    new = "m.brueggemann@example.org"
    late = await browser.post(form, data={"address": new})
    assert late.status_code == 403
    assert "Ihre Eingaben sind noch da" in said(late)
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', late.text))
    assert kept == {"address": new}
    assert await prove(house, browser)
    assert (await browser.post(form, data=kept)).status_code == 303
    known = select(SignInAddress.address).where(SignInAddress.address == new)
    assert len(await house.rows("directory", known)) == 1


async def test_a_button_alone_can_be_pressed_again_once_it_is_proved(
    house: House, browser: AsyncClient
) -> None:
    late = await browser.post(f"{OWN}/passkeys/beginnen")
    assert (late.status_code, "Erneut absenden" in said(late)) == (403, True)


async def test_a_program_is_told_with_a_code_of_the_problem(house: House) -> None:
    async with new_browser(house) as program:
        program.cookies.update(await house.sign_in(OPERATOR))
        house.clock.forward(LATE)
        address = f"/directory/api/v1/accounts/{await marlene(house)}/address?municipality=05978004"
        answer = await program.put(address, json={"address": "m.brueggemann@example.org"})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "proof-needed")


async def test_the_code_of_somebody_else_proves_nothing(house: House, browser: AsyncClient) -> None:
    await browser.post(f"{PROOF}/code")
    await browser.post("/directory/anmelden", data={"address": HEAD})
    answer = await browser.post(PROOF, data={"code": await latest_code(house)})
    assert answer.status_code == 422
    assert not await is_fresh(browser)


async def test_a_wrong_code_is_said_and_counted(house: House, browser: AsyncClient) -> None:
    await browser.post(f"{PROOF}/code")
    answer = await browser.post(PROOF, data={"code": wrong_for(await latest_code(house))})
    assert (answer.status_code, "Dieser Code passt nicht" in said(answer)) == (422, True)
    assert len(await house.rows("directory", select(refusals))) == 1


async def test_a_second_step_is_asked_for_where_there_is_one(
    house: House, browser: AsyncClient
) -> None:
    key = await with_app(house, browser)
    assert "Mit dem Code aus der App" in said(await browser.get(PROOF))
    await browser.post(f"{PROOF}/code")
    mailed = await browser.post(PROOF, data={"code": await latest_code(house)})
    assert mailed.status_code == 422
    assert not await is_fresh(browser)
    right = await browser.post(PROOF, data={"code": code_of(house, key)})
    assert right.status_code == 303
    assert await is_fresh(browser)


async def test_nobody_guesses_the_second_step_more_often_here_than_at_the_sign_in(
    house: House, browser: AsyncClient
) -> None:
    key = await with_app(house, browser)
    wrong = wrong_for(code_of(house, key))
    told = [(await browser.post(PROOF, data={"code": wrong})).status_code for _ in range(21)]
    assert told == [422] * 21
    last = await browser.post(PROOF, data={"code": code_of(house, key)})
    assert "Bitte warten Sie" in said(last)
    assert not await is_fresh(browser)


async def test_a_passkey_signs_for_one_proof_in_this_sign_in_alone(
    house: House, browser: AsyncClient
) -> None:
    device = Authenticator(URL, HOST)
    await prove(house, browser)
    assert (await add(browser, device)).status_code == 200
    house.clock.forward(LATE)
    signed = device.get(wanted(await browser.get(PROOF)))
    data = {"weiter": f"{OWN}/app", "credential": signed}
    done = await browser.post(f"{PROOF}/passkey", data=data)
    assert done.headers["location"] == f"{OWN}/app"
    assert await is_fresh(browser)
    house.clock.forward(LATE)
    again = await browser.post(f"{PROOF}/passkey", data=data)
    assert (again.status_code, "Das hat nicht geklappt" in said(again)) == (422, True)
    assert not await is_fresh(browser)


async def test_a_click_is_enough_for_nobody_but_the_samples_people(
    house: House, browser: AsyncClient
) -> None:
    assert (await browser.post(f"{PROOF}/klick")).status_code == 403
    assert not await is_fresh(browser)
    async with new_browser(house) as sample:
        sample.headers.update(PAGE)
        person = await marlene(house)
        await sample.post(f"/directory/anmelden/als/{person}")
        house.clock.forward(LATE)
        assert "Hier genügt ein Klick" in said(await sample.get(PROOF))
        assert (await sample.post(f"{PROOF}/klick")).headers["location"] == PROOF
        assert await is_fresh(sample)


async def test_the_way_on_stays_here(house: House, browser: AsyncClient) -> None:
    answer = await prove(house, browser, "//evil.example/x")
    assert answer.headers["location"] == "/x"
    page = await browser.get(PROOF, params={"weiter": "//evil.example"})
    assert "evil.example" not in unescape(page.text)


async def test_another_role_is_the_same_sign_in(house: House) -> None:
    here, proven = house.context("directory"), Proven(await marlene(house), SignInMethod.CODE)
    async with here.database.transaction() as uow:
        first = await sessions.begin(uow, proven, None)
    house.clock.forward(LATE)
    async with here.database.transaction() as uow:
        late = (await sessions.renew(uow, cookies.digest_of(first))).secret
    async with here.database.transaction() as uow:
        now, held = uow.now, cookies.digest_of(late)
        assert not await is_fresh_proof(uow.session, held, now)
        await sessions.note_proof(uow, held)
        fresh = (await sessions.renew(uow, held)).secret
        assert await is_fresh_proof(uow.session, cookies.digest_of(fresh), now)
