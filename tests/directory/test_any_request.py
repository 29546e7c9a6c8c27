"""Whatever is sent to the directory, it never answers 500 and always as it is documented."""

import asyncio
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import APIOperation, Case
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
)
from schemathesis.schemas import BaseSchema

from deploy.local.postgres import PostgresServer
from deploy.run import server
from tests.directory.conftest import open_desk

OPERATOR = "Basic " + b64encode(b"betrieb:operator").decode()
CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]


@dataclass
class Served:
    """The directory on a free loopback port, in a thread with a loop of its own."""

    folder: Path
    url: str
    ready: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    token: str = ""
    http: uvicorn.Server | None = None

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        async with open_desk(self.folder, self.url) as desk:
            self.token = desk.carrier.token
            alone = desk.house.settings.model_copy(update={"port": 0})
            self.http = server(desk.house.app, alone)
            serving = asyncio.create_task(self.http.serve())
            while not self.http.started:
                await asyncio.sleep(0.01)
            self.port = self.http.servers[0].sockets[0].getsockname()[1]
            self.ready.set()
            await serving


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    url = ""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        server.create("any_request")
        url = server.owner_url("any_request")
    served = Served(tmp_path_factory.mktemp("directory"), url)
    thread = threading.Thread(target=served.run)
    thread.start()
    assert served.ready.wait(30)
    yield served
    assert served.http is not None
    served.http.should_exit = True
    thread.join(30)


@pytest.fixture(scope="module")
def documented(served: Served) -> BaseSchema:
    return schemathesis.openapi.from_url(f"http://127.0.0.1:{served.port}/directory/openapi.json")


def examine(operation: APIOperation, headers: dict[str, str], examples: int) -> None:
    """Send made-up requests, and compare the answers with what is documented."""

    @seed(4711)
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy())
    def send(case: Case) -> None:
        case.call_and_validate(checks=CHECKS, headers=headers)

    send()


def requests(documented: BaseSchema, token: str, examples: int) -> None:
    for result in documented.get_all_operations():
        operation = result.ok()
        operators = operation.path.startswith(("/parked", "/readiness"))
        authorization = OPERATOR if operators else f"Bearer {token}"
        examine(operation, {"Authorization": authorization}, examples)


def test_no_request_is_answered_otherwise_than_documented(
    documented: BaseSchema, served: Served
) -> None:
    requests(documented, served.token, examples=40)


def test_no_request_without_a_token_is_answered_otherwise(documented: BaseSchema) -> None:
    requests(documented, "x", examples=5)
