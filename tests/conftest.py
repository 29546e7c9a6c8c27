"""Fixtures every test may use; nothing is patched, everything is passed."""

import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, aclosing
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

from deploy.local import keycloak as local_keycloak
from deploy.local.kafka import KafkaServer, missing_tools
from deploy.local.keycloak import KeycloakServer
from deploy.local.postgres import PostgresServer, find_binaries
from deploy.local.program import CannotStartError
from tests import dear
from tests.parts import ALONE, ENDED, THOROUGH, THOROUGH_SECONDS
from tests.servers.run import Run

if TYPE_CHECKING:  # seconds, which a run's controller and tests without a house can spare
    from tests.house import House
    from tests.rewinding import Houses

DEAR_TO_IMPORT = ("services.directory.scim.api",)
"""Pydantic looks for the docstrings of SCIM's models in every frame and module there is: before
there are many, it takes a second less."""
KAFKA_NEEDS = "apt-get install openjdk-17-jre-headless maven"
RUN = pytest.StashKey[Run]()
OpenHouse = Callable[..., Awaitable["House"]]

settings.register_profile(
    "house", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
"""How long an example takes depends on what else the machine does; a hundred find hardly more."""
settings.register_profile("quick", settings.get_profile("house"), max_examples=10)
"""``make quick`` tries fewer; ``make test`` and CI try them all."""


@pytest.fixture(scope="module")
async def houses(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator["Houses"]:
    """Those of a module, put back between its tests instead of being opened anew."""
    from tests.rewinding import Houses

    async with aclosing(Houses(partial(tmp_path_factory.mktemp, "house"))) as houses:
        yield houses


@pytest.fixture
async def open_house(houses: "Houses") -> OpenHouse:
    """``house = await open_house("directory", "trainings")``: these services, embedded, as new."""
    return houses.embedded


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.real)])
async def open_either_house(
    request: pytest.FixtureRequest, houses: "Houses", tmp_path: Path
) -> AsyncGenerator[OpenHouse]:
    """As ``open_house``, in both forms: embedded, and on Kafka and PostgreSQL; with settings."""
    if request.param == "embedded":
        yield houses.embedded
        return
    from tests.house import real_house

    servers = request.getfixturevalue("postgres"), request.getfixturevalue("kafka")
    async with AsyncExitStack() as stack:

        async def open_it(*services: str, **given: Any) -> "House":
            return await stack.enter_async_context(
                real_house(tmp_path, services, *servers, **given)
            )

        yield open_it


def pytest_sessionstart(session: pytest.Session) -> None:
    """Of a run with several workers, only the controller begins it."""
    given = getattr(session.config, "workerinput", None)
    if given:
        session.config.stash[RUN] = Run(Path(given["run"]), given["workerid"])
        for each in DEAR_TO_IMPORT:
            import_module(each)
    else:
        run = session.config.stash[RUN] = Run(Path(tempfile.mkdtemp(prefix="knotenpunkt-tests-")))
        run.begin()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where its run is."""
    node.workerinput["run"] = str(node.config.stash[RUN].folder)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not import what ``-m alone`` or ``"... and not alone"`` leaves out; it takes seconds."""
    left_out = str(config.option.markexpr).split(" and ")
    place = collection_path.relative_to(config.rootpath).as_posix()
    if left_out == ["alone"] and collection_path.is_file():
        files = [each.partition("::")[0] for each in ALONE]
        return None if any(f"{place}/".startswith(f"{each}/") for each in files) else True
    for mark, places in (("not alone", ALONE), ("not thorough", THOROUGH), ("not dear", DEAR)):
        if mark in left_out and place in places:
            return True
    return None


DEAR = dear.read()
_LEFT_OVER = [
    f"default:Exception ignored in. <function {each}:pytest.PytestUnraisableExceptionWarning"
    for each in ENDED
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what ``make quick`` leaves out, and what runs after all others, in this order."""
    lanes = dict.fromkeys(items, -1)
    for item in items:
        if place_in(THOROUGH, item) is not None:
            item.add_marker(pytest.mark.thorough)
            item.add_marker(pytest.mark.timeout(THOROUGH_SECONDS))
        if place_in(DEAR, item) is not None:
            item.add_marker(pytest.mark.dear)
        if (lane := place_in(ALONE, item)) is not None:
            lanes[item] = lane
            item.add_marker(pytest.mark.alone)
            for each in _LEFT_OVER:
                item.add_marker(pytest.mark.filterwarnings(each))
            item.add_marker(pytest.mark.timeout(THOROUGH_SECONDS))
    items.sort(key=lanes.__getitem__)


def place_in(places: Sequence[str], item: pytest.Item) -> int | None:
    """Which of these files, folders or tests an item belongs to."""
    file = item.nodeid.partition("::")[0]
    test = f"{file}::{getattr(item, 'originalname', item.name)}"
    found = (n for n, p in enumerate(places) if p in (file, test) or file.startswith(f"{p}/"))
    return next(found, None)


def pytest_collection_finish() -> None:
    """What was imported stays: the collector looks through it no more, a fifth of all time.

    It looks through the rest rarely: what a service imports when it is first opened stays, too.
    """
    import_module("tests.tenancy")  # every session is watched, of a house or not
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    """No server outlives its run."""
    if RUN in config.stash:
        config.stash[RUN].end()


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> PostgresServer:
    """The run's PostgreSQL, with databases of this worker's own."""
    try:
        find_binaries()
    except CannotStartError as reason:
        go_without(str(reason))
    return pytestconfig.stash[RUN].postgres()


@pytest.fixture(scope="session")
def kafka(pytestconfig: pytest.Config) -> KafkaServer:
    """The run's Kafka; every test has topics of its own."""
    if missing := missing_tools():
        go_without(f"Kafka needs {' and '.join(missing)}, which this machine lacks: {KAFKA_NEEDS}.")
    return pytestconfig.stash[RUN].kafka()


@pytest.fixture(scope="session")
def keycloak_tools() -> None:
    """What one needs to run a Keycloak."""
    if missing := local_keycloak.missing_tools():
        lacks = " and ".join(missing)
        go_without(f"Keycloak needs {lacks}, which this machine lacks: {KAFKA_NEEDS}.")


@pytest.fixture(scope="session")
def unpacked_keycloak(keycloak_tools: None) -> None:
    """Its distribution is here, for whoever starts one of their own."""
    local_keycloak.unpack(local_keycloak.TOOLS)


@pytest.fixture(scope="session")
def keycloak(pytestconfig: pytest.Config, keycloak_tools: None) -> KeycloakServer:
    """The run's Keycloak; every module of tests has a realm of its own."""
    return pytestconfig.stash[RUN].keycloak()


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
