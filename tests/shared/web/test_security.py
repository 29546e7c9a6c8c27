"""A page of ours loads nothing from elsewhere and is kept by nobody."""

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from httpx2 import AsyncClient

from shared.web.problems import install_problems
from shared.web.security import SecurityHeaders
from tests.shared.web.conftest import Browse


@pytest.fixture
def client(browse: Browse) -> AsyncClient:
    app = FastAPI()
    install_problems(app)
    app.add_middleware(SecurityHeaders)

    @app.get("/page", response_class=HTMLResponse)
    async def page() -> str:
        return "<p>Hallo</p>"

    @app.get("/data")
    async def data() -> list[int]:
        return [1]

    @app.get("/fault")
    async def fault() -> None:
        raise RuntimeError

    return browse(app)


@pytest.mark.parametrize("path", ["/page", "/data", "/nowhere", "/fault"])
async def test_every_answer_bears_the_headers(client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'self'; frame-ancestors")
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_page_is_not_kept_by_a_cache(client: AsyncClient) -> None:
    assert (await client.get("/page")).headers["cache-control"] == "no-store"


async def test_an_answer_that_is_no_page_may_be_kept(client: AsyncClient) -> None:
    assert "cache-control" not in (await client.get("/data")).headers
