"""Whatever anybody sends to any service, it never fails and always answers as it is documented.

Every route is asked, the pages as well, as everybody: nobody, a carrier's program, somebody who is
signed in, the holder of a link; on both databases.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx2
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from hypothesis import HealthCheck, Phase, given, seed, settings
from requests import Session
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
from tests.contracts.hostile import ADDRESS, NOBODY, STANDARD, USUAL, insist, probe
from tests.contracts.served import MAIL_SERVER, Served, served

Operation = APIOperation[Any, Any, Any, Any]
AnyCase = Case[Any]
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
STRANGERS = (Audience.PUBLIC, Audience.PROGRAM, Audience.PERSON, Audience.MAIL_SERVER)
"""They try doors in turn; whoever holds a link has nothing but that."""
EACH_FOURTH = 4
"""SQLite takes nearly everything; what a database refuses is found on PostgreSQL."""
EXAMPLES, EXAMPLES_ON_SQLITE, EXAMPLES_OF_STRANGERS = 3, 1, 1
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

    def examples(self, operation: Operation, wanted: Audience | None) -> int:
        if wanted not in (self.audience, Audience.PUBLIC):
            return EXAMPLES_OF_STRANGERS
        elsewhere = operation.path.startswith(SHARED) and "/dashboard" not in str(
            operation.base_url
        )
        return EXAMPLES_OF_STRANGERS if elsewhere else self.most


def visitors(serving: Served) -> list[Visitor]:
    most = EXAMPLES if serving.databases else EXAMPLES_ON_SQLITE
    bearer, basic = {"Authorization": f"Bearer {serving.token}"}, {"Authorization": "Basic Og=="}
    return [
        Visitor(Audience.PUBLIC, {ADDRESS: "192.0.2.1"} | OWN, most),
        Visitor(Audience.PROGRAM, {ADDRESS: "192.0.2.2"} | bearer | OWN, most),
        Visitor(Audience.PERSON, {ADDRESS: "192.0.2.3"} | serving.person() | OWN, most),
        Visitor(Audience.MAIL_SERVER, {ADDRESS: "192.0.2.6"} | MAIL_SERVER | OWN, most),
        Visitor(Audience.PUBLIC, {ADDRESS: "192.0.2.5"} | basic | OWN, most),
        Visitor(Audience.LINK, {ADDRESS: "192.0.2.4"} | OWN, most),
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


def made_up(operation: Operation, count: int) -> list[AnyCase]:
    """Requests, right ones and wrong ones, the simplest first."""
    cases: list[AnyCase] = []

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
    def collect(case: AnyCase) -> None:
        cases.append(case)

    collect()
    return cases


def as_everybody(
    operation: Operation,
    everybody: Sequence[Visitor],
    wanted: Audience | None,
    link: str,
    line: Session,
) -> int:
    """Send made-up requests, the simplest as each visitor; returns how many."""
    counts = [(each, each.examples(operation, wanted)) for each in everybody]
    cases, asked = made_up(operation, max(count for _, count in counts)), 0
    for visitor, count in counts:
        for case in cases[:count]:
            if visitor.audience is Audience.LINK and "token" in case.path_parameters:
                case.path_parameters["token"] = link
            ask(case, visitor, wanted, line)
            asked += 1
    return asked


def ask(case: AnyCase, visitor: Visitor, wanted: Audience | None, line: Session) -> None:
    is_page = "x-page" in case.operation.definition.raw
    answer = case.call(session=line, headers=visitor.headers, allow_redirects=False)
    case.validate_response(answer, checks=[not_a_server_error] if is_page else CONFORMS)
    if wanted not in (visitor.audience, Audience.PUBLIC, Audience.LINK, None):
        assert _is_refused(answer), answer.status_code
    if wanted is visitor.audience and wanted is not Audience.PUBLIC:
        assert answer.status_code not in (401, 429), "not let in where they belong"
    if answer.status_code >= 400:
        assert not [word for word in LIBRARIES if word in answer.text], answer.text


def _is_refused(answer: Response) -> bool:
    """A page that somebody may see who signs in leads there."""
    leads_to_door = answer.headers.get("location", [""])[0].startswith("/directory/anmelden")
    return answer.status_code in REFUSALS or (answer.status_code == 303 and leads_to_door)


@pytest.fixture
def http(serving: Served, service: str) -> Iterator[httpx2.Client]:
    url = f"http://127.0.0.1:{serving.port}/{service}"
    with httpx2.Client(base_url=url, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def line() -> Iterator[Session]:
    """A connection that stays open, and keeps nothing it is given."""
    with Session() as line:
        line.trust_env = False
        line.headers.clear()
        line.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        yield line


@pytest.mark.parametrize("service", NAMES)
def test_whatever_is_asked_is_answered_as_documented(
    serving: Served, service: str, http: httpx2.Client, line: Session, record_property: Any
) -> None:
    described = schemathesis.openapi.from_dict(with_pages(serving.apps[service]))
    described.config.update(base_url=str(http.base_url).rstrip("/"))
    doors, asked, everybody = audiences(serving.apps[service]), 0, visitors(serving)
    operations = [each.ok() for each in described.get_all_operations() if isinstance(each, Ok)]
    assert len(operations) == len(list(described.get_all_operations())) > 8
    for turn, operation in enumerate(operations):
        if not serving.databases and turn % EACH_FOURTH:
            continue
        wanted = doors[operation.method.lower(), operation.path]
        stranger = STRANGERS[turn // EACH_FOURTH % len(STRANGERS)]
        here = [each for each in everybody if each.audience in (wanted, stranger)]
        link = serving.links.get(service, "")
        asked += as_everybody(operation, here, wanted, link, line)
        for visitor in here:
            if visitor.audience is wanted and wanted is not Audience.PUBLIC:
                asked += probe(operation, visitor.headers, http, turn)
        if service == "directory" and operation.method.upper() != "GET":
            everybody = visitors(serving)  # it may have signed somebody out
    record_property("requests", asked)
    print(f"{service}: {len(operations)} operations, {asked} requests, no finding")


@pytest.mark.parametrize(
    "serving", [pytest.param("postgres", marks=pytest.mark.real)], indirect=True
)
@pytest.mark.parametrize("service", NAMES)
def test_odd_headers_are_refused_or_passed_over(
    serving: Served, service: str, http: httpx2.Client
) -> None:
    everybody = {each.audience: each for each in reversed(visitors(serving))}
    asked = 0
    for turn, ((method, path), wanted) in enumerate(audiences(serving.apps[service]).items()):
        filled = path.replace("{token}", serving.links.get(service, ""))
        filled = re.sub(r"{(\w+)}", lambda name: USUAL.get(name[1], NOBODY), filled)
        visitor = everybody[wanted or Audience.PUBLIC]
        asked += insist(filled, method.upper(), visitor.headers, http, turn)
    print(f"{service}: {asked} requests with an odd header, no finding")
    assert asked == turn + 1 > len(STANDARD)
