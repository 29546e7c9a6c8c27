"""Requests are counted by the route that answers, never by a path, which may be a secret."""

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import StreamingResponse
from prometheus_client import REGISTRY, generate_latest

from shared.web.meter import RequestMeter
from tests.shared.web.conftest import Browse

inner = APIRouter(prefix="/inner")


@inner.get("/{token}")
async def opened(token: str) -> str:
    return "ok"


@inner.post("/broken")
async def broken() -> None:
    raise LookupError


@inner.get("/{token}/stream")
async def stream(token: str) -> StreamingResponse:
    return StreamingResponse(iter(["a", "b", "c"]))


@pytest.fixture
def app(request: pytest.FixtureRequest) -> FastAPI:
    """One service of a process, at its name."""
    service = FastAPI()
    service.include_router(inner, prefix="/outer")
    service.add_middleware(RequestMeter, service=request.node.name)
    process = FastAPI()
    process.mount("/service", service)
    return process


def counted(request: pytest.FixtureRequest, route: str, method: str, status: str) -> float | None:
    labels = {"service": request.node.name, "route": route, "method": method, "status": status}
    return REGISTRY.get_sample_value("knotenpunkt_http_requests_total", labels)


async def test_a_route_is_told_by_its_whole_template(
    app: FastAPI, browse: Browse, request: pytest.FixtureRequest
) -> None:
    for secret in ("secret-one", "secret-two"):
        await browse(app).get(f"/service/outer/inner/{secret}")
    assert counted(request, "/outer/inner/{token}", "GET", "2xx") == 2
    assert b"secret-" not in generate_latest()


async def test_what_no_route_answers_is_one_series(
    app: FastAPI, browse: Browse, request: pytest.FixtureRequest
) -> None:
    for path in ("/service/guess-1", "/service/guess-2"):
        await browse(app).get(path)
    await browse(app).request("GUESS", "/service/guess-3")
    assert counted(request, "unmatched", "GET", "4xx") == 2
    assert counted(request, "unmatched", "other", "4xx") == 1
    await browse(app).get("/service/openapi.json")
    assert counted(request, "other", "GET", "2xx") == 1
    assert b"guess" not in generate_latest()


async def test_an_error_nobody_caught_counts_as_ours(
    app: FastAPI, browse: Browse, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(LookupError):
        await browse(app).post("/service/outer/inner/broken")
    assert counted(request, "/outer/inner/broken", "POST", "5xx") == 1


async def test_a_stream_counts_once_and_when_it_begins(
    app: FastAPI, browse: Browse, request: pytest.FixtureRequest
) -> None:
    await browse(app).get("/service/outer/inner/secret/stream")
    assert counted(request, "/outer/inner/{token}/stream", "GET", "2xx") == 1
    labels = {"service": request.node.name, "route": "/outer/inner/{token}/stream", "method": "GET"}
    assert REGISTRY.get_sample_value("knotenpunkt_http_request_seconds_count", labels) == 1


async def test_where_people_act_anonymously_only_failures_are_counted(
    browse: Browse, request: pytest.FixtureRequest
) -> None:
    service = FastAPI()
    service.include_router(inner, prefix="/outer")
    uncounted = ["/outer/inner/{token}", "/outer/inner/broken"]
    service.add_middleware(RequestMeter, service=request.node.name, uncounted=uncounted)
    await browse(service).get("/outer/inner/secret")
    with pytest.raises(LookupError):
        await browse(service).post("/outer/inner/broken")
    assert counted(request, uncounted[0], "GET", "2xx") is None
    assert counted(request, uncounted[1], "POST", "5xx") == 1
