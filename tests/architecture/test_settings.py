"""The environment: what can be set is written down, and a wrong value stops the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shared.settings import PREFIX, Settings

CHECKOUT = Path(__file__).parents[2]

REAL = {
    "DATABASE_URL": "postgresql+asyncpg://{service}:x@127.0.0.1:1/{service}",
    "KAFKA": "127.0.0.1:1",
    "SECRET": "x" * 32,
    "OPERATOR_PASSWORD": "secret",
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
        ("TRUSTED_PROXIES", "proxy"),
        ("TRUSTED_PROXIES", "172.16.0.1/12"),
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


@pytest.mark.parametrize("missing", ["SECRET", "OPERATOR_PASSWORD"])
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


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "knotenpunkt.example"])
def test_outside_loopback_nothing_starts_without_its_secrets(tmp_path: Path, host: str) -> None:
    done = start(tmp_path, HOST=host)
    assert done.returncode == 2, done.stderr
    assert done.stderr.splitlines() == [
        f"Cannot start: {PREFIX}SECRET and {PREFIX}OPERATOR_PASSWORD must be set"
        " outside the embedded form on loopback"
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_on_loopback_the_embedded_form_is_open(host: str) -> None:
    assert Settings(host=host, _env_file=None).on_loopback


def test_outside_loopback_the_embedded_form_starts_with_its_secrets() -> None:
    settings = Settings(host="0.0.0.0", secret="x" * 32, operator_password="set", _env_file=None)
    assert settings.embedded


def test_no_sentence_shows_a_pattern(tmp_path: Path) -> None:
    done = start(tmp_path, PUBLIC_URL="x", KAFKA="y", LOG_LEVEL="z", KAFKA_PREFIX="A")
    assert len(done.stderr.splitlines()) == 4
    assert not set("^$\\") & set(done.stderr)


def test_the_refused_value_is_not_repeated(tmp_path: Path) -> None:
    done = start(tmp_path, **REAL | {"SECRET": "hunter2"})
    assert "hunter2" not in done.stderr + done.stdout
