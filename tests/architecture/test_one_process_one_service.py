"""A process that is asked for one service holds no other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.services import NAMES

CHECKOUT = Path(__file__).parents[2]
LOADS = """
import json, sys
import deploy.run, deploy.migrate
from deploy.services import load
load(sys.argv[1])
print(json.dumps(sorted(name for name in sys.modules if name.startswith("services."))))
"""


@pytest.mark.parametrize("service", NAMES)
def test_only_the_service_that_is_asked_for_is_imported(service: str) -> None:
    command = [sys.executable, "-c", LOADS, service]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    imported = json.loads(done.stdout)
    assert f"services.{service}.app" in imported
    assert {name.split(".")[1] for name in imported} == {service}
