"""Signing in by a code that is sent by mail (H1.13 to H1.21, H1.24)."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.directory.codes.models import CodeRequest
from services.directory.codes.rules import only_digits
from services.directory.pages import A_MINUTE
from shared.contracts.accounts import CodeRequestRecord, SignInMethod
from shared.database.tables import table_of
from shared.german import time_of_day
from shared.web.sessions.models import sessions
from shared.web.sessions.one_time import PURPOSE, one_time_code
from tests.directory.conftest import open_desk
from tests.house import URL, House
from tests.rewinding import Houses

MARLENE = "marlene.brueggemann@example.org"
HOUR = timedelta(hours=1)
SAME_SITE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
async def house(houses: Houses) -> AsyncGenerator[House]:
    """Left when no request waits to be passed on, which the next test would find."""
    house = (await houses.as_new("desk", open_desk)).house
    yield house
    await until_passed_on(house)


@pytest.fixture
async def browser(house: House) -> AsyncGenerator[AsyncClient]:
    async with new_browser(house) as client:
        yield client


async def signed_in(house: House) -> list[UUID]:
    """The sign-ins that a code has begun."""
    mine = select(sessions.c.session_id).where(sessions.c.method == SignInMethod.CODE)
    return [row[0] for row in await house.rows("directory", mine)]


async def until_passed_on(house: House) -> list[int]:
    """How often each request has been told to whoever writes mails."""
    async with asyncio.timeout(20):
        while True:
            rows = await house.rows("directory", select(CodeRequest.told, CodeRequest.wanted))
            if all(told == wanted for told, wanted in rows):
                return [told for told, _ in rows]
            await asyncio.sleep(0.02)


def new_browser(house: House) -> AsyncClient:
    return AsyncClient(transport=house.http._transport, base_url=URL, headers=SAME_SITE)


async def ask(browser: AsyncClient, address: str = MARLENE) -> Response:
    return await browser.post("/directory/anmelden", data={"address": address})


async def enter(browser: AsyncClient, code: str) -> Response:
    return await browser.post("/directory/anmelden/code", data={"code": code})


async def latest_code(house: House) -> str:
    newest = select(CodeRequest.id).order_by(CodeRequest.created_at.desc()).limit(1)
    [(request_id,)] = await house.rows("directory", newest)
    return one_time_code(house.context("directory").key(PURPOSE), request_id)


async def test_the_code_signs_in_whoever_asked_for_it(house: House, browser: AsyncClient) -> None:
    await ask(browser)
    answer = await enter(browser, await latest_code(house))
    assert answer.status_code == 303
    own = await browser.get("/directory/anmeldungen")
    assert own.status_code == 200
    assert "Dieser Browser" in own.text


async def test_a_code_with_blanks_hyphens_or_a_lost_zero_is_the_same_code() -> None:
    assert only_digits(" 012-345 ") == only_digits("012 345") == only_digits("12345") == "012345"


async def test_a_wrong_code_leaves_the_form_and_says_so(house: House, browser: AsyncClient) -> None:
    await ask(browser)
    code = await latest_code(house)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    answer = await enter(browser, wrong)
    assert answer.status_code == 422
    assert "Dieser Code passt nicht" in answer.text


async def test_the_sixth_try_is_refused_even_if_it_is_right(
    house: House, browser: AsyncClient
) -> None:
    await ask(browser)
    code = await latest_code(house)
    for _ in range(5):
        await enter(browser, f"{(int(code) + 1) % 10**6:06}")
    answer = await enter(browser, code)
    assert "Dieser Code ist verbraucht" in answer.text
    assert await signed_in(house) == []


async def test_a_code_works_once(house: House, browser: AsyncClient) -> None:
    await ask(browser)
    code = await latest_code(house)
    kept = dict(browser.cookies)
    await enter(browser, code)
    async with new_browser(house) as other:
        other.cookies.update(kept)
        answer = await enter(other, code)
    assert "gilt nicht mehr" in answer.text


async def test_a_code_works_only_in_the_browser_that_asked(
    house: House, browser: AsyncClient
) -> None:
    await ask(browser)
    code = await latest_code(house)
    async with new_browser(house) as other:
        answer = await enter(other, code)
    assert answer.status_code == 422
    assert await signed_in(house) == []


async def test_a_code_is_too_old_after_twenty_minutes(house: House, browser: AsyncClient) -> None:
    await ask(browser)
    code = await latest_code(house)
    house.clock.forward(timedelta(minutes=20))
    answer = await enter(browser, code)
    assert "gilt nicht mehr" in answer.text


async def test_asking_again_sends_the_same_code(house: House, browser: AsyncClient) -> None:
    await ask(browser)
    before = await latest_code(house)
    await browser.post("/directory/anmelden/code/noch-einmal")
    [(wanted,)] = await house.rows("directory", select(CodeRequest.wanted))
    assert wanted == 2
    assert await latest_code(house) == before


async def test_known_and_unknown_addresses_are_answered_the_same(house: House) -> None:
    answers = []
    for address in (MARLENE, "niemand@example.org"):
        async with new_browser(house) as one:
            answer = await ask(one, address)
            page = await one.get("/directory/anmelden/code")
            answers.append(
                (answer.status_code, answer.headers["location"], page.text.replace(address, "X"))
            )
    assert answers[0] == answers[1]


async def test_nobody_is_written_to_at_an_address_that_is_not_theirs(house: House) -> None:
    async with new_browser(house) as one:
        await ask(one, "niemand@example.org")
    async with new_browser(house) as one:
        await ask(one, MARLENE)
    assert await until_passed_on(house) == [1, 1]
    await house.quiet()
    messages = [
        arrival.message
        async for batch in house.bus.history([CodeRequestRecord.topic], house.clock.now() - HOUR)
        for arrival in batch
        if arrival.message is not None
    ]
    [told] = messages
    assert told.data is not None
    record = CodeRequestRecord.model_validate_json(told.data)
    assert record.address == MARLENE


@pytest.mark.parametrize("address", [MARLENE, "niemand@example.org"])
async def test_the_sixth_request_in_an_hour_is_refused_whoevers_address_it_is(
    house: House, address: str
) -> None:
    for _ in range(5):
        async with new_browser(house) as attacker:
            assert (await ask(attacker, address)).status_code == 303
    async with new_browser(house) as attacker:
        answer = await ask(attacker, address)
    assert answer.status_code == 422
    assert "schon fünf Codes" in answer.text


async def test_others_cannot_use_up_the_requests_of_a_browser_that_signed_in_before(
    house: House, browser: AsyncClient
) -> None:
    await ask(browser)
    await enter(browser, await latest_code(house))
    for _ in range(5):
        async with new_browser(house) as attacker:
            await ask(attacker)
    assert (await ask(browser)).status_code == 303
    answer = await enter(browser, await latest_code(house))
    assert answer.status_code == 303


async def test_one_place_asks_and_guesses_only_so_often(house: House) -> None:
    """H1.16: a school behind one address is not near it."""
    async with new_browser(house) as one:
        for number in range(A_MINUTE - 1):
            assert (await ask(one, f"{number}@example.org")).status_code == 303
        assert (await enter(one, "000000")).status_code == 422
        path = "/directory/anmelden/code/noch-einmal"
        for answer in (await ask(one), await enter(one, "000000"), await one.post(path)):
            assert (answer.status_code, int(answer.headers["retry-after"]) <= 60) == (429, True)
        assert (await one.get("/directory/anmelden")).status_code == 200


async def test_looking_at_the_pages_changes_nothing(house: House, browser: AsyncClient) -> None:
    await ask(browser)
    await until_passed_on(house)
    before = await house.rows("directory", select(table_of(CodeRequest)))
    await browser.get("/directory/anmelden")
    await browser.get("/directory/anmelden/code")
    assert await house.rows("directory", select(table_of(CodeRequest))) == before


async def test_signing_in_gives_a_new_id_and_ends_the_one_before(
    house: House, browser: AsyncClient
) -> None:
    await ask(browser)
    await enter(browser, await latest_code(house))
    [first] = await signed_in(house)
    await ask(browser)
    await enter(browser, await latest_code(house))
    [second] = await signed_in(house)
    assert first != second


@pytest.mark.parametrize("target", ["/\\evil.example", "//evil.example", "https://evil.example"])
async def test_nobody_is_led_to_another_site(
    house: House, browser: AsyncClient, target: str
) -> None:
    await ask(browser)
    data = {"code": await latest_code(house), "weiter": target}
    answer = await browser.post("/directory/anmelden/code", data=data)
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))


async def test_a_form_of_another_site_cannot_sign_anybody_in(house: House) -> None:
    async with new_browser(house) as browser:
        browser.headers["sec-fetch-site"] = "cross-site"
        assert (await ask(browser)).status_code == 403


async def test_the_page_names_the_address_and_takes_any_spelling_of_a_code(
    browser: AsyncClient,
) -> None:
    await ask(browser)
    page = (await browser.get("/directory/anmelden/code")).text
    assert MARLENE in page
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert 'maxlength="6"' not in page


async def test_the_page_says_when_the_mail_was_asked_for(
    house: House, browser: AsyncClient
) -> None:
    """H1.19."""
    asked_at = house.clock.now()
    await ask(browser)
    house.clock.forward(timedelta(minutes=12))
    page = (await browser.get("/directory/anmelden/code")).text
    assert f"um\n{time_of_day(asked_at)}" in page
    assert "normal" in page
