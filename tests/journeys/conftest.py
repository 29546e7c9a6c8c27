"""The demonstration of this test, in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RUN
from tests.demonstration import Demonstration
from tests.lived_in import move_in


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    """Not started yet; gone after the test."""
    demonstration = Demonstration(tmp_path / "var")
    yield demonstration
    demonstration.kill()


@pytest.fixture
def started_before(pytestconfig: pytest.Config, demonstration: Demonstration) -> Demonstration:
    """The same, where the sample is loaded and nobody has been hired."""
    move_in(pytestconfig.stash[RUN], demonstration.data)
    return demonstration
