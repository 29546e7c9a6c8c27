"""A page of ours loads nothing from elsewhere and is kept by nobody."""

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from httpx2 import AsyncClient

from shared.links import LinkExpired, LinkInvalid
from shared.web.audience import by_link
from shared.web.problems import install_problems
from shared.web.security import (
    SecurityHeaders,
    allow_framing,
    allow_leaving,
    path_of,
    refuse_other_sites,
)
from tests.shared.web.conftest import Browse

PROVIDER = "https://anmelden.example"
LINK = [Depends(by_link), Depends(refuse_other_sites)]


@pytest.fixture
def client(browse: Browse) -> AsyncClient:
    app = FastAPI()
    install_problems(app)
    app.add_middleware(SecurityHeaders, forms_to=PROVIDER)
    _offer_pages(app)
    _offer_ways_out(app)
    return browse(app)


def _offer_pages(app: FastAPI) -> None:
    @app.get("/page", response_class=HTMLResponse)
    async def page() -> str:
        return "<p>Hallo</p>"

    @app.get("/data")
    async def data() -> list[int]:
        return [1]

    @app.get("/file")
    async def file() -> Response:
        return Response("x", headers={"Cache-Control": "public, max-age=3600"})

    @app.api_route("/aufgabe/{token}", methods=["GET", "POST"], dependencies=LINK)
    async def task(token: str) -> str:
        if token == "x":
            return "x"
        raise LinkExpired if token == "expired" else LinkInvalid

    @app.post("/office", dependencies=[Depends(refuse_other_sites)])
    async def office() -> str:
        return "x"

    @app.get("/fault")
    async def fault() -> None:
        raise RuntimeError


def _offer_ways_out(app: FastAPI) -> None:
    @app.get("/leave")
    async def leave(request: Request, to: str) -> Response:
        allow_leaving(request, f"{PROVIDER}/auth?x=1")
        return Response(status_code=303, headers={"Location": to})

    @app.get("/framed")
    async def framed(request: Request) -> str:
        allow_framing(request, PROVIDER)
        return "x"


@pytest.mark.parametrize("path", ["/page", "/data", "/nowhere", "/fault"])
async def test_every_answer_bears_the_headers(client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'self'; frame-ancestors")
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/page", "/data", "/nowhere", "/fault", "/aufgabe/x"])
async def test_no_answer_is_kept_by_a_cache(client: AsyncClient, path: str) -> None:
    assert (await client.get(path)).headers["cache-control"] == "no-store"


async def test_an_answer_that_says_how_long_it_may_be_kept_is_believed(client: AsyncClient) -> None:
    assert (await client.get("/file")).headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize("token", ["x", "invalid", "expired"])
async def test_the_address_of_a_link_is_told_to_nobody(client: AsyncClient, token: str) -> None:
    headers = (await client.get(f"/aufgabe/{token}")).headers
    assert headers["referrer-policy"] == "no-referrer"


async def test_who_hides_where_a_form_came_from_may_send_it_behind_a_link(
    client: AsyncClient,
) -> None:
    """Browsers without Sec-Fetch-Site say `Origin: null` where the page asks for no referrer."""
    hidden, other = {"Origin": "null"}, {"Origin": "https://boese.example"}
    assert (await client.post("/aufgabe/x", headers=hidden)).status_code == 200
    assert (await client.post("/aufgabe/x", headers=other)).status_code == 403
    assert (await client.post("/office", headers=hidden)).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://[bad", "http://[::1", "//]", "http://[x]:y/", "http://\N{FULLWIDTH SOLIDUS}"]
)
@pytest.mark.parametrize("path", ["/office", "/aufgabe/x"])
async def test_an_origin_that_is_no_address_is_another_site(
    client: AsyncClient, path: str, origin: str
) -> None:
    answer = await client.post(path, headers={b"Origin": origin.encode()})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("http://other.example/a?b=c#d", "/a?b=c#d"),
        ("//[bad/a", "/"),
        ("http://[bad", "/"),
        ("/a/[b]", "/a/[b]"),
    ],
)
def test_a_location_leads_to_a_path_whatever_it_says(location: str, path: str) -> None:
    assert path_of(location) == path


@pytest.mark.parametrize(
    ("to", "led"),
    [
        (f"{PROVIDER}/auth?x=1", f"{PROVIDER}/auth?x=1"),
        (f"{PROVIDER}/auth?x=2", "/auth?x=2"),
        ("https://evil.example/auth?x=1", "/auth?x=1"),
    ],
)
async def test_a_redirect_leaves_for_the_one_address_it_may(
    client: AsyncClient, to: str, led: str
) -> None:
    assert (await client.get("/leave", params={"to": to})).headers["location"] == led


async def test_one_page_may_be_framed_by_one_other_site(client: AsyncClient) -> None:
    headers = (await client.get("/framed")).headers
    policy = f"default-src 'none'; frame-ancestors {PROVIDER}"
    assert headers["content-security-policy"] == policy
    assert "x-frame-options" not in headers
    assert (await client.get("/page")).headers["x-frame-options"] == "DENY"


async def test_forms_lead_to_us_and_to_the_provider(client: AsyncClient) -> None:
    policy = (await client.get("/page")).headers["content-security-policy"]
    assert f"form-action 'self' {PROVIDER};" in policy
