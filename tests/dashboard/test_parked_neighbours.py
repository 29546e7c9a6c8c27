"""The page asks the services themselves: only ours, as who looks, and some may not answer."""

import asyncio
import re

from httpx2 import (
    ASGITransport,
    AsyncBaseTransport,
    AsyncClient,
    ConnectError,
    Request,
    Response,
)

from shared.web.neighbours import Network, ServiceClient
from tests.dashboard.conftest import connect
from tests.dashboard.poison import (
    PAGE,
    poison,
)
from tests.dashboard.stories import hired
from tests.house import House


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
        assert (await browser.post(f"{PAGE}/{step}", data=form)).status_code == 422
    assert not [path for path in asked if "evil" in path]


async def test_services_are_asked_as_who_looks_where_the_settings_say(full_house: House) -> None:
    asked: list[Request] = []

    class Silent(AsyncBaseTransport):
        async def handle_async_request(self, request: Request) -> Response:
            asked.append(request)
            return Response(204, request=request)

    where = {"service_url": "http://{service}:8000/"}
    settings = full_house.settings.model_copy(update=where)
    neighbours = ServiceClient(settings, Network(Silent()), "knotenpunkt=x")
    await neighbours.get("trainings", "/api/v1/parked")
    [request] = asked
    assert str(request.url) == "http://trainings:8000/trainings/api/v1/parked"
    assert request.headers["cookie"] == "knotenpunkt=x"
    assert request.headers["sec-fetch-site"] == "same-origin"
    assert "authorization" not in request.headers


async def test_no_other_site_may_move_a_message(full_house: House, browser: AsyncClient) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    for step in ("erneut", "verwerfen", "kopie"):
        answer = await browser.post(f"{PAGE}/{step}", data={"service": "x"}, headers=headers)
        assert answer.status_code == 403


async def test_the_start_page_tells_what_is_parked_and_which_service_is_ready(
    full_house: House, browser: AsyncClient
) -> None:
    assert "angehalten</p>" not in (await browser.get("/dashboard/ueberblick")).text
    await poison(full_house, hired())
    connect(full_house, Broken(full_house, refuses="directory"))
    page = (await browser.get("/dashboard/ueberblick")).text
    assert "1 Nachricht ist angehalten" in page
    assert "Dahinter wartet 1 weitere." in page
    assert f'<a href="{PAGE}">Ansehen und entscheiden</a>' in page
    states = dict(
        re.findall(r'services__name">([^<]+)</span>.*?kern-label">([^<]+)<', page, re.DOTALL)
    )
    assert states["Verzeichnis"] == "Antwortet nicht"
    assert states["Begleitung"] == states["Überblick"] == "Bereit"
