"""Whatever anybody sends to any service, it never fails and always answers as it is documented.

Every route is asked, the pages as well, as everybody: nobody, a carrier's program, somebody who is
signed in, the holder of a link; on both databases.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import APIOperation, Case, GenerationMode, Response
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok

from deploy.services import NAMES
from shared.web.audience import Audience, audience_of, routes_of
from tests.contracts.served import MAIL_SERVER, Served, served

Operation = APIOperation[Any, Any, Any, Any]
AnyCase = Case[Any]
ADDRESS = "X-Forwarded-For"
"""Everybody comes from elsewhere, so that only who guesses has to wait."""
OWN = {"Sec-Fetch-Site": "same-origin"}
"""Nobody is refused for coming from another site, and for nothing else."""
CONFORMS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
LIBRARIES = ("pydantic", "Input should", "String should", "^", "sqlalchemy", "Traceback")
REFUSALS = (400, 401, 413, 415, 422, 429)
ENDLESS = ("/ereignisse/strom", "/mitteilungen/strom")
HOSTILE = ("%00", "%FF", "%ED%A0%80", "9" * 400, str(2**63), "-1", "%27", "%C2%B2", "")
"""NUL, no UTF-8, half a character, numbers no column holds, a quote, a digit that is none."""
ODD = (
    b"",
    b"[",
    b"http://[bad",
    b"\xff\xfe",
    b"9" * 400,
    b"-1",
    b"Basic Og",
    b"Bearer .",
    b";=,q=x",
)
"""No address, no text, no number, nearly credentials, and no list."""
STANDARD = (
    "Origin",
    "Sec-Fetch-Site",
    "Host",
    "Accept",
    "Accept-Language",
    "Last-Event-ID",
    "Content-Type",
    "Authorization",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "Referer",
    "Range",
    "If-None-Match",
    "If-Modified-Since",
    "Expect",
)
"""Headers that mean something on any route, which descriptions do not name."""
EACH_THIRD = 3
"""On PostgreSQL: what a header holds comes to a database hardly anywhere."""
NOBODY = "00000000-0000-4000-8000-000000000000"
USUAL = {"municipality": "05978004", "position": "1"}
EXAMPLES, EXAMPLES_ON_SQLITE, EXAMPLES_OF_STRANGERS = 7, 2, 1
"""SQLite takes nearly everything; what a database refuses is found on PostgreSQL."""
SHARED = ("/api/v1/parked", "/health", "/metrics")
"""What every service answers by the same code is tried hard at one of them."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def serving(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    postgres = request.getfixturevalue("postgres") if request.param == "postgres" else None
    with served(tmp_path_factory.mktemp("served"), postgres) as here:
        yield here


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks, and which doors are theirs."""

    audience: Audience
    headers: dict[str, str]
    most: int

    def examples(self, path: str, service: str, wanted: Audience | None) -> int:
        if wanted not in (self.audience, Audience.PUBLIC):
            return EXAMPLES_OF_STRANGERS
        elsewhere = service != "dashboard" and path.startswith(SHARED)
        return EXAMPLES_OF_STRANGERS if elsewhere else self.most


def visitors(serving: Served) -> list[Visitor]:
    most = EXAMPLES if serving.databases else EXAMPLES_ON_SQLITE
    bearer, basic = {"Authorization": f"Bearer {serving.token}"}, {"Authorization": "Basic Og=="}
    return [
        Visitor(Audience.PUBLIC, {ADDRESS: "192.0.2.1"} | OWN, most),
        Visitor(Audience.PROGRAM, {ADDRESS: "192.0.2.2"} | bearer | OWN, most),
        Visitor(Audience.PERSON, {ADDRESS: "192.0.2.3"} | serving.person() | OWN, most),
        Visitor(Audience.MAIL_SERVER, {ADDRESS: "192.0.2.6"} | MAIL_SERVER | OWN, most),
        Visitor(Audience.LINK, {ADDRESS: "192.0.2.4"} | OWN, most),
        Visitor(Audience.PUBLIC, {ADDRESS: "192.0.2.5"} | basic | OWN, most),
    ]


def with_pages(app: FastAPI) -> dict[str, Any]:
    """The description of a service, pages included, which it does not publish.

    Without what it says of credentials, which the visitors bring themselves.
    """
    pages = FastAPI()
    for route in routes_of(app):
        hidden = getattr(route, "dependant", None) and not route.include_in_schema
        if hidden and route.path not in ENDLESS:
            pages.add_api_route(
                str(route.path),
                route.endpoint,  # type: ignore[arg-type]
                methods=sorted(route.methods or ()),
                response_class=HTMLResponse,
            )
    described, hidden_ones = app.openapi(), pages.openapi()
    schemas = {
        **described["components"]["schemas"],
        **hidden_ones.get("components", {}).get("schemas", {}),
    }
    paths = {**described["paths"]}
    for path, operations in hidden_ones["paths"].items():
        marked = {verb: each | {"x-page": True} for verb, each in operations.items()}
        paths[path] = {**paths.get(path, {}), **marked}
    for operations in paths.values():
        for operation in operations.values():
            operation.pop("security", None)
    return {**described, "paths": paths, "components": {"schemas": schemas}}


def audiences(app: FastAPI) -> dict[tuple[str, str], Audience | None]:
    return {
        (method.lower(), str(route.path)): audience_of(route)
        for route in routes_of(app)
        for method in getattr(route, "methods", None) or ()
    }


def ask(
    operation: Operation, visitor: Visitor, wanted: Audience | None, count: int, link: str
) -> int:
    """Send made-up requests, right ones and wrong ones; returns how many."""
    asked = 0
    is_page = "x-page" in operation.definition.raw
    checks = [not_a_server_error] if is_page else CONFORMS

    @seed(4711)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    )
    def send(case: AnyCase) -> None:
        nonlocal asked
        asked += 1
        if visitor.audience is Audience.LINK and "token" in case.path_parameters:
            case.path_parameters["token"] = link
        answer = case.call(headers=visitor.headers, allow_redirects=False)
        case.validate_response(answer, checks=checks)
        if wanted not in (visitor.audience, Audience.PUBLIC, Audience.LINK, None):
            assert _is_refused(answer), answer.status_code
        if wanted is visitor.audience and wanted is not Audience.PUBLIC:
            assert answer.status_code not in (401, 429), "not let in where they belong"
        if answer.status_code >= 400:
            assert not [word for word in LIBRARIES if word in answer.text], answer.text

    send()
    return asked


def _is_refused(answer: Response) -> bool:
    """A page that somebody may see who signs in leads there."""
    leads_to_door = answer.headers.get("location", [""])[0].startswith("/directory/anmelden")
    return answer.status_code in REFUSALS or (answer.status_code == 303 and leads_to_door)


def probe(operation: Operation, visitor: Visitor, http: httpx2.Client) -> int:
    """Send what breaks parsers and databases in one place of the address after the other."""
    declared = operation.definition.raw.get("parameters", [])
    places = [each for each in declared if each["in"] in ("path", "query")]
    asked = 0
    for hostile in HOSTILE:
        for place in places:
            given = {each["name"]: USUAL.get(each["name"], NOBODY) for each in places}
            given[place["name"]] = hostile
            path = operation.path
            for each in places:
                if each["in"] == "path":
                    path = path.replace(f"{{{each['name']}}}", given[each["name"]])
            needed = [each for each in places if each["in"] == "query" and _needed(each, place)]
            query = "&".join(f"{each['name']}={given[each['name']]}" for each in needed)
            answer = http.request(operation.method, f"{path}?{query}", headers=visitor.headers)
            asked += 1
            assert answer.status_code not in (401, 429)
            assert answer.status_code < 500, f"{operation.method} {path}?{query}"
    return asked


def insist(
    path: str, method: str, visitor: Visitor, http: httpx2.Client, turn: int, step: int
) -> int:
    """Send odd values of headers that mean something to every route.

    The same code reads them for all: each route gets one value of each, or of each third header
    only, and the next route others.
    """
    asked = 0
    for place in range(turn % step, len(STANDARD), step):
        name, value = STANDARD[place], ODD[(turn // step + place) % len(ODD)]
        headers = {each.encode(): given.encode() for each, given in visitor.headers.items()}
        if name == "Authorization":
            headers[ADDRESS.encode()] = f"198.51.100.{asked}".encode()
        headers[name.encode()] = value
        with http.stream(method, path, headers=headers) as answer:
            assert answer.status_code < 500, f"{method} {path} {name}: {value!r}"
        asked += 1
    return asked


def _needed(parameter: dict[str, Any], probed: dict[str, Any]) -> bool:
    return parameter is probed or bool(parameter.get("required"))


@pytest.fixture
def http(serving: Served, service: str) -> Iterator[httpx2.Client]:
    url = f"http://127.0.0.1:{serving.port}/{service}"
    with httpx2.Client(base_url=url, trust_env=False, timeout=30) as client:
        yield client


@pytest.mark.parametrize("service", NAMES)
def test_whatever_is_asked_is_answered_as_documented(
    serving: Served, service: str, http: httpx2.Client, record_property: Any
) -> None:
    app = serving.apps[service]
    described = schemathesis.openapi.from_dict(with_pages(app))
    described.config.update(base_url=str(http.base_url).rstrip("/"))
    doors, asked, operations, everybody = audiences(app), 0, 0, visitors(serving)
    for result in described.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        operations += 1
        wanted = doors[operation.method.lower(), operation.path]
        for visitor in everybody:
            if visitor.audience is Audience.LINK and wanted is not Audience.LINK:
                continue
            count = visitor.examples(operation.path, service, wanted)
            asked += ask(operation, visitor, wanted, count, serving.links.get(service, ""))
            if visitor.audience is wanted and wanted is not Audience.PUBLIC:
                asked += probe(operation, visitor, http)
        if operation.method.upper() != "GET":
            everybody = visitors(serving)  # it may have signed somebody out
    record_property("requests", asked)
    print(f"{service}: {operations} operations, {asked} requests, no finding")
    assert operations > 8


@pytest.mark.parametrize("service", NAMES)
def test_odd_headers_are_refused_or_passed_over(
    serving: Served, service: str, http: httpx2.Client
) -> None:
    everybody = {each.audience: each for each in reversed(visitors(serving))}
    asked, step = 0, EACH_THIRD if serving.databases else 1
    for turn, ((method, path), wanted) in enumerate(audiences(serving.apps[service]).items()):
        filled = path.replace("{token}", serving.links.get(service, ""))
        filled = re.sub(r"{(\w+)}", lambda name: USUAL.get(name[1], NOBODY), filled)
        visitor = everybody[wanted or Audience.PUBLIC]
        asked += insist(filled, method.upper(), visitor, http, turn, step)
    print(f"{service}: {asked} requests with an odd header, no finding")
    assert asked > len(STANDARD) * len(ODD) / step
