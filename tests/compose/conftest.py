"""One installation for all tests of the container form, where there is an engine."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from deploy.local.program import free_port, listens
from tests.compose.stack import CHECKOUT, CarrierSystem, Stack

BUILT = "KNOTENPUNKT_IMAGE_BUILT"
FIXED_PORTS = (8025, 9090, 3000)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Up; ``KNOTENPUNKT_IMAGE_BUILT=1`` says that the image is this checkout's already."""
    if reason := _why_not():
        pytest.skip(reason)
    made = Stack(tmp_path_factory.mktemp("compose"), free_port(), free_port())
    subprocess.run(["sh", str(CHECKOUT / "deploy/secrets.sh"), str(made.secrets)], check=True)
    try:
        if os.environ.get(BUILT) != "1":
            made.compose("build", seconds=1800)
        print(f"a fresh up --wait took {made.up():.0f} s")
        yield made
    finally:
        made.down(everything=True)


@pytest.fixture(scope="session")
def carrier(stack: Stack) -> CarrierSystem:
    system = CarrierSystem(stack)
    system.register()
    return system


def _why_not() -> str:
    for command in (["docker", "info"], ["docker", "compose", "version"]):
        if (
            shutil.which("docker") is None
            or subprocess.run(command, capture_output=True, check=False).returncode
        ):
            return "No Docker engine with compose answers: the container form is not tried."
    if taken := [port for port in FIXED_PORTS if listens(port)]:
        return (
            f"Port {taken[0]} is taken, perhaps by an installation of your own: docker compose down"
        )
    return ""
