"""Parked messages of all services on one page: seen by cause, tried again, given up, corrected."""

import asyncio
import json
import re
from base64 import b64encode
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest
from httpx2 import (
    ASGITransport,
    AsyncBaseTransport,
    AsyncClient,
    ConnectError,
    Request,
    Response,
)
from pydantic import SecretStr
from sqlalchemy import select

from services.dashboard.neighbours.use_cases import SERVICES, Neighbours, Network
from services.dashboard.parked.use_cases import AT_ONCE
from services.trainings.models import people
from shared.contracts.directory import DepartureReason, PersonRecord, WorkerDeparted
from shared.ids import new_id
from shared.messaging.message import Message
from shared.messaging.tables import parked
from tests.conftest import OpenHouse
from tests.dashboard.conftest import connect
from tests.dashboard.stories import START, hired, message
from tests.house import URL, House

WRONG_SHAPE = b'{"worker_id": "' + b"0" * 36 + b'", "note": "Bergstr\xc3\xa4\xc3\x9fe <b>"}'
PAGE = "/dashboard/parked"


@pytest.fixture
async def full_house(open_house: OpenHouse) -> House:
    house = await open_house("directory", "trainings", "dashboard")
    connect(house)
    return house


@pytest.fixture
async def browser(full_house: House) -> AsyncGenerator[AsyncClient]:
    """Asks for pages as browsers do."""
    async with AsyncClient(
        transport=ASGITransport(app=full_house.app),
        base_url=URL,
        headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
    ) as client:
        yield client


def poisoned(good: Message) -> Message:
    """The same message with a body that nobody can read."""
    return replace(good, data=WRONG_SHAPE)


def departure(of: Message) -> Message:
    body = WorkerDeparted(
        worker_id=UUID(of.key),
        carrier_id=new_id(),
        last_day=START,
        reason=DepartureReason.RESIGNATION,
    )
    return message(body, of.time + timedelta(seconds=1), correlation_id=of.correlation_id)


async def parked_in(house: House, service: str = "trainings") -> list[tuple[int, str]]:
    query = select(parked.c.position, parked.c.state).order_by(parked.c.position)
    return [tuple(row) for row in await house.rows(service, query)]  # type: ignore[call-overload]


async def empty(house: House) -> None:
    """Until nothing is parked any more."""
    async with asyncio.timeout(10):
        while await parked_in(house):
            await asyncio.sleep(0.02)
    await house.quiet()


async def poison(house: House, *goods: Message) -> None:
    """Publish poisoned messages, each with a departure behind it."""
    pairs = [each for good in goods for each in (poisoned(good), departure(good))]
    await house.bus.publish(pairs)
    await house.quiet()


async def opened(browser: AsyncClient) -> tuple[str, dict[str, str]]:
    """The page with its first group opened, and what the forms of that group send."""
    page = (await browser.get(PAGE)).text
    link = re.search(rf'href="({PAGE}\?service=[^"#]+)#auswahl"', page)
    assert link, page
    address = link[1].replace("&amp;", "&")
    return (await browser.get(address)).text, dict(parse_qsl(urlsplit(address).query))


async def story(house: House, good: Message) -> list[str]:
    found = await house.http.get(f"/dashboard/api/journeys/{good.correlation_id}")
    return [event["type"] for event in found.json()["events"]]


async def act(browser: AsyncClient, step: str, **form: object) -> str:
    """Send a form and follow to the page it leads to."""
    answer = await browser.post(f"{PAGE}/{step}", data=form)
    assert answer.status_code == 303, answer.text
    return (await browser.get(answer.headers["location"])).text


async def test_nothing_parked_is_good_news(open_house: OpenHouse) -> None:
    house = await open_house(*SERVICES)
    connect(house)
    page = (await house.http.get(PAGE, headers={"accept": "text/html"})).text
    assert "Nichts angehalten – alles fließt." in page
    assert "antwortet nicht" not in page


async def test_programs_still_find_the_api_at_the_address_of_the_page(full_house: House) -> None:
    answer = await full_house.http.get(PAGE, headers={"accept": "application/json"})
    assert answer.json() == {"causes": [], "items": [], "next": None}


