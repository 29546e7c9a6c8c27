"""One site for all fault tests: servers, wires and a process for each service."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from deploy.local.kafka import missing_tools
from deploy.local.postgres import find_binaries
from deploy.local.program import CannotStartError
from tests.conftest import KAFKA_NEEDS, go_without
from tests.faults.site import Site, open_site


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Site]:
    """Up until the last fault test is over."""
    try:
        find_binaries()
    except CannotStartError as reason:
        go_without(str(reason))
    if missing := missing_tools():
        go_without(f"Kafka needs {' and '.join(missing)}, which this machine lacks: {KAFKA_NEEDS}.")
    async with open_site(tmp_path_factory.mktemp("site")) as site:
        yield site
