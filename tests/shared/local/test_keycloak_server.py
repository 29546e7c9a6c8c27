"""The Keycloak that tests and `make run-real` start by themselves."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from deploy.local.keycloak import KeycloakServer
from deploy.local.keycloak_realm import Realm
from deploy.local.program import listens, wait_until

CHECKOUT = Path(__file__).parents[3]
WITHOUT = """
import sys
from pathlib import Path
from deploy.local.keycloak import unpack
unpack(Path(sys.argv[1]))
"""


def test_without_java_it_says_so_in_one_sentence(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": str(tmp_path)}
    command = [sys.executable, "-c", WITHOUT, str(tmp_path / "tools")]
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    last = done.stderr.splitlines()[-1]
    assert last.endswith("Keycloak needs java and mvn, which this machine lacks.")


@pytest.fixture
def server(unpacked_keycloak: None, tmp_path: Path) -> Iterator[KeycloakServer]:
    """One of its own."""
    server = KeycloakServer(tmp_path / "keycloak")
    server.start()
    yield server
    server.stop()


@pytest.mark.real
@pytest.mark.timeout(900)
def test_a_killed_one_comes_back_at_its_port_and_has_forgotten_everybody(
    server: KeycloakServer,
) -> None:
    realm = Realm(server, "bergkamen")
    realm.make("http://knotenpunkt.test", "geheimnis-des-clients")
    assert httpx2.get(realm.issuer, timeout=60).status_code == 200
    port, pid = server.port, server.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not listens(port), 30)
    server.start()
    assert server.port == port
    assert httpx2.get(realm.issuer, timeout=60).status_code == 404
