"""A route says who may use it, and nobody else gets in."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import pytest
from fastapi import APIRouter, Depends, FastAPI
from httpx2 import AsyncClient

from shared.contracts.directory import ACCESS_TOKENS
from shared.web.audience import (
    Audience,
    audience_of,
    by_link,
    operator,
    program_with,
    public,
    routes_of,
)
from shared.web.problems import install_problems
from shared.web.throttle import Throttle
from shared.web.tokens import AccessTokens, ApiClient, TokenIssuer
from tests.one_key import OneKey
from tests.shared.web.conftest import Browse

KEY = OneKey(ACCESS_TOKENS)
TOKENS = AccessTokens(KEY, lambda: datetime(2027, 2, 1, tzinfo=UTC))
ISSUER = TokenIssuer(KEY, lambda: datetime(2027, 2, 1, tzinfo=UTC))

kitchen = APIRouter(prefix="/kitchen", dependencies=[Depends(operator)])


@kitchen.get("")
async def look() -> str:
    return "soup"


@kitchen.post("")
async def cook() -> str:
    return "cooked"


def house(password: str | None) -> FastAPI:
    app = FastAPI(openapi_url="/openapi.json", docs_url=None, redoc_url=None)
    app.state.operator_password = password
    app.state.tokens = TOKENS
    app.state.throttle = Throttle()
    install_problems(app)
    app.include_router(kitchen)

    @app.get("/street", dependencies=[Depends(public)])
    async def street() -> None: ...

    @app.get("/letters/{token}", dependencies=[Depends(by_link)])
    async def letter() -> None: ...

    @app.get("/cart")
    async def cart(client: Annotated[ApiClient, Depends(program_with("carts"))]) -> str:
        return client.client_id

    @app.get("/nobody")
    async def nobody() -> None: ...

    return app


@pytest.fixture
def client(browse: Browse) -> AsyncClient:
    return browse(house("Grüße: 1"))


def basic(pair: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def test_the_audience_of_every_route_is_found() -> None:
    found = {route.path: audience_of(route) for route in routes_of(house(None))}
    assert found == {
        "/openapi.json": None,
        "/kitchen": Audience.OPERATOR,
        "/street": Audience.PUBLIC,
        "/letters/{token}": Audience.LINK,
        "/cart": Audience.PROGRAM,
        "/nobody": None,
    }


def test_two_audiences_for_one_route_are_a_mistake() -> None:
    app = FastAPI(openapi_url=None)

    @app.get("/", dependencies=[Depends(public), Depends(operator)])
    async def both() -> None: ...

    with pytest.raises(ValueError, match="several audiences"):
        audience_of(next(iter(routes_of(app))))


async def test_an_operator_enters_with_a_password_beyond_ascii(client: AsyncClient) -> None:
    answer = await client.get("/kitchen", headers=basic("betrieb:Grüße: 1"))
    assert answer.json() == "soup"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("betrieb:wrong"),
        basic("admin:Grüße: 1"),
        basic("betrieb"),
        {"Authorization": "Basic ???"},
        {"Authorization": "Bearer " + b64encode("betrieb:Grüße: 1".encode()).decode()},
    ],
)
async def test_without_the_right_password_the_kitchen_stays_closed(
    client: AsyncClient, headers: dict[str, str]
) -> None:
    answer = await client.get("/kitchen", headers=headers)
    challenge = answer.headers["www-authenticate"]
    assert (answer.status_code, challenge) == (401, 'Basic realm="Knotenpunkt", charset="UTF-8"')


async def test_without_a_password_set_the_kitchen_is_open(browse: Browse) -> None:
    assert (await browse(house(None)).get("/kitchen")).json() == "soup"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
async def test_another_site_cannot_make_an_operators_browser_act(
    browse: Browse, headers: dict[str, str]
) -> None:
    answer = await browse(house(None)).post("/kitchen", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/cross-site")


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://test"}]
)
async def test_a_form_of_our_own_acts(browse: Browse, headers: dict[str, str]) -> None:
    answer = await browse(house(None)).post("/kitchen", headers=headers)
    assert answer.json() == "cooked"


async def test_a_program_with_a_token_enters(client: AsyncClient) -> None:
    token, _ = ISSUER.issue("hr", "bergkamen", UUID(int=42), ["carts", "more"])
    answer = await client.get("/cart", headers={"Authorization": f"Bearer {token}"})
    assert answer.json() == "hr"


async def test_a_program_whose_token_lacks_the_scope_is_told_which(client: AsyncClient) -> None:
    token, _ = ISSUER.issue("hr", "bergkamen", UUID(int=42), ["cart", "more"])
    answer = await client.get("/cart", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/insufficient-scope")
    wanted = 'Bearer error="insufficient_scope", scope="carts"'
    assert answer.headers["www-authenticate"] == wanted


async def test_a_program_without_a_token_is_told_to_bring_one(client: AsyncClient) -> None:
    answer = await client.get("/cart")
    challenge = answer.headers["www-authenticate"]
    assert (answer.status_code, challenge) == (401, 'Bearer realm="Knotenpunkt"')


async def test_a_program_with_a_wrong_token_is_refused(client: AsyncClient) -> None:
    answer = await client.get("/cart", headers={"Authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/invalid-token")


def test_the_api_description_names_both_ways_to_sign_in() -> None:
    schemes = house(None).openapi()["components"]["securitySchemes"]
    assert {name: scheme["scheme"] for name, scheme in schemes.items()} == {
        "operator": "basic",
        "program": "bearer",
    }
