"""A run's servers are shared by its workers, outlive each of them, and never the run."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.postgres import PostgresServer, find_binaries
from deploy.local.program import CannotStartError, listens, wait_until
from tests.conftest import go_without
from tests.servers.run import CHECKOUT, Run

pytestmark = pytest.mark.real

CONTROLLER = "run.begin()"
WORKER = "run.postgres()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    try:
        find_binaries()
    except CannotStartError as reason:
        go_without(str(reason))
    return tmp_path / "run"


@pytest.fixture
def run(folder: Path) -> Iterator[Run]:
    """Begun in this process."""
    folder.mkdir()
    run = Run(folder)
    run.begin()
    yield run
    run.end()


def process(what: str, folder: Path) -> "subprocess.Popen[bytes]":
    """Another process that does ``what``, says so, and waits."""
    program = (
        "import sys; from pathlib import Path; from tests.servers.run import Run;"
        f"run = Run(Path(sys.argv[1]), 'gw0'); {what};"
        "print('done', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"done\n"
    return other


def kill(other: "subprocess.Popen[bytes]") -> None:
    other.send_signal(signal.SIGKILL)
    other.communicate()


def names(server: PostgresServer) -> str:
    return server.url("alpha").rpartition("/")[2]


def test_workers_share_a_server_with_databases_of_their_own(run: Run) -> None:
    one, two = Run(run.folder, "gw0").postgres(), Run(run.folder, "gw1").postgres()
    assert one.port == two.port
    one.create("alpha")
    two.create("alpha")
    assert (names(one), names(two)) == ("gw0_alpha", "gw1_alpha")


def test_a_worker_that_crashes_takes_no_server_with_it(run: Run) -> None:
    kill(process(WORKER, run.folder))
    server = Run(run.folder, "gw1").postgres()
    server.create("alpha")
    run.end()
    assert not listens(server.port)
    assert not run.folder.exists()


def test_a_run_that_is_killed_leaves_no_server(folder: Path) -> None:
    folder.mkdir()
    controller = process(CONTROLLER, folder)
    worker = process(WORKER, folder)
    port = int((folder / "postgres" / "ready").read_text())
    assert listens(port)
    kill(controller)
    assert wait_until(lambda: not listens(port), 30)
    kill(worker)


def test_a_server_that_cannot_start_says_why(run: Run) -> None:
    (run.folder / "postgres").mkdir()
    (run.folder / "postgres" / "data").touch()
    with pytest.raises(CannotStartError, match="File exists"):
        run.postgres()
