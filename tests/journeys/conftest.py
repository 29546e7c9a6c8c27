"""The demonstration of this test, in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demonstration import Demonstration


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    """Not started yet; gone after the test."""
    demonstration = Demonstration(tmp_path / "var")
    yield demonstration
    demonstration.kill()
