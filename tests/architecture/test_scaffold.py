"""What the scaffolds write is as the house expects it, and its first test passes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "vendor", "var", ".*_cache", "node_modules")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, for whoever writes nothing."""
    return copied(tmp_path_factory.mktemp("untouched"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The checkout without what was made in it."""
    return copied(tmp_path)


def copied(tmp_path: Path) -> Path:
    for folder in ("deploy", "services", "shared", "tests"):
        shutil.copytree(CHECKOUT / folder, tmp_path / folder, ignore=LEFT_OUT)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def run(copy: Path, *command: str) -> str:
    """In the copy; fails with what the program says."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refused(copy: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.scaffold", *command],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    return done.stderr


def check(copy: Path, *files: str) -> None:
    run(copy, "ruff", "check", "--no-cache", *files)
    run(copy, "ruff", "format", "--no-cache", "--check", *files)
    run(copy, "mypy", "--cache-dir", str(CHECKOUT / ".mypy_cache"), *files)


def test_a_capability_passes_every_check(copy: Path) -> None:
    steps = run(copy, "deploy.scaffold", "capability", "directory", "job_posts")
    folder, test = "services/directory/job_posts", "tests/directory/test_job_posts.py"
    check(copy, folder, test)
    run(copy, "pytest", "-q", "-p", "no:cacheprovider", test)
    assert all(named in steps for named in ("`api` in services/directory/app.py", "access.md"))
    assert "There already" in refused(copy, "capability", "directory", "job_posts")


def test_an_event_passes_every_check_and_is_published(copy: Path) -> None:
    steps = run(copy, "deploy.scaffold", "event", "trainings", "lesson_given")
    contract, test = "shared/contracts/trainings.py", "tests/trainings/test_lesson_given.py"
    check(copy, contract, test)
    silence = "tests/architecture/test_declared_data.py"
    named = ("-k", "lesson_given or lesson-given")
    found = run(copy, "pytest", "-q", "-p", "no:cacheprovider", test, silence, *named)
    assert "2 passed" in found
    assert "LessonGiven" in steps
    assert "already" in refused(copy, "event", "trainings", "lesson_given")


@pytest.mark.parametrize(
    ("service", "name", "reason"),
    [
        ("kitchen", "posts", "no service"),
        ("directory", "Job Posts", "lower case"),
        ("directory", "../posts", "lower case"),
        ("directory", "hires", "There already"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    untouched: Path, service: str, name: str, reason: str
) -> None:
    before = sorted((untouched / "services").rglob("*.py"))
    assert reason in refused(untouched, "capability", service, name)
    assert sorted((untouched / "services").rglob("*.py")) == before
