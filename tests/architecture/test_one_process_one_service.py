"""A process that is asked for one service holds no other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.services import NAMES

CHECKOUT = Path(__file__).parents[2]
LOADS = """
import json, os, sys
import deploy.run, deploy.migrate
from deploy.services import NAMES, load
for each in NAMES:
    if os.fork() == 0:
        load(each)
        print(json.dumps([each, *sys.modules]), flush=True)
        os._exit(0)
    os.wait()
"""
"""What a process imports before it knows its service is imported once."""


@pytest.fixture(scope="module")
def imported() -> dict[str, set[str]]:
    command = [sys.executable, "-c", LOADS]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    lines = map(json.loads, done.stdout.splitlines())
    return {service: set(modules) for service, *modules in lines}


@pytest.mark.parametrize("service", NAMES)
def test_only_the_service_that_is_asked_for_is_imported(
    imported: dict[str, set[str]], service: str
) -> None:
    ours = {name for name in imported[service] if name.startswith("services.")}
    assert f"services.{service}.app" in ours
    assert {name.split(".")[1] for name in ours} == {service}


def test_a_directory_that_asks_no_provider_loads_nothing_for_it(
    imported: dict[str, set[str]],
) -> None:
    assert not {"authlib", "OpenSSL", "webauthn"} & imported["directory"]
