"""The environment: what can be set is written down, and a wrong value stops the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shared.settings import PREFIX

CHECKOUT = Path(__file__).parents[2]

REAL = {
    "DATABASE_URL": "postgresql+asyncpg://{service}:x@127.0.0.1:1/{service}",
    "KAFKA": "127.0.0.1:1",
    "SECRET": "x" * 32,
    "OPERATOR_PASSWORD": "secret",
    "MAIL_FROM": "Knotenpunkt <knotenpunkt@example.org>",
}


def start(folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run one service in a folder without ``.env``, with nothing set but ``variables``."""
    named = {PREFIX + name: value for name, value in variables.items()}
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), **named}
    command = [sys.executable, "-m", "deploy.run", "directory"]
    return subprocess.run(
        command,
        check=False,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PUBLIC_URL", "knotenpunkt.example.org"),
        ("SERVICE_URL", "{service}:8000"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "nonsense"),
        ("KAFKA", "kafka"),
        ("MUNICIPALITIES", "Bergkamen"),
        ("MUNICIPALITIES", "05978004,1"),
        ("SMTP_URL", "mailpit:1025"),
        ("LOAD_SAMPLE", "perhaps"),
        ("LOG_LEVEL", "loud"),
        ("SECRET", "too short"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_sentence(
    tmp_path: Path, name: str, value: str
) -> None:
    done = start(tmp_path, **{name: value})
    assert done.returncode == 2, done.stderr
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Cannot start: {PREFIX}{name} ")


@pytest.mark.parametrize("missing", ["SECRET", "OPERATOR_PASSWORD", "MAIL_FROM"])
@pytest.mark.parametrize("how", ["unset", "empty"])
def test_outside_the_embedded_form_what_is_missing_is_named(
    tmp_path: Path, missing: str, how: str
) -> None:
    variables = REAL | {missing: ""}
    if how == "unset":
        del variables[missing]
    done = start(tmp_path, **variables)
    assert done.returncode == 2, done.stderr
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Cannot start: {PREFIX}{missing} ")


def test_the_refused_value_is_not_repeated(tmp_path: Path) -> None:
    done = start(tmp_path, **REAL | {"SECRET": "hunter2"})
    assert "hunter2" not in done.stderr + done.stdout
