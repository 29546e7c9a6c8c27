"""``docker-compose.yml`` as Compose itself reads it; no engine is needed for that."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from shared.settings import PREFIX

CHECKOUT = Path(__file__).parents[2]
COMPOSE = ["docker", "compose"]


def read_by_compose(env_file: Path) -> dict[str, Any]:
    """With these settings and nothing from the environment; skips where there is no Compose."""
    env_file.touch()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    if shutil.which("docker") is None or _run(["version"], environment).returncode:
        pytest.skip("No docker compose on this machine: the compose file is read as YAML only.")
    command = ["--env-file", str(env_file), "-f", str(CHECKOUT / "docker-compose.yml"), "config"]
    done = _run([*command, "--format", "json"], environment)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def _run(arguments: list[str], environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [*COMPOSE, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
