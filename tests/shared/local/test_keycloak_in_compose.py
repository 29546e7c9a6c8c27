"""The profile "keycloak" of docker compose, without a container: its script, realm and check."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import yaml

from deploy.local.keycloak import TOOLS
from deploy.local.keycloak_realm import PASSWORD
from deploy.local.program import free_port, listens, wait_until

CHECKOUT = Path(__file__).parents[3]
RECIPES = CHECKOUT / "deploy" / "keycloak"
SERVICE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]["keycloak"]
SECRETS = {"oidc_client_secret": "geheimnis-des-clients", "keycloak_admin": "geheimnis"}

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]


def home_in(folder: Path) -> Path:
    """The distribution that the tests have unpacked, with the realm where compose mounts it."""
    (folder / "data" / "import").mkdir(parents=True)
    shutil.copytree(TOOLS / "bin", folder / "bin")
    (folder / "bin" / "kc.sh").chmod(0o755)
    for each in ("lib", "conf", "providers", "themes"):
        (folder / each).symlink_to(TOOLS / each)
    shutil.copy(RECIPES / "realm.json", folder / "data" / "import" / "realm.json")
    return folder


@pytest.fixture
def ports(unpacked_keycloak: None, tmp_path: Path) -> Iterator[tuple[int, int]]:
    """Of one started as compose does it."""
    home, secrets = home_in(tmp_path / "home"), tmp_path / "secrets"
    secrets.mkdir()
    for name, value in SECRETS.items():
        (secrets / name).write_text(value)
    port, managed = free_port(), free_port()
    given = {name: str(value) for name, value in SERVICE["environment"].items()}
    given |= {"PUBLIC_URL": "https://localhost", "KC_HTTP_HOST": "127.0.0.1"}
    given |= {"KC_HTTP_PORT": str(port), "KC_HTTP_MANAGEMENT_PORT": str(managed)}
    command = ["bash", str(RECIPES / "start.sh"), str(home), str(secrets)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=os.environ | given, stdout=log, stderr=log, start_new_session=True
        )
    try:
        assert wait_until(lambda: listens(port) or process.poll() is not None, 180)
        assert process.poll() is None, (tmp_path / "log").read_text()
        yield port, managed
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def is_healthy(port: int) -> bool:
    command = ["bash", str(RECIPES / "healthy.sh"), str(port)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_realm_is_there_under_its_public_address_and_people_can_sign_in(
    ports: tuple[int, int],
) -> None:
    port, managed = ports
    assert wait_until(lambda: is_healthy(managed), 60)
    assert not is_healthy(free_port())
    realm = f"http://127.0.0.1:{port}/realms/knotenpunkt"
    described = httpx2.get(f"{realm}/.well-known/openid-configuration", timeout=60).json()
    assert described["issuer"] == "http://localhost:8085/realms/knotenpunkt"
    form = {"grant_type": "password", "client_id": "fachverfahren", "scope": "openid"}
    form |= {"client_secret": SECRETS["oidc_client_secret"]}
    form |= {"username": "marlene.brueggemann", "password": PASSWORD}
    token = f"{realm}/protocol/openid-connect/token"
    assert "id_token" in httpx2.post(token, data=form, timeout=60).json()
    admin = {"grant_type": "password", "client_id": "admin-cli", "username": "admin"}
    admin |= {"password": SECRETS["keycloak_admin"]}
    master = f"http://127.0.0.1:{port}/realms/master/protocol/openid-connect/token"
    assert httpx2.post(master, data=admin, timeout=60).status_code == 200
