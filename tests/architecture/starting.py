"""Starts of a service by the dozen: a process that has imported everything forks for each.

What a start imports takes two seconds, what it says of its environment a hundredth of that.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

CHECKOUT = Path(__file__).parents[2]
ARGUMENTS = ("deploy.run", "directory")
SECONDS = 30
"""Until a start that should have ended is killed."""


@dataclass(frozen=True)
class Ended:
    """What became of a start."""

    returncode: int
    stderr: str
    stdout: str


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Nothing is set but ``variables``, and what Python needs."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), **variables}


def start_alone(folder: Path, variables: Mapping[str, str]) -> Ended:
    """As an operator does it: ``python -m deploy.run directory`` in this folder."""
    command = [sys.executable, "-m", *ARGUMENTS]
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        env=environment(variables),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    return Ended(done.returncode, done.stderr, done.stdout)


class Starter:
    """A process that has imported what a start imports."""

    def __init__(self, requests: IO[str], answers: IO[str]) -> None:
        self._requests, self._answers = requests, answers

    def start(self, folder: Path, variables: Mapping[str, str]) -> Ended:
        """The same as ``start_alone``, in a copy of the process."""
        wanted = {"folder": str(folder), "environment": environment(variables)}
        self._requests.write(json.dumps(wanted) + "\n")
        self._requests.flush()
        return Ended(**json.loads(self._answers.readline()))


@contextmanager
def starter() -> Iterator[Starter]:
    """It ends with the block."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Starter(process.stdin, process.stdout)
        process.stdin.close()


def serve() -> None:
    """Answer each line of the standard input with what became of that start."""
    from deploy import run  # the two seconds

    for line in sys.stdin:
        ended = _forked(json.loads(line), run.main)
        sys.stdout.write(json.dumps(asdict(ended)) + "\n")
        sys.stdout.flush()


def _forked(wanted: Mapping[str, Any], main: Any) -> Ended:
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        child = os.fork()
        if child == 0:
            _become(wanted, main, out, err)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return Ended(os.waitstatus_to_exitcode(status), err.read(), out.read())


def _become(wanted: Mapping[str, Any], main: Any, out: IO[str], err: IO[str]) -> None:
    """Run ``main`` in this child as a process that was started so; does not return."""
    code: Any = 1
    try:
        signal.alarm(SECONDS)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        os.chdir(wanted["folder"])
        os.environ.clear()
        os.environ.update(wanted["environment"])
        sys.argv = list(ARGUMENTS)
        main()
        code = 0
    except SystemExit as end:
        code = end.code
        if isinstance(code, str):
            sys.stderr.write(code + "\n")
            code = 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)


if __name__ == "__main__":
    serve()
