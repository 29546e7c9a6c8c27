"""What the scaffolds write is as the house expects it, and its first test passes."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.scaffold import RefusedError, capability

CHECKOUT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns("vendor", "var", ".*_cache", "node_modules")
"""What is compiled is kept: compiling it again takes longer than everything else."""
CAPABILITY = ("services/directory/job_posts", "tests/directory/test_job_posts.py")
EVENT = ("shared/contracts/trainings.py", "tests/trainings/test_lesson_given.py")


@dataclass(frozen=True)
class Written:
    """A copy of the checkout with a capability and an event, and what was said of each."""

    copy: Path
    capability: str
    event: str


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    copy = tmp_path_factory.mktemp("copy")
    for folder in ("deploy", "services", "shared", "tests"):
        shutil.copytree(CHECKOUT / folder, copy / folder, ignore=LEFT_OUT)
    shutil.copy(CHECKOUT / "pyproject.toml", copy)
    capability = run(copy, "deploy.scaffold", "capability", "directory", "job_posts")
    event = run(copy, "deploy.scaffold", "event", "trainings", "lesson_given")
    return Written(copy, capability, event)


def run(copy: Path, *command: str) -> str:
    """In the copy; fails with what the program says."""
    done = started(copy, *command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def started(copy: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", *command]
    return subprocess.run(line, cwd=copy, capture_output=True, text=True, check=False)


def test_a_capability_and_an_event_pass_every_check(written: Written) -> None:
    files = (*CAPABILITY, *EVENT)
    run(written.copy, "ruff", "check", "--no-cache", *files)
    run(written.copy, "ruff", "format", "--no-cache", "--check", *files)
    run(written.copy, "mypy", "--cache-dir", str(CHECKOUT / ".mypy_cache"), *files)


def test_their_first_tests_pass_and_the_event_is_published(written: Written) -> None:
    declared = "tests/architecture/test_declared_data.py"
    named = ("-k", "job_posts or lesson_given or lesson-given")
    tests = (CAPABILITY[1], EVENT[1], declared)
    found = run(written.copy, "pytest", "-q", "-p", "no:cacheprovider", *tests, *named)
    assert "3 passed" in found


def test_it_is_said_what_comes_next(written: Written) -> None:
    for named in ("`api` in services/directory/app.py", "access.md"):
        assert named in written.capability
    assert "LessonGiven" in written.event


@pytest.mark.parametrize(
    ("service", "name", "reason"),
    [
        ("kitchen", "posts", "no service"),
        ("directory", "Job Posts", "lower case"),
        ("directory", "../posts", "lower case"),
        ("directory", "hires", "There already"),
        ("directory", "job_posts", "There already"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    written: Written, service: str, name: str, reason: str
) -> None:
    before = sorted((written.copy / "services").rglob("*.py"))
    with pytest.raises(RefusedError, match=reason):
        capability(written.copy, service, name)
    assert sorted((written.copy / "services").rglob("*.py")) == before


def test_an_event_is_written_once(written: Written) -> None:
    done = started(written.copy, "deploy.scaffold", "event", "trainings", "lesson_given")
    assert (done.returncode, "already" in done.stderr) == (2, True)
