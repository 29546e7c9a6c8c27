"""The broker of `docker-compose.yml` is set up like the one that the tests run on."""

from pathlib import Path

import yaml

CHECKOUT = Path(__file__).parents[2]

# Where it listens and what it trusts for its quorum differs between the two by nature.
OF_THE_PLACE = ("listeners", "advertised.listeners", "log.dirs", "controller.quorum")


def test_both_brokers_have_the_same_settings() -> None:
    lines = (CHECKOUT / "deploy/kafka/server.properties").read_text().splitlines()
    local = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    compose = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
    environment = compose["services"]["kafka"]["environment"]
    expected = {
        f"KAFKA_{name.upper().replace('.', '_')}": value
        for name, value in local.items()
        if not name.startswith(OF_THE_PLACE)
    }
    assert {name: str(environment.get(name)) for name in expected} == expected
