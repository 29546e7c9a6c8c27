"""Pages elsewhere cost a request no look at their routes."""

from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Response
from fastapi.routing import APIRoute
from httpx2 import AsyncClient
from starlette.routing import Match
from starlette.types import Scope

from shared.web.branch import Branch
from tests.shared.web.conftest import Browse

tried: list[str] = []


class Watched(APIRoute):
    """Notes which addresses it was compared with."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        tried.append(scope["path"])
        return super().matches(scope)


branch = Branch(prefix="/konten", route_class=Watched)
branch.beginning = "/konten"
others = APIRouter()


@branch.get("/neu")
async def new() -> Response:
    return Response("new")


@others.get("/anderes")
async def other() -> Response:
    return Response("other")


@pytest.fixture
def client(browse: Browse) -> AsyncClient:
    app, service = FastAPI(), FastAPI()
    service.include_router(branch)
    service.include_router(others)
    app.mount("/directory", service)
    tried.clear()
    return browse(app)


async def test_an_address_elsewhere_is_compared_with_none_of_its_routes(
    client: AsyncClient,
) -> None:
    assert (await client.get("/directory/anderes")).text == "other"
    assert tried == []


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (("GET", "/directory/konten/neu"), 200),
        (("POST", "/directory/konten/neu"), 405),
        (("GET", "/directory/konten/neu/"), 307),
        (("GET", "/directory/konten/alt"), 404),
    ],
)
async def test_its_own_addresses_are_answered_as_by_any_router(
    client: AsyncClient, asked: tuple[str, str], status: int
) -> None:
    answer: Any = await client.request(*asked)
    assert answer.status_code == status
    assert tried
