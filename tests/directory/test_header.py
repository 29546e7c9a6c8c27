"""The header of every page: who is signed in, as what, and the ways out."""

import re
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from httpx2 import ASGITransport, AsyncClient
from structlog.testing import capture_logs

from deploy.sample import load_sample
from deploy.sample.visitors import Sample, enter, sample_people
from shared.contracts.accounts import AccessRole, Grant
from shared.web.sessions import cookies
from shared.web.sessions.display import Display, encoded
from tests.house import BERGKAMEN, URL, House, embedded_house
from tests.signing_in import OPERATOR, coordinator_of

PAGE = "/directory/anmeldungen"
HTML = {"accept": "text/html", "sec-fetch-site": "same-origin"}
DISPLAY = cookies.cookie_name(URL, cookies.DISPLAY)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    async with embedded_house(tmp_path_factory.mktemp("header"), ["directory"]) as house:
        await load_sample(house.settings, house.context("directory").database)
        yield house


def browser(house: House, cookies: dict[str, str] | None = None) -> AsyncClient:
    transport = ASGITransport(app=house.app)
    return AsyncClient(transport=transport, base_url=URL, headers=HTML, cookies=cookies)


async def entered(person: AsyncClient, title: str) -> Sample:
    sample = next(each for each in await sample_people(person) if each.title == title)
    await enter(person, sample)
    return sample


async def test_it_says_who_is_signed_in_as_what_and_in_which_municipality(house: House) -> None:
    async with browser(house) as person:
        sample = await entered(person, "Schulleitung:")
        page = (await person.get(PAGE)).text
    assert f'kp-account__name">{sample.name}<' in page
    assert re.search(r'kp-account__role">Schulleitung, [^<]+\(Beispiel\)<', page)
    assert 'kp-municipality">Stadt Bergkamen<' in page
    assert 'action="/directory/abmelden"' in page
    assert f'href="{PAGE}"' in page


async def test_a_name_leaves_the_browser_with_the_sign_in(house: House) -> None:
    async with browser(house) as person:
        await entered(person, "Koordinierungsstelle:")
        assert person.cookies.get(DISPLAY)
        await person.post("/directory/abmelden")
        assert not person.cookies.get(DISPLAY)


async def test_without_names_the_role_alone_is_shown(house: House) -> None:
    signed_in = await house.sign_in(coordinator_of(BERGKAMEN))
    for said in ({}, {DISPLAY: "kaputt"}):
        async with browser(house, cookies=signed_in | said) as person:
            page = (await person.get(PAGE)).text
        assert 'kp-account__name">Koordinierungsstelle<' in page


async def test_whoever_writes_their_own_cookie_gets_text_and_no_rights(house: House) -> None:
    forged = encoded(Display(name="<b>Chef</b>", municipalities={BERGKAMEN: "<i>Hier</i>"}))
    signed_in = await house.sign_in(Grant(role=AccessRole.HEAD, municipality=BERGKAMEN))
    async with browser(house, cookies=signed_in | {DISPLAY: forged}) as person:
        page = (await person.get(PAGE)).text
        assert (await person.get("/directory/organisationen")).status_code == 403
    assert "&lt;b&gt;Chef&lt;/b&gt;" in page
    assert "<b>Chef" not in page
    assert "<i>Hier" not in page


async def test_other_roles_are_offered_in_the_header_and_where_one_is_refused(
    house: House,
) -> None:
    head = Grant(role=AccessRole.HEAD, municipality=BERGKAMEN)
    worker = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
    async with browser(house, cookies=await house.sign_in(head, worker)) as person:
        answer = await person.get("/directory/organisationen")
    assert answer.status_code == 403
    assert "Sie handeln gerade als <strong>Schulleitung</strong>" in answer.text
    assert answer.text.count('name="als" value="05978004.worker."') == 2


async def test_the_number_on_an_error_page_stands_in_the_log(house: House) -> None:
    async with browser(house, cookies=await house.sign_in(OPERATOR)) as person:
        with capture_logs() as logs:
            answer = await person.get("/directory/nirgends")
    (line,) = logs
    assert line["status"] == 404
    assert line["reference"] in answer.text
    assert "kp-account" in answer.text


async def test_a_page_of_no_service_knows_who_is_signed_in(house: House) -> None:
    async with browser(house, cookies=await house.sign_in(OPERATOR)) as person:
        answer = await person.get("/nirgends")
    assert answer.status_code == 404
    assert "kp-account" in answer.text


async def test_crumbs_lead_back_to_the_list_and_to_the_start(house: House) -> None:
    async with browser(house, cookies=await house.sign_in(coordinator_of(BERGKAMEN))) as person:
        page = (await person.get("/directory/organisationen/neu")).text
    crumbs = page.partition("kp-crumbs__list")[2].partition("</ol>")[0]
    assert re.findall(r'href="([^"]+)"', crumbs) == ["/dashboard/", "/directory/organisationen"]
    assert '<li aria-current="page">Neue Organisation</li>' in crumbs


async def test_crumbs_of_a_question_lead_back_to_what_it_is_about(house: House) -> None:
    async with browser(house, cookies=await house.sign_in(coordinator_of(BERGKAMEN))) as person:
        form = {"given_name": "Lea", "family_name": "Ernst", "address": "lea@example.org"}
        more = {"role": "coordinator", "organization_id": "", "valid_from": "", "valid_to": ""}
        answer = await person.post("/directory/konten/neu", data=form | more)
        account = answer.headers["location"]
        page = (await person.get(f"{account}/rolle")).text
    crumbs = page.partition("kp-crumbs__list")[2].partition("</ol>")[0]
    above = ["/dashboard/", "/directory/konten", account]
    assert re.findall(r'href="([^"]+)"', crumbs) == above
    assert ">Lea Ernst</a>" in crumbs


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("/directory/impressum", True),
        ("/directory/oeffentlich", True),
        ("/directory/gibt-es-nicht", True),
        ("/directory/anmelden", False),
    ],
)
async def test_a_stranger_is_led_to_signing_in_from_everywhere_else(
    house: House, path: str, offered: bool
) -> None:
    async with browser(house) as stranger:
        page = (await stranger.get(path)).text
        assert ('class="kp-sign-in" href="/directory/anmelden"' in page) is offered
        await entered(stranger, "Schulleitung:")
        assert "kp-sign-in" not in (await stranger.get(path)).text
