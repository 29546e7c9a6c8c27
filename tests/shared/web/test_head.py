"""Whoever asks by HEAD learns what GET would say, and nothing more is sent."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import StreamingResponse
from httpx2 import AsyncClient
from prometheus_client import REGISTRY

from shared.web.audience import routes_of
from shared.web.head import HeadRequests
from shared.web.meter import RequestMeter
from shared.web.problems import install_problems
from tests.conftest import OpenHouse
from tests.shared.web.conftest import Browse

routes = APIRouter()
left = asyncio.Event()


@routes.get("/page")
async def page() -> Response:
    return Response("Zürich", headers={"Cache-Control": "no-store"})


@routes.post("/form")
async def form() -> str:
    return "posted"


@routes.get("/fault")
async def fault() -> str:
    raise RuntimeError


@routes.get("/endless")
async def endless() -> Response:
    async def ticks() -> AsyncIterator[bytes]:
        try:
            yield b"tick"
            await asyncio.Event().wait()
        finally:
            left.set()

    return StreamingResponse(ticks())


@pytest.fixture
def client(browse: Browse) -> AsyncClient:
    app = FastAPI()
    install_problems(app)
    app.include_router(routes)
    app.add_middleware(HeadRequests)
    app.add_middleware(RequestMeter, service="head")
    return browse(app)


async def test_head_says_what_get_says_without_its_body(client: AsyncClient) -> None:
    asked, got = await client.head("/page"), await client.get("/page")
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers == got.headers
    assert asked.headers["content-length"] == "7"


@pytest.mark.parametrize(("path", "status"), [("/form", 405), ("/nowhere", 404), ("/fault", 500)])
async def test_a_refusal_has_its_status_and_no_body(
    client: AsyncClient, path: str, status: int
) -> None:
    answer = await client.head(path)
    assert (answer.status_code, answer.content) == (status, b"")


async def test_a_stream_ends_when_its_head_was_sent(client: AsyncClient) -> None:
    async with asyncio.timeout(5):
        assert (await client.head("/endless")).status_code == 200
        await left.wait()


async def test_it_is_counted_as_what_was_asked(client: AsyncClient) -> None:
    await client.head("/page")
    labels = {"service": "head", "route": "/page", "method": "HEAD", "status": "2xx"}
    assert REGISTRY.get_sample_value("knotenpunkt_http_requests_total", labels)


async def test_a_service_answers_wherever_it_answers_get(open_house: OpenHouse) -> None:
    house = await open_house("dashboard")
    asked = {
        f"/dashboard{route.path}"
        for route in routes_of(house.app.state.mounted["dashboard"])
        if "GET" in (route.methods or ()) and "{" not in str(route.path)
    }
    assert "/dashboard/ereignisse/strom" in asked
    answers = {path: await house.http.head(path) for path in asked}
    assert [path for path, each in answers.items() if each.status_code == 405] == []
    assert [path for path, each in answers.items() if each.content] == []