async def test_failures_are_grouped_by_cause_with_what_waits_behind(
    full_house: House, browser: AsyncClient
) -> None:
    await poison(full_house, hired(), hired())
    # This one is nobody's: neither trainings nor the dashboard can handle it.
    await full_house.bus.publish([replace(hired(), tenant="09999999")])
    await full_house.quiet()
    page = (await browser.get(PAGE)).text
    groups = re.findall(
        r"<strong>(\d+) fehlgeschlagen</strong> <span>(\d+ warten dahinter|dahinter wartet nichts)",
        page,
    )
    assert groups == [("2", "2 warten dahinter"), *[("1", "dahinter wartet nichts")] * 2]
    assert "Der Inhalt hat nicht die erwartete Form, und zwar bei: " in page
    assert "Diese Kommune wird hier nicht bedient" in page
    assert "4 Nachrichten sind fehlgeschlagen" in page


async def test_a_group_opens_to_messages_with_all_that_is_known(
    full_house: House, browser: AsyncClient
) -> None:
    good = hired()
    await poison(full_house, good)
    page, _ = await opened(browser)
    for shown in (
        str(good.id),
        good.key,
        "&#34;note&#34;: &#34;Bergsträße &lt;b&gt;&#34;",
        "<dt>ce_type</dt><dd><code>directory.worker-hired.v1</code>",
        "directory.events",
        f"/dashboard/journeys/{good.correlation_id}",
    ):
        assert shown in page


async def test_bytes_that_are_no_text_are_shown_in_base64(
    full_house: House, browser: AsyncClient
) -> None:
    await full_house.bus.publish([replace(hired(), data=b"\xff\xfe\x00")])
    await full_house.quiet()
    page, _ = await opened(browser)
    assert "//4A" in page


async def test_a_corrected_copy_takes_effect_and_what_waited_follows_in_order(
    full_house: House, browser: AsyncClient
) -> None:
    good = hired()
    await poison(full_house, good)
    _, cause = await opened(browser)
    [(position, _), _] = await parked_in(full_house)
    place = {**cause, "position": str(position)}
    editor = await browser.get(f"{PAGE}/kopie", params=place)
    assert "Bergsträße" in editor.text
    assert good.data
    entered = {"data": good.data.decode(), "reason": "Feld falsch benannt"}
    page = await act(browser, "kopie", **place, **entered)
    assert "Die Kopie ist an die Stelle der Nachricht getreten" in page
    await empty(full_house)
    done = await story(full_house, good)
    started, closed = "trainings.onboarding-started.v1", "trainings.onboarding-closed.v1"
    assert done.index(started) < done.index(closed)
    again = await act(browser, "kopie", **place, **entered)
    assert "Hier war nichts mehr zu tun" in again
    assert (await browser.get(f"{PAGE}/kopie", params=place)).status_code == 303
    assert "als Kopie bearbeitet" in again
    assert "Feld falsch benannt" in again


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ("", "Bitte geben Sie den neuen Inhalt ein."),
        ('{"a": 1\n "b": 2}', "Zeile 2, Zeichen 2: hier fehlt ein Komma"),
        ("[]", "ein Objekt in geschweiften Klammern"),
        ('{"a": NaN}', "Kein gültiges JSON"),
        ('{"a": 1e999}', "Kein gültiges JSON"),
        ('{"a": "\\ud800"}', "halbes Unicode-Zeichen"),
        ('{"a":' * 20_000, "Kein gültiges JSON"),
    ],
)
async def test_a_body_that_is_no_json_is_refused_at_its_field(
    full_house: House, browser: AsyncClient, data: str, complaint: str
) -> None:
    form = {"service": "trainings", "position": "1", "data": data, "reason": ""}
    answer = await browser.post(f"{PAGE}/kopie", data=form)
    assert answer.status_code == 422
    assert complaint in re.search(r'id="data-fehler">.*?</p>', answer.text, re.DOTALL)[0]  # type: ignore[index]
    assert 'id="reason-fehler"' in answer.text
    assert data[:5] in answer.text.replace("&#34;", '"')


async def test_a_discarded_message_lets_go_what_waited_behind_it(
    full_house: House, browser: AsyncClient
) -> None:
    first = PersonRecord(
        person_id=new_id(), given_name="A", family_name="B", email="a@b.de", version=1
    )
    second = message(first.model_copy(update={"family_name": "C", "version": 2}))
    await full_house.bus.publish([poisoned(message(first)), second])
    await full_house.quiet()
    _, cause = await opened(browser)
    [(position, _), (_, behind)] = await parked_in(full_house)
    assert behind == "waiting"
    chosen = {**cause, "positions": [position]}
    asked = await browser.get(f"{PAGE}/verwerfen", params=chosen)
    assert "Eine Nachricht verwerfen?" in asked.text
    assert await parked_in(full_house) != []
    page = await act(browser, "verwerfen", **chosen, reason="Testdaten")
    assert "Eine Nachricht ist verworfen" in page
    await empty(full_house)
    [(name,)] = await full_house.rows("trainings", select(people.c.family_name))  # type: ignore[misc]
    assert name == "C"
    again = await act(browser, "verwerfen", **chosen, reason="Testdaten")
    assert "Hier war nichts mehr zu tun" in again
    assert re.search(r"Eine Nachricht verworfen.*Testdaten.*betrieb", again, re.DOTALL)


