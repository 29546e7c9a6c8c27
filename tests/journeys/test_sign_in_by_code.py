"""Signing in by mail, through the whole house: address, mail, code, and then every service."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from httpx2 import AsyncClient
from pyotp import TOTP
from structlog.testing import capture_logs

from deploy.replay import BEGINNING
from deploy.sample import load_sample
from deploy.services import load
from services.directory.notices.use_cases import KEPT, forget
from shared.contracts.accounts import CodeRequestRecord
from shared.mail import Tls
from shared.web.sessions.one_time import PURPOSE, one_time_code
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House
from tests.notifications.conftest import kept
from tests.notifications.post import Post
from tests.notifications.test_codes import lane, until
from tests.notifications.test_smtp import part
from tests.signing_in import coordinator_of

MARLENE = "marlene.brueggemann@example.org"
SERVICES = ("directory", "notifications", "surveys")
OWN_APP = "/directory/zweiter-schritt/app"
SIGN_IN, ELSEWHERE = "/directory/anmelden", "/surveys/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@asynccontextmanager
async def new_browser(house: House) -> AsyncGenerator[AsyncClient]:
    headers = {"sec-fetch-site": "same-origin", "user-agent": FIREFOX}
    transport = house.http._transport
    async with AsyncClient(transport=transport, base_url=URL, headers=headers) as browser:
        yield browser


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    post.open()
    yield post
    post.close()


async def sample_house(open_house: OpenHouse, **given: object) -> House:
    """Its people can sign in as those of the sample."""
    house = await open_house(*SERVICES, load_sample=True, **given)
    await load_sample(house.settings, house.context("directory").database)
    await house.quiet()
    return house


async def handled(house: House, number: int) -> None:
    async with asyncio.timeout(20):
        while [handled for handled, _ in await lane(house)] != [number]:
            await asyncio.sleep(0.01)


def read_code(text: str) -> str:
    [code] = re.findall(r"^(\d{6})\r?$", text, re.MULTILINE)
    return str(code)


async def enter(house: House, browser: AsyncClient, code: str) -> None:
    """The code, and then a page of another service."""
    assert (await browser.get(ELSEWHERE)).status_code == 303, "nobody is in yet"
    answer = await browser.post(f"{SIGN_IN}/code", data={"code": code, "weiter": ELSEWHERE})
    assert (answer.status_code, answer.headers["location"]) == (303, ELSEWHERE)
    await house.quiet()
    page = await browser.get(ELSEWHERE)
    assert page.status_code == 200


async def test_whoever_types_the_code_from_the_mail_is_in_at_every_service(
    open_either_house: OpenHouse, post: Post
) -> None:
    mail = {"smtp_url": post.url, "smtp_tls": Tls.NONE, "mail_from": "post@bergkamen.example"}
    house = await sample_house(open_either_house, **mail)
    with capture_logs() as logs:
        async with new_browser(house) as browser:
            await browser.post(SIGN_IN, data={"address": MARLENE})
            await handled(house, 1)
            await browser.post(f"{SIGN_IN}/code/noch-einmal")
            await handled(house, 2)
            first, second = post.mails
            code = read_code(part(first, "plain"))
            assert read_code(part(second, "plain")) == code
            assert "Guten Tag Marlene Brüggemann," in part(first, "plain")
            assert "in: Firefox, Windows" in part(first, "plain")
            await enter(house, browser, code)
    assert await lane(house) == [], "the copy goes with the code"
    assert code not in str(logs)
    await assert_sealed(house, code)


async def assert_sealed(house: House, code: str) -> None:
    """Nothing on the bus has the code in it, and the request says it to its reader only."""
    names = {topic for service in SERVICES for topic in load(service).handlers.topics()}
    arrivals = [a async for batch in house.bus.history(names, BEGINNING) for a in batch]
    said = [each.message.data for each in arrivals if each.message and each.message.data]
    assert [data for data in said if f'"{code}"'.encode() in data] == []
    key = house.context("directory").key(PURPOSE)
    requests = [
        CodeRequestRecord.model_validate_json(each.message.data)
        for each in arrivals
        if each.message and each.message.data and each.message.topic == CodeRequestRecord.topic
    ]
    assert {one_time_code(key, each.request_id) for each in requests} <= {code}
    assert all(code not in each.sealed_code for each in requests)


async def test_where_no_mail_is_sent_the_code_is_found_in_the_mailbox(
    open_house: OpenHouse,
) -> None:
    house = await sample_house(open_house)
    async with new_browser(house) as browser:
        await browser.post(SIGN_IN, data={"address": MARLENE})
        await handled(house, 1)
        [mail] = await kept(house)
        text = await house.http.get(f"/notifications/postfach/{mail.id}/text")
        await enter(house, browser, read_code(text.text))


async def test_whoever_changes_their_second_step_reads_so_in_a_mail(
    open_house: OpenHouse,
) -> None:
    house = await sample_house(open_house)
    async with new_browser(house) as browser:
        await browser.post(SIGN_IN, data={"address": MARLENE})
        await handled(house, 1)
        [mail] = await kept(house)
        text = await house.http.get(f"/notifications/postfach/{mail.id}/text")
        await enter(house, browser, read_code(text.text))
        page = (await browser.get(OWN_APP)).text
        [key] = re.findall(r"<code>([A-Z2-7 ]+)</code>", page)
        [sealed] = re.findall(r'name="sealed" value="([^"]+)"', page)
        code = TOTP(key.replace(" ", "")).at(house.clock.now())
        shown = await browser.post(OWN_APP, data={"code": code, "sealed": sealed})
        assert "Wiederherstellungscodes" in shown.text
    await handled(house, 1)
    last = next(each for each in await kept(house) if each.id != mail.id)
    assert last.recipient.endswith(f"<{MARLENE}>") or last.recipient == MARLENE
    text = await house.http.get(f"/notifications/postfach/{last.id}/text")
    assert "für Ihr Konto wurde eine App eingerichtet" in text.text
    assert "in: Firefox, Windows" in text.text
    house.clock.forward(KEPT + timedelta(minutes=1))
    async with house.context("directory").database.transaction() as uow:
        assert not await forget(uow)
    await house.quiet()
    assert await lane(house) == [], "the copy goes with the notice"


async def test_who_is_invited_and_whose_address_is_changed_read_so_in_a_mail(
    open_house: OpenHouse,
) -> None:
    house = await sample_house(open_house)
    office = await house.sign_in(coordinator_of(BERGKAMEN))
    async with new_browser(house) as browser:
        browser.cookies.update(office)
        given = {"given_name": "Nora", "family_name": "Neu", "address": "nora.neu@example.org"}
        made = await browser.post("/directory/konten/neu", data={**given, "role": "coordinator"})
        assert made.status_code == 303, made.text
        account = made.headers["location"]
        other = {"address": "nora.anders@example.org"}
        assert (await browser.post(f"{account}/adresse", data=other)).status_code == 303
    await until(house, *[(1, None)] * 3)
    told = {
        (each.recipient.rpartition("<")[2].strip(">"), each.subject) for each in await kept(house)
    }
    assert told == {
        (given["address"], "Ihre Einladung zu Knotenpunkt"),
        (given["address"], "Ihre Adresse zum Anmelden wurde geändert"),
        (other["address"], "Ihre neue Adresse zum Anmelden"),
    }


async def test_nobody_is_written_to_at_an_address_without_an_account(
    open_house: OpenHouse,
) -> None:
    house = await sample_house(open_house)
    async with new_browser(house) as one, new_browser(house) as other:
        await one.post(SIGN_IN, data={"address": "niemand@example.org"})
        await other.post(SIGN_IN, data={"address": MARLENE})
        await handled(house, 1)
    [mail] = await kept(house)
    assert MARLENE in mail.recipient
