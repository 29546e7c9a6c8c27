"""Signed in at the directory, known to every service; ended there, unknown to every service."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from deploy.sample import load_sample
from deploy.sample.accounts import OPERATOR
from deploy.sample.visitors import enter, sample_people
from services.directory.accounts import use_cases as accounts
from services.directory.accounts.models import AccessGrant
from shared.contracts.accounts import AccessRecord, SessionRecord, SignInMethod
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.web.sessions import cookies
from shared.web.sessions.models import sessions
from tests.house import URL, House, embedded_house

PAGE = "/notifications/versand"
API = "/notifications/api/v1/parked"
HTML = {"accept": "text/html"}
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
SOON = 10.0
"""Seconds; on a machine with nothing else to do it takes hundredths of one."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with embedded_house(tmp_path, ["directory", "notifications"]) as house:
        await load_sample(house.settings, house.context("directory").database)
        yield house


def new_browser(house: House) -> AsyncClient:
    return AsyncClient(transport=house.http._transport, base_url=URL, headers=SAME_ORIGIN)


@pytest.fixture
async def browser(house: House) -> AsyncGenerator[AsyncClient]:
    """The sample's operator, known to the notifications."""
    async with new_browser(house) as client:
        await sign_in(client)
        await until(lambda: client.get(PAGE, headers=HTML), 200)
        del client.cookies[cookies.cookie_name(URL, cookies.NEW)]  # half a minute has passed
        yield client


async def sign_in(client: AsyncClient) -> None:
    people = await sample_people(client)
    await enter(client, next(each for each in people if each.title == OPERATOR))


async def until(ask: Callable[[], Awaitable[Response]], status: int) -> Response:
    async with asyncio.timeout(SOON):
        while (answer := await ask()).status_code != status:
            await asyncio.sleep(0.01)
    return answer


def named(client: AsyncClient, name: str) -> str:
    """The cookie, as this installation calls it."""
    return client.cookies[cookies.cookie_name(URL, name)]


async def test_who_signs_in_is_known_to_another_service(browser: AsyncClient) -> None:
    assert (await browser.get(PAGE, headers=HTML)).status_code == 200
    assert (await browser.get(API)).status_code == 200


async def test_a_sign_in_that_has_not_arrived_is_waited_for(house: House) -> None:
    async with new_browser(house) as client:
        client.cookies[cookies.cookie_name(URL, cookies.SESSION)] = cookies.new_secret()
        client.cookies[cookies.cookie_name(URL, cookies.AWAKE)] = "1"
        now = int(house.clock.now().timestamp())
        client.cookies[cookies.cookie_name(URL, cookies.NEW)] = str(now)
        answer = await client.get(PAGE, headers=HTML)
    assert answer.status_code == 503
    assert answer.headers["refresh"] == "1"
    assert answer.headers["retry-after"] == "1"
    assert "Ihre Anmeldung wird übernommen" in answer.text


async def test_who_is_not_signed_in_is_asked_to_and_comes_back(house: House) -> None:
    async with new_browser(house) as client:
        answer = await client.get(f"{PAGE}?zustand=alle", headers=HTML)
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert where == "/directory/anmelden?weiter=%2Fnotifications%2Fversand%3Fzustand%3Dalle"


async def test_a_program_is_told_and_never_led_elsewhere(house: House) -> None:
    async with new_browser(house) as client:
        answer = await client.get(API)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


async def test_who_signs_out_is_unknown_to_another_service_within_a_moment(
    browser: AsyncClient,
) -> None:
    kept = dict(browser.cookies.items())
    answer = await browser.post("/directory/abmelden")
    assert answer.headers["location"] == "/directory/abgemeldet"
    assert cookies.cookie_name(URL, cookies.SESSION) not in browser.cookies
    browser.cookies.update(kept)
    await until(lambda: browser.get(API), 401)


async def test_after_ten_hours_every_service_ends_a_sign_in_by_itself(
    house: House, browser: AsyncClient
) -> None:
    house.clock.forward(timedelta(hours=10))
    assert (await browser.get(API)).status_code == 401
    assert (await browser.get("/directory/anmeldungen", headers=HTML)).status_code == 303


async def test_without_the_cookie_that_pages_renew_an_id_is_worth_nothing(
    browser: AsyncClient,
) -> None:
    del browser.cookies[cookies.cookie_name(URL, cookies.AWAKE)]
    assert (await browser.get(API)).status_code == 401


async def test_a_page_that_somebody_opens_keeps_them_signed_in_and_never_sends_the_id(
    browser: AsyncClient,
) -> None:
    opened = await browser.get(PAGE, headers=HTML | {"sec-fetch-mode": "navigate"})
    [renewed] = opened.headers.get_list("set-cookie")
    assert renewed.startswith(f"{cookies.cookie_name(URL, cookies.AWAKE)}=1; ")
    assert "Max-Age=7200" in renewed
    loaded = await browser.get(PAGE, headers=HTML | {"sec-fetch-mode": "cors"})
    assert "set-cookie" not in loaded.headers