@pytest.mark.parametrize(
    ("reason", "complaint"),
    [("  ", "Bitte nennen Sie den Grund."), ("x" * 301, "höchstens 300 Zeichen")],
)
async def test_nothing_is_discarded_without_a_proper_reason(
    full_house: House, browser: AsyncClient, reason: str, complaint: str
) -> None:
    await poison(full_house, hired())
    _, cause = await opened(browser)
    before = await parked_in(full_house)
    chosen = {**cause, "positions": [before[0][0]], "reason": reason}
    answer = await browser.post(f"{PAGE}/verwerfen", data=chosen)
    assert answer.status_code == 422
    assert complaint in re.search(r'id="reason-fehler">.*?</p>', answer.text, re.DOTALL)[0]  # type: ignore[index]
    assert await parked_in(full_house) == before


async def test_all_messages_of_a_cause_can_be_meant_however_many(
    full_house: House, browser: AsyncClient
) -> None:
    count = AT_ONCE + 10
    await full_house.bus.publish([poisoned(hired()) for _ in range(count)])
    await full_house.quiet()
    page, cause = await opened(browser)
    assert page.count('name="positions"') == 25
    asked = await browser.get(f"{PAGE}/verwerfen", params={**cause, "everything": "true"})
    assert f"Alle {count} Nachrichten verwerfen?" in asked.text
    page = await act(browser, "verwerfen", **cause, everything="true", reason="Probelauf")
    assert f"{count} Nachrichten sind verworfen" in page
    await empty(full_house)
    page = (await browser.get(PAGE)).text
    assert "10 Nachrichten verworfen" in page
    assert "mindestens 90 Nachrichten verworfen" in page


async def test_messages_are_turned_over_page_by_page(
    full_house: House, browser: AsyncClient
) -> None:
    await full_house.bus.publish([poisoned(hired()) for _ in range(30)])
    await full_house.quiet()
    first, _ = await opened(browser)
    following = re.search(r'rel="next" href="([^"#]+)', first)
    assert following
    second = (await browser.get(following[1].replace("&amp;", "&"))).text
    shown = re.findall(r'name="positions" value="(\d+)"', first + second)
    assert len(shown) == len(set(shown)) == 30


async def test_a_message_that_fails_again_comes_back_with_one_more_attempt(
    full_house: House, browser: AsyncClient
) -> None:
    await poison(full_house, hired())
    _, cause = await opened(browser)
    before = await parked_in(full_house)
    chosen = {**cause, "positions": [before[0][0]]}
    page = await act(browser, "erneut", **chosen)
    assert "Eine Nachricht wird jetzt erneut versucht" in page
    async with asyncio.timeout(10):
        while await parked_in(full_house) != before:
            await asyncio.sleep(0.02)
    assert "<dt>Versuche</dt><dd>1</dd>" in (await opened(browser))[0]


async def test_releasing_what_is_already_gone_says_so(
    full_house: House, browser: AsyncClient
) -> None:
    form = {"service": "trainings", "cause": "x", "positions": [4711]}
    assert "Hier war nichts mehr zu tun" in await act(browser, "erneut", **form)


@pytest.mark.parametrize(("method", "step"), [("POST", "erneut"), ("GET", "verwerfen")])
async def test_choosing_nothing_does_nothing_and_says_so(
    full_house: House, browser: AsyncClient, method: str, step: str
) -> None:
    await poison(full_house, hired())
    _, cause = await opened(browser)
    sent = {"data": cause} if method == "POST" else {"params": cause}
    answer = await browser.request(method, f"{PAGE}/{step}", **sent)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert "Bitte wählen Sie mindestens eine Nachricht aus." in answer.text


class Broken(AsyncBaseTransport):
    """Reaches every service but two: one refuses, one never answers."""

    def __init__(self, house: House, *, refuses: str = "-", hangs: str = "-") -> None:
        self._inner = ASGITransport(app=house.app)
        self._refuses, self._hangs = f"/{refuses}/", f"/{hangs}/"

    async def handle_async_request(self, request: Request) -> Response:
        if request.url.path.startswith(self._refuses):
            raise ConnectError("nobody there", request=request)
        if request.url.path.startswith(self._hangs):
            await asyncio.sleep(60)
        return await self._inner.handle_async_request(request)


