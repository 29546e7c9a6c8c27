"""Fixtures every test may use; nothing is patched, everything is passed."""

import os
import shutil
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, NoReturn

import pytest

from deploy.local.kafka import KafkaServer, missing_tools
from deploy.local.postgres import PostgresServer, find_binaries
from deploy.local.program import CannotStartError
from tests.house import House, embedded_house, real_house

KAFKA_NEEDS = "apt-get install openjdk-17-jre-headless maven"
OpenHouse = Callable[..., Awaitable[House]]


@pytest.fixture
async def open_house(tmp_path: Path) -> AsyncGenerator[OpenHouse]:
    """``house = await open_house("directory", "trainings")``: these services, embedded."""
    async with AsyncExitStack() as stack:

        async def open_it(*services: str) -> House:
            return await stack.enter_async_context(embedded_house(tmp_path, services))

        yield open_it


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.real)])
async def open_either_house(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncGenerator[OpenHouse]:
    """As ``open_house``, in both forms: embedded, and on Kafka and PostgreSQL; with settings."""
    servers = None
    if request.param == "real":
        servers = request.getfixturevalue("postgres"), request.getfixturevalue("kafka")
    async with AsyncExitStack() as stack:

        async def open_it(*services: str, **given: Any) -> House:
            form = (
                embedded_house(tmp_path, services, **given)
                if servers is None
                else real_house(tmp_path, services, *servers, **given)
            )
            return await stack.enter_async_context(form)

        yield open_it


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A real PostgreSQL server, started for the first test of the session that asks."""
    try:
        find_binaries()
    except CannotStartError as reason:
        go_without(str(reason))
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaServer]:
    """A real Kafka broker, started for the first test of the session that asks."""
    if missing := missing_tools():
        go_without(f"Kafka needs {' and '.join(missing)}, which this machine lacks: {KAFKA_NEEDS}.")
    server = KafkaServer(tmp_path_factory.mktemp("kafka"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def prometheus() -> None:
    """Prometheus and promtool are here."""
    if missing := [tool for tool in ("prometheus", "promtool") if shutil.which(tool) is None]:
        go_without(f"This machine lacks {' and '.join(missing)}: apt-get install prometheus.")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was skipped: a line for each reason, which says how to get what is missing."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(reason_of(report) for report in reports)
    if reasons:
        terminalreporter.section("skipped")
    for reason, count in reasons.most_common():
        terminalreporter.line(f"{count:>5}  {reason}")


def reason_of(report: pytest.TestReport) -> str:
    """As whoever skips gave it."""
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def go_without(reason: str) -> NoReturn:
    """Skip what needs a real server; where that is forbidden, as in CI, fail."""
    if os.environ.get("KNOTENPUNKT_REQUIRE_REAL") == "1":
        pytest.fail(f"{reason} KNOTENPUNKT_REQUIRE_REAL=1 forbids going without.")
    pytest.skip(reason)
