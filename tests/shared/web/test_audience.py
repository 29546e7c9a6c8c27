"""A route says who may use it, and nobody else gets in."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import pytest
from fastapi import Depends, FastAPI
from httpx2 import AsyncClient

from shared.contracts.accounts import AccessRole
from shared.contracts.directory import ACCESS_TOKENS
from shared.web.audience import (
    Audience,
    audience_of,
    by_link,
    program_with,
    public,
    routes_of,
)
from shared.web.problems import install_problems
from shared.web.sessions.person import person
from shared.web.throttle import Throttle
from shared.web.tokens import AccessTokens, ApiClient, TokenIssuer
from tests.one_key import OneKey
from tests.shared.web.conftest import Browse

KEY = OneKey(ACCESS_TOKENS)
TOKENS = AccessTokens(KEY, lambda: datetime(2027, 2, 1, tzinfo=UTC))
ISSUER = TokenIssuer(KEY, lambda: datetime(2027, 2, 1, tzinfo=UTC))

operator = person(AccessRole.OPERATOR)


def house() -> FastAPI:
    app = FastAPI(openapi_url="/openapi.json", docs_url=None, redoc_url=None)
    app.state.tokens = TOKENS
    app.state.throttle = Throttle()
    install_problems(app)

    @app.get("/kitchen", dependencies=[Depends(operator)])
    async def kitchen() -> None: ...

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
    return browse(house())


def test_the_audience_of_every_route_is_found() -> None:
    found = {route.path: audience_of(route) for route in routes_of(house())}
    assert found == {
        "/openapi.json": None,
        "/kitchen": Audience.PERSON,
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
    schemes = house().openapi()["components"]["securitySchemes"]
    assert {name: (scheme["type"], scheme.get("in")) for name, scheme in schemes.items()} == {
        "session": ("apiKey", "cookie"),
        "program": ("http", None),
    }
