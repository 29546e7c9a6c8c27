"""Everybody's own start page: what each service has to say to them, and the way to every page."""

import html
import re
import time
from collections.abc import AsyncGenerator
from datetime import date, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from httpx2 import ASGITransport, AsyncBaseTransport, AsyncClient, ConnectError, Request, Response
from sqlalchemy import func, select

from deploy.services import NAMES, load
from services.dashboard.start.rules import LATE_SECONDS, arranged, services
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.cards import Card, Urgency
from shared.contracts.navigation import entries
from shared.messaging.bus.backlog import Backlog
from shared.messaging.event import EVERYONE
from shared.messaging.message import Partition
from shared.web.neighbours import Network
from tests.dashboard.conftest import connect
from tests.house import BERGKAMEN, URL, House, embedded_house
from tests.signing_in import OPERATOR, coordinator_of
from tests.trainings.conftest import Employment

KAMEN = "05978020"
OF_ORGANIZATIONS = (AccessRole.CARRIER, AccessRole.HEAD, AccessRole.CONTACT)
HTML = {"accept": "text/html", "sec-fetch-site": "same-origin"}
HEADING = re.compile(
    r"<h2[^>]*>(?P<heading>[^<]+)</h2>"
    r'|kp-note__title">(?:<a href="(?P<link>[^"]+)">)?(?P<title>[^<]+)'
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    served = frozenset({BERGKAMEN, KAMEN})
    folder = tmp_path_factory.mktemp("start")
    async with embedded_house(folder, NAMES, municipalities=served) as house:
        connect(house)
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def nele(house: House) -> Employment:
    """Somebody who begins in three days, so that some tasks are late already."""
    somebody = Employment()
    await house.announce(somebody.hired(today(house) + timedelta(days=3)))
    await house.quiet()
    return somebody


def today(house: House) -> date:
    return local_date(house.clock.now())


async def browser(house: House, *grants: Grant, person_id: UUID | None = None) -> AsyncClient:
    cookies = await house.sign_in(*grants, person_id=person_id) if grants else {}
    transport = ASGITransport(app=house.app)
    return AsyncClient(transport=transport, base_url=URL, headers=HTML, cookies=cookies)


def at(role: AccessRole, organization_id: UUID | None = None, tenant: str = BERGKAMEN) -> Grant:
    return Grant(role=role, municipality=tenant, organization_id=organization_id)


def outline(page: str) -> list[str]:
    """Headings and the titles of cards in their order."""
    return [html.unescape(one["heading"] or one["title"]) for one in HEADING.finditer(page)]


async def start_page(house: House, *grants: Grant, person_id: UUID | None = None) -> str:
    async with await browser(house, *grants, person_id=person_id) as person:
        answer = await person.get("/dashboard/")
    assert answer.status_code == 200
    return answer.text


async def test_a_coordinator_sees_what_is_late_before_what_is_only_to_be_known(
    house: House, nele: Employment
) -> None:
    page = await start_page(house, coordinator_of(BERGKAMEN))
    assert outline(page) == [
        "Das braucht Sie jetzt",
        "Überfällige Aufgaben",
        "Wartet auf mich",
        "Bald",
        "Starten demnächst",
        "Im Blick",
        "Alle Einarbeitungen",
        "Mitteilungen",
        "Ruhezeiten",
    ]


async def test_every_card_leads_to_a_page_that_shows_what_it_counts(
    house: House, nele: Employment
) -> None:
    async with await browser(house, coordinator_of(BERGKAMEN), OPERATOR) as person:
        page = (await person.get("/dashboard/")).text
        links = [each["link"] for each in HEADING.finditer(page) if each["link"]]
        assert len(links) > 5
        for link in links:
            assert (await person.get(html.unescape(link))).status_code == 200


async def test_each_role_sees_its_own_tasks_only(house: House, nele: Employment) -> None:
    worker = await start_page(house, at(AccessRole.WORKER), person_id=nele.worker)
    assert {"Meine Aufgaben zum Start", "Was andere für Ihren Start tun"} <= set(outline(worker))
    carrier = await start_page(house, at(AccessRole.CARRIER, nele.carrier))
    assert {"Aufgaben unseres Trägers", "Unsere Einarbeitungen"} <= set(outline(carrier))
    head = await start_page(house, at(AccessRole.HEAD, nele.school))
    assert "Aufgaben meiner Schule" in outline(head)


@pytest.mark.parametrize(
    ("role", "organization"),
    [
        (AccessRole.COORDINATOR, None),
        (AccessRole.CARRIER, UUID(int=1)),
        (AccessRole.HEAD, UUID(int=1)),
        (AccessRole.WORKER, None),
    ],
)
async def test_nobody_sees_what_concerns_others(
    house: House, nele: Employment, role: AccessRole, organization: UUID | None
) -> None:
    """A coordinator of elsewhere, another carrier, another school, another worker."""
    tenant = KAMEN if role is AccessRole.COORDINATOR else BERGKAMEN
    own = ["Im Blick", "Ruhezeiten"] if role is AccessRole.COORDINATOR else []
    assert outline(await start_page(house, at(role, organization, tenant))) == own


async def test_somebody_with_several_roles_is_told_in_each(house: House, nele: Employment) -> None:
    page = await start_page(house, OPERATOR, coordinator_of(BERGKAMEN))
    assert {"Dienste", "Postfach", "Überfällige Aufgaben"} <= set(outline(page))


class Without(AsyncBaseTransport):
    """Every service but one."""

    def __init__(self, house: House, service: str) -> None:
        self._inner, self._away = ASGITransport(app=house.app), f"/{service}/"

    async def handle_async_request(self, request: Request) -> Response:
        if request.url.path.startswith(self._away):
            raise ConnectError("nobody there", request=request)
        return await self._inner.handle_async_request(request)


async def test_a_service_that_does_not_answer_gets_a_card_that_says_so(
    house: House, nele: Employment
) -> None:
    connect(house, Without(house, "surveys"))
    page = await start_page(house, coordinator_of(BERGKAMEN))
    operators = await start_page(house, OPERATOR)
    connect(house)
    assert "Befragungen" in outline(page)
    assert "Antwortet gerade nicht" in page
    assert "Überfällige Aufgaben" in outline(page)
    assert 'hx-trigger="every 5s"' in page
    assert "Befragungen: antwortet nicht." in operators


async def test_nobody_waits_longer_for_a_start_page_than_for_what_is_said_at_once() -> None:
    assert Network().brief_seconds == 0.4
    assert Network().briefly().read_seconds == 0.4


async def test_nothing_of_it_is_kept_in_the_dashboard(house: House, nele: Employment) -> None:
    tables = [each for each in load("dashboard").tables.sorted_tables if each.name != "sessions"]

    async def counts() -> dict[str, int]:
        query = {each.name: select(func.count()).select_from(each) for each in tables}
        return {name: (await house.rows("dashboard", each))[0][0] for name, each in query.items()}

    async with await browser(house, coordinator_of(BERGKAMEN), OPERATOR) as person:
        before = await counts()
        await person.get("/dashboard/")
        assert await counts() == before


async def test_who_is_signed_out_is_led_from_the_root_to_the_sign_in_page(house: House) -> None:
    async with await browser(house) as stranger:
        answer = await stranger.get("/", follow_redirects=True)
    assert answer.url.path == "/directory/anmelden"
    assert answer.url.params["weiter"] == "/dashboard/"


async def test_a_page_that_refreshes_itself_is_loaded_anew_once_somebody_is_signed_out(
    house: House,
) -> None:
    async with await browser(house) as stranger:
        answer = await stranger.get("/dashboard/", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-refresh"] == "true"


@pytest.mark.parametrize("role", list(AccessRole))
async def test_the_menu_offers_a_role_nothing_that_it_may_not_see(
    house: House, role: AccessRole
) -> None:
    tenant = EVERYONE if role is AccessRole.OPERATOR else BERGKAMEN
    grant = at(role, UUID(int=1) if role in OF_ORGANIZATIONS else None, tenant)
    async with await browser(house, grant) as person:
        page = (await person.get("/dashboard/")).text
        menu = page.partition('class="kp-nav"')[2].partition("</nav>")[0]
        offered = re.findall(r'<li><a href="([^"]+)"', menu)
        there = entries(mailbox=True, provider=False)
        assert offered == [each.address for each in there if role in each.roles]
        assert "/directory/offene-anmeldungen" not in offered
        for address in offered:
            assert (await person.get(address)).status_code == 200


async def test_cards_are_in_the_order_of_urgency_then_of_days() -> None:
    day = date(2027, 2, 1)
    cards = [
        Card(code="later", title="c", urgency=Urgency.NOW, due=day + timedelta(days=1)),
        Card(code="sooner", title="d", urgency=Urgency.NOW, due=day),
        Card(code="calm", title="a"),
        Card(code="unknown", title="b", urgency=Urgency("tomorrow")),
    ]
    found = arranged({"trainings": cards})
    assert [each.card.code for each in found[Urgency.NOW]] == ["sooner", "later"]
    assert {each.card.code for each in found[Urgency.CALM]} == {"calm", "unknown"}
    assert services({}).urgency is Urgency.CALM


@pytest.mark.parametrize("link", ["//boese.example", "https://boese.example", "x", "/ x"])
async def test_a_card_leads_nowhere_else(link: str) -> None:
    with pytest.raises(ValueError, match="link"):
        Card(code="x", title="x", link=link)


async def test_operators_see_which_service_does_not_keep_up(house: House) -> None:
    place = Partition("directory.of-this-test", 0)
    backlog, now = Backlog("trainings", [place.topic]), time.time()
    operator = await browser(house, OPERATOR)
    for seconds, shown in ((LATE_SECONDS - 10, False), (LATE_SECONDS + 70, True)):
        backlog.keep([])
        backlog.reached(place, now - seconds)
        backlog.report({place: 3}, 0)
        page = (await operator.get("/dashboard/", headers=HTML)).text
        assert ("Rückstand" in page, "Begleitung 3 min" in page) == (shown, shown)
    office = await browser(house, coordinator_of(BERGKAMEN))
    assert "Rückstand" not in (await office.get("/dashboard/", headers=HTML)).text
    backlog.report({place: 0}, 0)
    assert "Rückstand" not in (await operator.get("/dashboard/", headers=HTML)).text
