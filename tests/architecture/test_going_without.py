"""Whoever lacks a program is told once what was skipped for it, and how to get it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
NEEDED = ("bash", "sh", "make", "env", "cat", "chmod", "rm", "cksum", "cut", "sed", "find", "test")
PROGRAMS = ("chromium-headless-shell", "prometheus", "caddy", "clamav-daemon", "postfix", "curl")
APT_GET = """#!/bin/sh
echo "apt-get $* (runlevel $RUNLEVEL)" >>{log}
"$POLICY_RC_D" prometheus start || echo "policy: $?" >>{log}
"""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder of programs, to be searched instead of all others, without those of the tests."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def program(file: Path, lines: str) -> None:
    file.write_text(lines)
    file.chmod(0o755)


def run(bare: Path, command: list[str], **more: str) -> str:
    environment = {**os.environ, "PATH": str(bare), **more}
    environment.pop("KNOTENPUNKT_REQUIRE_REAL", None)
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_a_line_for_each_reason_says_how_to_get_what_is_missing(bare: Path, tmp_path: Path) -> None:
    some = ("tests/shared/test_alerts.py", "-k", "configuration or Stuck")
    command = [sys.executable, "-m", "pytest", "-q", *some]
    told = run(bare, [*command, "-o", f"cache_dir={tmp_path}"])
    lines = [line for line in told.splitlines() if "lacks prometheus and promtool" in line]
    assert len(lines) == 1, told
    assert lines[0].endswith(
        "This machine lacks prometheus and promtool: apt-get install prometheus."
    )
    assert int(lines[0].split()[0]) > 1


@pytest.mark.parametrize("name", PROGRAMS)
def test_root_gets_a_program_and_no_daemon_of_it(bare: Path, tmp_path: Path, name: str) -> None:
    program(bare / "id", "#!/bin/sh\necho 0\n")
    log, policy = tmp_path / "log", tmp_path / "policy-rc.d"
    program(bare / "apt-get", APT_GET.format(log=log))
    told = run(bare, ["make", name], POLICY_RC_D=str(policy))
    assert log.read_text().splitlines() == [
        "apt-get update -qq (runlevel 1)",
        "policy: 101",
        f"apt-get install -y -qq --no-install-recommends {name} (runlevel 1)",
        "policy: 101",
    ], told
    assert not policy.exists()


@pytest.mark.parametrize("name", PROGRAMS)
def test_others_are_told_what_they_go_without(bare: Path, name: str) -> None:
    program(bare / "id", "#!/bin/sh\necho 1000\n")
    assert f"(Debian: apt-get install {name})" in run(bare, ["make", name])


def test_the_tests_ask_for_every_program() -> None:
    makefile = (CHECKOUT / "Makefile").read_text()
    [asked] = re.findall(r"^test: (.*?) ##", makefile, re.MULTILINE)
    assert set(PROGRAMS) <= set(asked.split())
    assert set(re.findall(r"call program,([\w-]+)", makefile)) == set(PROGRAMS)
