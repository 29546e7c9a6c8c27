"""Which folders of tests a change concerns: ``make quick`` runs these."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

ALWAYS = ("tests/architecture", "tests/contracts")
EVERYTHING = ("tests",)


def near(changed: Iterable[str]) -> tuple[str, ...]:
    """What is one service's concerns its own tests, and rules of the house; other code all."""
    found = set(ALWAYS)
    for path in changed:
        where = path.split("/")
        if where[0] == "docs" or path.endswith(".md"):
            continue
        if where[0] not in ("services", "tests") or len(where) < 3:
            return EVERYTHING
        found.add(f"tests/{where[1]}")
    return EVERYTHING if found == {*ALWAYS} else tuple(sorted(found))


def changed_since_main() -> list[str]:
    """Paths of what is not committed, or on this branch only."""
    base = _git("merge-base", "HEAD", "main") or ["HEAD"]
    return [
        *_git("diff", "--name-only", base[0]),
        *_git("ls-files", "--others", "--exclude-standard"),
    ]


def _git(*arguments: str) -> list[str]:
    """Its lines; none where there is no repository, or no such branch."""
    told = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    return told.stdout.splitlines() if told.returncode == 0 else []


if __name__ == "__main__":
    print(*(each for each in near(changed_since_main()) if Path(each).is_dir()))
