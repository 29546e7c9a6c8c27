"""Installs what only the benchmark needs, the first time it needs it."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def install_peers() -> None:
    """The extra ``benchmark`` of pyproject.toml; nothing that the lock names changes."""
    if find_spec("faststream") is not None:
        return
    print("Installing FastStream, for the usual way ...", flush=True)
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "install", "-q", "--python", sys.executable]
    command += ["-r", "pyproject.toml", "--extra", "benchmark", "-c", "requirements-dev.lock"]
    subprocess.run(command, cwd=CHECKOUT, check=True)
