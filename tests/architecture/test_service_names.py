"""The services' names stand in ``deploy/services.py``; whatever else lists them lists the same."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from deploy.access import announced, heard
from deploy.services import COMPANIONS, NAMES
from services.dashboard.events.values import LANES
from services.dashboard.parked.forms import Service
from services.dashboard.values import SERVICES
from shared.contracts.catalogue import bodies

CHECKOUT = Path(__file__).parents[2]
AT_THE_DOOR = "dashboard"
"""Gets whatever the front door sends to nobody else, and announces nothing."""
Reader = Callable[[str], set[str]]


def matches(pattern: str) -> Reader:
    return lambda text: set(re.findall(pattern, text, re.MULTILINE))


def words_of(pattern: str) -> Reader:
    """What stands, word by word, where the pattern has its group."""
    return lambda text: {
        word for found in re.findall(pattern, text) for word in re.findall(r"\w+", found)
    }


def run_by_compose(text: str) -> set[str]:
    services = yaml.safe_load(text)["services"]
    running = {name for name, each in services.items() if "deploy.run" in each.get("command", [])}
    return running - COMPANIONS.keys()


def secrets_of(container: str, kind: str) -> Reader:
    def found(text: str) -> set[str]:
        given: list[Any] = yaml.safe_load(text)["services"][container]["secrets"]
        names = [each for each in given if isinstance(each, str)]
        return {name.removeprefix(kind) for name in names if name.startswith(kind)} - OTHERS

    return found


OTHERS = {"migration", "admin"}
"""Accounts that are no service's."""
PLACES: dict[str, tuple[str, Reader]] = {
    "front door, paths": (
        "deploy/proxy/Caddyfile",
        lambda text: matches(r"^\t@(\w+) path /\1 /\1/\*$")(text) | {AT_THE_DOOR},
    ),
    "front door, upstreams": (
        "deploy/proxy/Caddyfile",
        matches(r"^\treverse_proxy (?:@\w+ )?(\w+):8000 \{$"),
    ),
    "containers": ("docker-compose.yml", run_by_compose),
    "databases' passwords": ("docker-compose.yml", secrets_of("databases", "database_")),
    "Kafka users' passwords": ("docker-compose.yml", secrets_of("topics", "kafka_")),
    "secrets for databases": (
        "deploy/secrets.sh",
        lambda text: matches(r"\bdatabase_(\w+)")(text) - OTHERS,
    ),
    "secrets for Kafka": (
        "deploy/secrets.sh",
        lambda text: matches(r"\bkafka_(\w+)")(text) - OTHERS,
    ),
    "database roles": ("deploy/postgres/databases.sh", words_of(r"for service in ([\w ]+);")),
    "numbers": ("deploy/prometheus/prometheus.yml", matches(r"^ +- (\w+):9000$")),
    "handbook": ("docs/operations.md", words_of(r"Fünf Dienste \(([^)]+)\)")),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_names_every_service_and_no_other(place: str) -> None:
    file, read = PLACES[place]
    assert read((CHECKOUT / file).read_text()) == set(NAMES)


@pytest.mark.parametrize("place", PLACES)
def test_a_service_that_is_called_otherwise_in_one_place_is_found(place: str) -> None:
    file, read = PLACES[place]
    assert read((CHECKOUT / file).read_text().replace("surveys", "polls")) != set(NAMES)


def test_every_folder_is_a_service() -> None:
    folders = {file.parent.name for file in CHECKOUT.glob("services/*/app.py")}
    assert folders == set(NAMES)


def test_the_dashboard_knows_every_service() -> None:
    assert set(SERVICES) == set(NAMES)
    assert set(get_args(Service)) == {"", *NAMES}
    assert set(LANES) == set(NAMES)


def test_rules_of_the_broker_and_lanes_are_those_of_services() -> None:
    owners = {body.owner() for body in bodies().values()}
    assert owners == set(NAMES)
    written = set().union(*(announced(name) for name in NAMES))
    for name in NAMES:
        assert heard(name) <= written, f"{name} waits for what nobody announces"
