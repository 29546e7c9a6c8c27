"""``docker-compose.yml`` as an IT department would accept it, read as it stands."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.keycloak import BUILT_WITH, RECIPE
from deploy.local.keycloak_realm import PASSWORD
from deploy.services import COMPANIONS, NAMES, load
from tests.architecture.composed import read_by_compose

CHECKOUT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONCE = {"databases", "migrate", "topics"}
EVERY = sorted(SERVICES)

# Who may meet whom: the proxy no database, the broker nobody who is not a service.
NETWORKS = {
    "front": {"proxy", *NAMES},
    "database": {"postgres", "databases", "migrate", *NAMES, *COMPANIONS},
    "broker": {"kafka", "topics", *NAMES},
    "mail": {"mailpit", "notifications"},
    "monitoring": {"prometheus", "grafana", *NAMES, *COMPANIONS},
    "provider": {"keycloak", "directory"},
}
CLOSED = {"database", "broker"}
PUBLISHED = {"proxy"}
BUILT_HERE = {"knotenpunkt:local", "knotenpunkt-keycloak:local"}
CAPABILITIES = {"proxy": ["NET_BIND_SERVICE"]}


def image_of(name: str) -> str:
    return str(SERVICES[name]["image"])


@pytest.mark.parametrize("name", EVERY)
def test_a_container_may_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == CAPABILITIES.get(name, [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert service["pids_limit"] > 0
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert not {"privileged", "pid", "ipc", "network_mode", "devices"} & set(service)
    assert not [each for each in service.get("volumes", []) if "docker.sock" in str(each)]


@pytest.mark.parametrize("name", EVERY)
def test_a_log_ends_somewhere(name: str) -> None:
    logging = SERVICES[name]["logging"]
    assert logging["driver"] in ("local", "json-file")
    assert logging["options"].keys() >= {"max-size", "max-file"}


@pytest.mark.parametrize("name", sorted(set(EVERY) - ONCE))
def test_a_container_that_stays_is_looked_at_often_only_while_it_starts(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["interval"] == "30s"
    assert check["start_interval"] == "1s"
    assert SERVICES[name]["restart"] == "unless-stopped"
    own = image_of(name) == "knotenpunkt:local"
    assert own or check["test"], "only our own image brings a check"


@pytest.mark.parametrize("name", sorted(ONCE))
def test_what_runs_once_is_neither_looked_at_nor_started_again(name: str) -> None:
    assert SERVICES[name]["healthcheck"] == {"disable": True}
    assert SERVICES[name]["restart"] == "no"


@pytest.mark.parametrize("name", EVERY)
def test_an_image_is_named_exactly(name: str) -> None:
    image = image_of(name)
    exact = re.fullmatch(r"[\w./-]+(:v?\d+\.\d+[\w.-]*|@sha256:[0-9a-f]{64})", image)
    assert exact or image in BUILT_HERE


def test_only_who_must_talk_shares_a_network() -> None:
    found = {
        network: {name for name in EVERY if network in SERVICES[name]["networks"]}
        for network in COMPOSE["networks"]
    }
    assert found == NETWORKS
    internal = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    assert internal == CLOSED


def test_only_the_proxy_is_published_beyond_this_machine() -> None:
    for name in EVERY:
        ports = [str(port) for port in SERVICES[name].get("ports", [])]
        far = [port for port in ports if not port.startswith("127.0.0.1:")]
        assert not far or name in PUBLISHED, f"{name}: {far}"
        assert not [port for port in ports if "9000" in port]


def test_no_secret_stands_in_an_environment() -> None:
    for name in EVERY:
        for variable, value in SERVICES[name].get("environment", {}).items():
            secret = re.search(r"PASSWORD|SECRET|TOKEN", variable)
            assert not secret or str(value).startswith("/run/secrets/"), f"{name}: {variable}"
            assert not re.search(r"://[^/@]*:[^/@]*@", str(value)), f"{name}: {variable}"


def test_every_secret_is_made_by_the_script_and_used_by_somebody(tmp_path: Path) -> None:
    subprocess.run(["sh", str(CHECKOUT / "deploy/secrets.sh"), str(tmp_path / "s")], check=True)
    made = {file.name for file in (tmp_path / "s").iterdir() if file.is_file()}
    files = {each["file"].rpartition("/")[2] for each in COMPOSE["secrets"].values()}
    used = {source for name in EVERY for source, _ in secrets_of(name)}
    assert made == files == used == set(COMPOSE["secrets"])


def test_the_script_makes_strong_secrets_and_keeps_what_is_there(tmp_path: Path) -> None:
    command = ["sh", str(CHECKOUT / "deploy/secrets.sh"), str(tmp_path)]
    (tmp_path / "grafana").write_text("chosen")
    subprocess.run(command, check=True)
    first = {file.name: file.read_text() for file in tmp_path.iterdir() if file.is_file()}
    (tmp_path / "postgres").unlink()
    subprocess.run(command, check=True)
    again = {file.name: file.read_text() for file in tmp_path.iterdir() if file.is_file()}
    assert first.pop("grafana") == "chosen"
    assert all(re.fullmatch(r"[\w-]{44}", secret) for secret in first.values())
    assert len(set(first.values())) == len(first)
    assert {name for name in first if again[name] != first[name]} == {"postgres"}
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def secrets_of(name: str) -> list[tuple[str, str]]:
    """What is mounted, and under which name."""
    given = SERVICES[name].get("secrets", [])
    return [
        (each, each) if isinstance(each, str) else (each["source"], each["target"])
        for each in given
    ]


@pytest.mark.parametrize("service", NAMES)
def test_a_service_has_its_own_passwords_and_nobody_elses(service: str) -> None:
    own = {
        "directory": ("oidc_client_secret", "files_secret"),
        "notifications": ("bounce_secret", "dkim_key"),
    }
    elsewhere = {(name, f"knotenpunkt_{name}") for name in own.get(service, ())}
    assert set(secrets_of(service)) == elsewhere | {
        (f"secret_{service}", "knotenpunkt_secret"),
        (f"database_{service}", "knotenpunkt_database_password"),
        (f"kafka_{service}", "knotenpunkt_kafka_password"),
    }


def test_only_a_service_that_signs_has_private_keys_and_only_its_own() -> None:
    """A volume for each: without it, what was signed before a new container would be lost."""
    signing = {name for name in NAMES if load(name).signs}
    assert signing == {"directory", "notifications"}
    for name in EVERY:
        mounted = [str(each) for each in SERVICES[name].get("volumes", []) if "keys" in str(each)]
        assert mounted == ([f"keys_{name}:/app/var/keys"] if name in signing else []), name
    dockerfile = (CHECKOUT / "deploy/Dockerfile").read_text()
    assert "install -d -m 700 -o knotenpunkt -g knotenpunkt /app/var/keys" in dockerfile


def test_keys_of_urns_are_with_one_process_of_an_account_of_its_own() -> None:
    holding = {name for name in EVERY if "urns" in str(SERVICES[name].get("volumes", []))}
    assert holding == {"surveys-urn"}
    assert "front" not in SERVICES["surveys-urn"]["networks"]
    user = SERVICES["surveys-urn"]["user"]
    assert [name for name in EVERY if SERVICES[name].get("user") == user] == ["surveys-urn"]
    dockerfile = (CHECKOUT / "deploy/Dockerfile").read_text()
    assert f"--uid {user} --no-create-home --shell /usr/sbin/nologin urn" in dockerfile
    assert "install -d -m 700 -o urn -g urn /app/var/urns" in dockerfile


def test_the_database_does_not_remember_when_a_row_was_committed() -> None:
    """It would undo the anonymity of answers; only the benchmark turns it on, for itself."""
    texts = [CHECKOUT / "docker-compose.yml", *(CHECKOUT / "deploy").rglob("*")]
    for file in texts:
        if file.is_file() and file.suffix != ".pyc":
            assert "track_commit_timestamp" not in file.read_text(errors="ignore"), file


def test_the_broker_is_the_one_that_the_tests_run_on() -> None:
    kafka = SERVICES["kafka"]
    assert "./deploy/kafka:/etc/knotenpunkt:ro" in kafka["volumes"]
    start = (CHECKOUT / "deploy/kafka/start.sh").read_text()
    assert "settings=/etc/knotenpunkt/server.properties" in start
    assert not [name for name in kafka["environment"] if name.startswith("KAFKA_LISTENER")]


def test_the_databases_are_made_as_those_that_the_tests_run_on() -> None:
    assert "service.sql" in (CHECKOUT / "deploy/postgres/databases.sh").read_text()
    assert "./deploy/postgres:/etc/knotenpunkt:ro" in SERVICES["databases"]["volumes"]


@pytest.mark.parametrize(
    "script",
    [
        "secrets.sh",
        "postgres/databases.sh",
        "kafka/start.sh",
        "keycloak/start.sh",
        "keycloak/healthy.sh",
    ],
)
def test_scripts_may_be_run(script: str) -> None:
    assert (CHECKOUT / "deploy" / script).stat().st_mode & 0o111


def test_the_provider_is_the_one_that_the_tests_run_on() -> None:
    """Its version, what it is built with, and everybody's password stand in two languages."""
    dockerfile = (CHECKOUT / "deploy/keycloak/Dockerfile").read_text()
    [version] = re.findall(r"<version>(\d+\.\d[\d.]*)</version>", RECIPE.read_text())
    assert f"FROM keycloak/keycloak:{version}\n" in dockerfile
    assert json.dumps(["/opt/keycloak/bin/kc.sh", "build", *BUILT_WITH]) in dockerfile
    start = (CHECKOUT / "deploy/keycloak/start.sh").read_text()
    assert f"\nPASSWORD={PASSWORD}\n" in start
    mounted = "./deploy/keycloak/realm.json:/opt/keycloak/data/import/realm.json:ro"
    assert mounted in SERVICES["keycloak"]["volumes"]
    given = {*SERVICES["keycloak"]["environment"], *re.findall(r"^([A-Z_]+)=", start, re.MULTILINE)}
    wanted = set(re.findall(r"\$\{(\w+)\}", (CHECKOUT / "deploy/keycloak/realm.json").read_text()))
    assert wanted <= given


def test_no_image_of_ours_leaves_a_volume_behind() -> None:
    dockerfile = (CHECKOUT / "deploy/Dockerfile").read_text()
    assert not re.search(r"^VOLUME", dockerfile, re.MULTILINE)


def test_prometheus_asks_every_service_where_it_is_not_published() -> None:
    text = (CHECKOUT / "deploy/prometheus/prometheus.yml").read_text()
    [job] = yaml.safe_load(text)["scrape_configs"]
    [group] = job["static_configs"]
    assert sorted(group["targets"]) == sorted(f"{name}:9000" for name in [*NAMES, *COMPANIONS])
    dockerfile = (CHECKOUT / "deploy/Dockerfile").read_text()
    assert "KNOTENPUNKT_MONITORING_PORT=9000" in dockerfile


def test_compose_itself_accepts_the_file(tmp_path: Path) -> None:
    """By Compose's own reading, with nothing set."""
    read = read_by_compose(tmp_path / ".env")
    assert read["services"].keys() == {name for name in EVERY if "profiles" not in SERVICES[name]}
    for name, service in read["services"].items():
        assert service["cap_drop"] == ["ALL"], name