async def test_a_service_that_is_away_is_named_and_the_others_still_work(
    full_house: House, browser: AsyncClient
) -> None:
    await poison(full_house, hired())
    connect(full_house, Broken(full_house, refuses="directory", hangs="surveys"), seconds=3)
    started = asyncio.get_running_loop().time()
    page = (await browser.get(PAGE)).text
    assert asyncio.get_running_loop().time() - started < 30
    assert "directory antwortet nicht" in page
    assert "surveys antwortet nicht" in page
    assert "trainings antwortet nicht" not in page
    assert "Eine Nachricht ist fehlgeschlagen" in page


async def test_acting_on_a_service_that_is_away_says_that_it_may_have_happened(
    full_house: House, browser: AsyncClient
) -> None:
    connect(full_house, Broken(full_house, refuses="trainings"))
    chosen = {"service": "trainings", "positions": [1], "reason": "weil", "position": 1}
    for step in ("erneut", "verwerfen", "kopie"):
        form = {**chosen, "data": '{"text": "bleibt"}'}
        answer = await browser.post(f"{PAGE}/{step}", data=form)
        assert answer.status_code == 503
        assert "trainings hat nicht geantwortet" in answer.text
    assert "bleibt" in answer.text


async def test_only_services_of_the_installation_are_ever_asked(
    full_house: House, browser: AsyncClient
) -> None:
    asked: list[str] = []

    class Listening(ASGITransport):
        async def handle_async_request(self, request: Request) -> Response:
            asked.append(request.url.path)
            return await super().handle_async_request(request)

    connect(full_house, Listening(app=full_house.app))
    form = {"service": "evil", "positions": [1], "reason": "weil", "position": 1, "data": "{}"}
    for step in ("erneut", "verwerfen", "kopie"):
        assert (await browser.post(f"{PAGE}/{step}", data=form)).status_code == 503
    assert not [path for path in asked if "evil" in path]


async def test_services_are_asked_as_operator_where_the_settings_say(full_house: House) -> None:
    asked: list[Request] = []

    class Silent(AsyncBaseTransport):
        async def handle_async_request(self, request: Request) -> Response:
            asked.append(request)
            return Response(204, request=request)

    password = SecretStr("geheim")
    settings = full_house.settings.model_copy(
        update={"operator_password": password, "service_url": "http://{service}:8000/"}
    )
    async with Neighbours(settings, Network(Silent())) as neighbours:
        await neighbours.get("trainings", "/parked")
    [request] = asked
    assert str(request.url) == "http://trainings:8000/trainings/parked"
    assert request.headers["authorization"] == f"Basic {b64encode(b'betrieb:geheim').decode()}"


async def test_no_other_site_may_move_a_message(full_house: House, browser: AsyncClient) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    for step in ("erneut", "verwerfen", "kopie"):
        answer = await browser.post(f"{PAGE}/{step}", data={"service": "x"}, headers=headers)
        assert answer.status_code == 403


async def test_the_start_page_tells_what_is_parked_and_which_service_is_ready(
    full_house: House, browser: AsyncClient
) -> None:
    assert "angehalten</p>" not in (await browser.get("/dashboard/")).text
    await poison(full_house, hired())
    connect(full_house, Broken(full_house, refuses="directory"))
    page = (await browser.get("/dashboard/")).text
    assert "1 Nachricht ist angehalten" in page
    assert "Dahinter wartet 1 weitere." in page
    assert f'<a href="{PAGE}">Ansehen und entscheiden</a>' in page
    states = dict(
        re.findall(r'services__name">([^<]+)</span>.*?kern-label">([^<]+)<', page, re.DOTALL)
    )
    assert states["Verzeichnis"] == "Antwortet nicht"
    assert states["Einarbeitung"] == states["Überblick"] == "Bereit"


async def test_the_pages_contain_no_script_and_no_style(
    full_house: House, browser: AsyncClient
) -> None:
    await poison(full_house, hired())
    page, cause = await opened(browser)
    copy = await browser.get(f"{PAGE}/kopie", params={**cause, "position": 1})
    discard = await browser.get(f"{PAGE}/verwerfen", params={**cause, "positions": 1})
    for html in (page, copy.text, discard.text):
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", html)
        assert json.dumps("Bergsträße <b>", ensure_ascii=False)[1:-1] not in html