async def test_nobody_is_kept_awake_who_is_not_signed_in(house: House) -> None:
    async with new_browser(house) as client:
        client.cookies[cookies.cookie_name(URL, cookies.SESSION)] = cookies.new_secret()
        client.cookies[cookies.cookie_name(URL, cookies.AWAKE)] = "1"
        answer = await client.get(PAGE, headers=HTML)
    assert "set-cookie" not in answer.headers


async def test_a_role_that_is_taken_away_is_gone_in_another_service(
    house: House, browser: AsyncClient
) -> None:
    mine = select(sessions.c.person_id).where(sessions.c.method == SignInMethod.SAMPLE)
    mine = mine.where(sessions.c.session_id == cookies.digest_of(named(browser, cookies.SESSION)))
    [(person_id,)] = await house.rows("directory", mine)
    grants = select(AccessGrant.id, AccessGrant.tenant).where(AccessGrant.person_id == person_id)
    async with house.context("directory").database.transaction() as uow:
        for grant_id, tenant in (await uow.session.execute(grants)).all():
            await accounts.take(uow, person_id, grant_id, Cause(tenant, new_id()))
    await until(lambda: browser.get(API), 401)


async def test_what_was_typed_is_kept_when_the_sign_in_has_ended(browser: AsyncClient) -> None:
    del browser.cookies[cookies.cookie_name(URL, cookies.AWAKE)]
    data = {"reason": 'Testdaten "<b>"', "version": "3"}
    address = "/notifications/versand/wieder-einreihen"
    answer = await browser.post(f"{address}?als=1&b=2", data=data, headers=HTML)
    assert answer.status_code == 401
    assert "Ihre Eingaben sind noch da" in answer.text
    assert f'action="{address}?als=1&amp;b=2"' in answer.text
    assert 'name="reason" value="Testdaten &#34;&lt;b&gt;&#34;"' in answer.text
    assert 'name="version" value="3"' in answer.text


async def test_too_much_is_not_sent_back_and_the_page_says_so(browser: AsyncClient) -> None:
    del browser.cookies[cookies.cookie_name(URL, cookies.AWAKE)]
    data = {"reason": "x" * 255_000, "more": "y" * 20_000}
    address = "/notifications/versand/wieder-einreihen"
    answer = await browser.post(address, data=data, headers=HTML)
    assert answer.status_code in (401, 413)
    assert len(answer.text) < 50_000


async def test_files_have_to_be_chosen_again_and_the_page_says_so(browser: AsyncClient) -> None:
    del browser.cookies[cookies.cookie_name(URL, cookies.AWAKE)]
    address = "/notifications/versand/wieder-einreihen"
    file = {"file": ("liste.csv", b"Vorname;Name", "text/csv")}
    answer = await browser.post(address, data={"reason": "x"}, files=file, headers=HTML)
    assert answer.status_code == 401
    assert "Dateien müssen Sie noch einmal auswählen" in answer.text
    assert 'name="reason" value="x"' in answer.text
    assert "Vorname;Name" not in answer.text


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": URL}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
async def test_a_form_is_taken_from_our_own_pages_only(
    browser: AsyncClient, headers: dict[str, str], allowed: bool
) -> None:
    del browser.headers["sec-fetch-site"]
    answer = await browser.post("/directory/anmeldungen/beenden", headers=headers | HTML)
    assert (answer.status_code != 403) is allowed


async def test_what_is_announced_says_neither_the_id_nor_who_it_is(
    house: House, browser: AsyncClient
) -> None:
    since = house.clock.now() - timedelta(hours=1)
    topics = [SessionRecord.topic, AccessRecord.topic]
    raw = b"".join(
        (arrival.key or b"") + (arrival.value or b"")
        for batch in [each async for each in house.bus.history(topics, since)]
        for arrival in batch
    )
    assert named(browser, cookies.SESSION).encode() not in raw
    assert not re.search(rb"Jonas|Wiechert|@", raw)


def test_under_tls_a_cookie_belongs_to_the_host_alone() -> None:
    assert cookies.cookie_name("https://kp.example", "knotenpunkt").startswith("__Host-")
    assert not cookies.cookie_name("http://127.0.0.1:8080", "knotenpunkt").startswith("__Host-")


def test_two_installations_on_a_host_do_not_share_cookies() -> None:
    names = {cookies.cookie_name(f"https://kp.example:{port}", "x") for port in (443, 8443)}
    assert len(names) == 2
