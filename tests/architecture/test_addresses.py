"""Programs, people and the holders of links each have their own part of a service's addresses."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import RouteContext

from deploy.services import NAMES
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.runtime import API
from shared.web.audience import Audience, audience_of, by_link, public, routes_of
from tests.conftest import OpenHouse

CHECKOUT = Path(__file__).parents[2]
SCIM = "/scim/v2/"
"""Describes itself at ``/Schemas``, with addresses in the standard's spelling."""
STANDARDS = ("/oauth/", "/.well-known/", SCIM)
OF_FASTAPI = "/openapi.json"
READINESS = "/readiness"
"""For programs, but beside the addresses of health, which a front door closes together."""
LOGOUTS = "/oidc/abmeldung"
"""For the provider, which is told this address by hand, with those for people beside it."""
ENGLISH = re.compile(r"(/([a-z0-9-]+|\{[a-z_]+\}))+")
GERMAN = re.compile(
    r"angehalten|aufgabe|befragung|einreihen|ereignis|ergebnis|erneut|geschichte|kopie"
    r"|organisation|postfach|schule|strom|traeger|uhr|versand|verwerfen|vorlage"
)
"""Words of our pages, none of which is English."""
KINDS = ("api", "pages", "handlers", "jobs")


def misplaced(app: FastAPI) -> list[str]:
    described = set(app.openapi()["paths"])
    return [
        f"{route.path} {wrong}"
        for route in routes_of(app)
        if route.path not in (OF_FASTAPI, READINESS, LOGOUTS)
        for wrong in faults(route, described=route.path in described)
    ]


def faults(route: RouteContext, *, described: bool) -> Iterator[str]:
    path, module = str(route.path), str(getattr(route.endpoint, "__module__", ""))
    if module.endswith(".api") or path.startswith((API, *STANDARDS)):
        yield from faults_for_programs(path, described=described)
        return
    if described:
        yield "is for people, and in OpenAPI"
    if path.startswith("/l/") != (audience_of(route) is Audience.LINK):
        yield "begins with /l/ and is opened by no link, or the other way round"
    if path.startswith("/l/") and not re.fullmatch(r"/l/[a-z-]+/\{token\}(/.+)?", path):
        yield "is not /l/<what>/<token> or below that"


def faults_for_programs(path: str, *, described: bool) -> Iterator[str]:
    if not path.startswith((f"{API}/", *STANDARDS)):
        yield f"is for programs, and neither below {API} nor named by a standard"
    if not described and not path.startswith(SCIM):
        yield "is for programs, and not in OpenAPI"
    if path.startswith(API) and (not ENGLISH.fullmatch(path) or GERMAN.search(path)):
        yield "is for programs, and not in lower-case English"


@pytest.mark.parametrize("service", NAMES)
async def test_every_route_is_where_its_readers_look(open_house: OpenHouse, service: str) -> None:
    app = (await open_house(service)).app.state.mounted[service]
    assert len(list(routes_of(app))) > 5
    assert misplaced(app) == []


@pytest.mark.parametrize(
    ("path", "shown", "audience"),
    [
        ("/api/v1/hires", False, public),
        ("/api/v1/Hires", True, public),
        ("/api/v1/aufgaben", True, public),
        ("/oauth/token", False, public),
        ("/ereignisse", True, public),
        ("/aufgabe/{token}", False, by_link),
        ("/l/aufgabe/{token}", False, public),
        ("/l/aufgabe/{task}/{token}", False, by_link),
    ],
)
def test_a_route_elsewhere_is_found(path: str, shown: bool, audience: object) -> None:
    app = FastAPI(docs_url=None, redoc_url=None)

    @app.get(path, include_in_schema=shown, dependencies=[Depends(audience)])  # type: ignore[arg-type]
    async def probe() -> None: ...

    assert len(misplaced(app)) == 1


def routers_of(kind: str) -> list[str]:
    files = CHECKOUT.glob(f"services/*/*/{kind}.py")
    return sorted(".".join(file.relative_to(CHECKOUT).with_suffix("").parts) for file in files)


@pytest.mark.parametrize("module", [each for kind in KINDS for each in routers_of(kind)])
def test_a_router_is_called_what_its_file_is(module: str) -> None:
    routers = {
        name
        for name, value in vars(import_module(module)).items()
        if isinstance(value, (APIRouter, EventRouter, Jobs)) and not name.startswith("_")
    }
    assert routers == {module.rpartition(".")[2]}
