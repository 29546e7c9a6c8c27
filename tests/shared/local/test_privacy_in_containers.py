"""``deploy/privacy.sh`` asks each service in its own container, told apart here by a stand-in."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.services import NAMES

CHECKOUT = Path(__file__).parents[3]
SCRIPT = CHECKOUT / "deploy" / "privacy.sh"
SOMEBODY = "0190a1b2-0000-7000-8000-000000000001"
PARTS = (*NAMES, "migrate", "topics")
ENGINE = f"""#!{sys.executable}
import sys
from pathlib import Path
service, command = next((s, sys.argv[i + 1:]) for i, s in enumerate(sys.argv) if s in {PARTS!r})
typed = "" if "-T" not in sys.argv else sys.stdin.read().strip()
with Path(__file__).with_name("asked").open("a") as log:
    log.write(f"{{service}}: {{' '.join(command[3:])}} < {{typed!r}}\\n")
print({{"--known": "Quirina", "--save": '{{"erasures":[]}}'}}.get(command[-1], command[-2]))
sys.exit({{"surveys": 1, "dashboard": 3}}.get(service, 0) if "--fail" in typed else 0)
"""


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """A folder with a ``docker`` that notes who was asked what."""
    program = tmp_path / "docker"
    program.write_text(ENGINE)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return tmp_path


def run(engine: Path, *arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PATH": f"{engine}:{os.environ['PATH']}"}
    return subprocess.run(
        [SCRIPT, *arguments],
        env=environment,
        cwd=engine,
        text=True,
        capture_output=True,
        check=False,
        input=typed,
    )


def asked(engine: Path) -> list[str]:
    return (engine / "asked").read_text().splitlines()


def test_every_service_searches_its_own_for_what_the_directory_knows_and_no_name_is_an_argument(
    engine: Path,
) -> None:
    assert run(engine, "find", SOMEBODY, typed="Sonnentau").returncode == 0
    known, *searched = asked(engine)
    assert known == f"directory: find {SOMEBODY} --known < ''"
    wanted = [f"{n}: find {SOMEBODY} --texts --service {n} < 'Quirina\\nSonnentau'" for n in NAMES]
    assert searched == wanted


def test_one_that_does_not_answer_keeps_nobody_else_from_answering(engine: Path) -> None:
    done = run(engine, "find", SOMEBODY, typed="--fail")
    assert done.returncode == 3
    assert "dashboard: keine Antwort" in done.stderr
    assert "surveys" not in done.stderr  # it found something
    assert len(asked(engine)) == 1 + len(NAMES)


def test_a_name_that_others_would_see_in_a_list_of_processes_is_refused(engine: Path) -> None:
    assert run(engine, "find", SOMEBODY, "Sonnentau").returncode == 2
    assert not (engine / "asked").exists()


def test_only_the_directory_is_asked_to_erase(engine: Path) -> None:
    assert run(engine, "erase", SOMEBODY, "--yes").returncode == 0
    assert asked(engine) == [f"directory: erase {SOMEBODY} --yes < ''"]


def test_at_once_whoever_owns_tables_and_topics_lets_them_forget(engine: Path) -> None:
    assert run(engine, "erase", SOMEBODY, "--now", "--yes").returncode == 0
    assert asked(engine) == [
        f"directory: erase {SOMEBODY} --wait --yes < ''",
        "migrate: tidy --tables < ''",
        "topics: tidy --bus < ''",
    ]


def test_what_is_saved_is_for_nobody_else_to_read_and_every_service_repeats_it(
    engine: Path,
) -> None:
    file = engine / "erasures"
    assert run(engine, "again", "--save", str(file)).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text().strip()
    assert run(engine, "again", "--from", str(file)).returncode == 0
    wanted = [f"{name}: again --from - --service {name} < {text!r}" for name in NAMES]
    assert asked(engine)[1:] == wanted


def test_whoever_asks_for_nothing_is_told_what_there_is(engine: Path) -> None:
    done = run(engine)
    assert done.returncode == 2
    assert "deploy/privacy.sh find ID" in done.stderr
