"""Every route of every service says who may use it."""

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount

from deploy.services import NAMES
from shared.web.audience import Audience, audience_of, routes_of
from tests.conftest import OpenHouse

# The description of the service, which it serves itself.
OF_FASTAPI = {"/openapi.json"}
# What the process answers before any service is asked; none of it shows data.
OF_THE_PROCESS = {
    "/",
    "/asyncapi.json",
    "/favicon.ico",
    "/robots.txt",
}


def path_of(route: object) -> str:
    return str(getattr(route, "path", route))


def without_audience(app: FastAPI) -> list[str]:
    return sorted(
        f"{app.title} {path_of(route)}"
        for route in routes_of(app)
        if path_of(route) not in OF_FASTAPI and audience_of(route) is None
    )


def opened_by_link_without_token(app: FastAPI) -> list[str]:
    return [
        path_of(route)
        for route in routes_of(app)
        if audience_of(route) is Audience.LINK and "{token}" not in path_of(route)
    ]


@pytest.mark.parametrize("service", NAMES)
async def test_every_route_of_a_service_declares_its_audience(
    open_house: OpenHouse, service: str
) -> None:
    house = await open_house(service)
    mounted = house.app.state.mounted[service]
    assert len(list(routes_of(mounted))) > 3
    assert without_audience(mounted) == []


@pytest.mark.parametrize("service", NAMES)
async def test_a_route_for_holders_of_a_link_has_a_token_in_its_path(
    open_house: OpenHouse, service: str
) -> None:
    house = await open_house(service)
    assert opened_by_link_without_token(house.app.state.mounted[service]) == []


async def test_a_full_house_adds_only_harmless_routes_of_its_own(open_house: OpenHouse) -> None:
    house = await open_house(*NAMES)
    own: list[BaseRoute] = [each for each in house.app.routes if not isinstance(each, Mount)]
    mounts = [each.path for each in house.app.routes if isinstance(each, Mount)]
    assert {path_of(route) for route in own} == OF_THE_PROCESS
    assert set(mounts) == {"/static", *(f"/{name}" for name in NAMES)}


def test_a_route_that_says_nothing_is_found() -> None:
    app = FastAPI(title="probe", docs_url=None, redoc_url=None)

    @app.get("/nobody")
    async def nobody() -> None: ...

    assert without_audience(app) == ["probe /nobody"]
