"""The dashboards are files that Grafana finds, and links to them stay valid."""

import json
from typing import Any

import yaml

from tests.shared.prometheus import CHECKOUT

GRAFANA = CHECKOUT / "deploy" / "grafana"
BOARDS = {file.stem: json.loads(file.read_text()) for file in GRAFANA.glob("dashboards/*.json")}
COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]


def provisioned(kind: str, file: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((GRAFANA / "provisioning" / kind / file).read_text())
    return found


def test_every_dashboard_keeps_its_address() -> None:
    assert {name: board["uid"] for name, board in BOARDS.items()} == {
        "ueberblick": "knotenpunkt-ueberblick",
        "dienst": "knotenpunkt-dienst",
    }


def test_every_query_goes_to_the_provisioned_source() -> None:
    [source] = provisioned("datasources", "prometheus.yml")["datasources"]
    for board in BOARDS.values():
        targets = [t for panel in board["panels"] for t in panel.get("targets", [])]
        asked = [each["datasource"]["uid"] for each in [*targets, *board["templating"]["list"]]]
        assert set(asked) == {source["uid"]}
    assert source["url"] == "http://prometheus:9090"
    assert "prometheus" in COMPOSE


def test_grafana_finds_the_dashboards_and_nobody_sees_them_without_signing_in() -> None:
    [provider] = provisioned("dashboards", "knotenpunkt.yml")["providers"]
    grafana = COMPOSE["grafana"]
    mounted = dict(volume.split(":")[:2] for volume in grafana["volumes"])
    assert mounted["./deploy/grafana/dashboards"] == provider["options"]["path"]
    assert mounted["./deploy/grafana/provisioning"] == "/etc/grafana/provisioning"
    assert grafana["environment"]["GF_AUTH_ANONYMOUS_ENABLED"] == "false"
    assert grafana["environment"]["GF_SECURITY_ADMIN_PASSWORD__FILE"].startswith("/run/secrets/")


def test_every_panel_says_what_it_shows() -> None:
    for board in BOARDS.values():
        for panel in board["panels"]:
            assert panel["title"]
            assert panel["type"] == "row" or panel["description"].endswith((".", "angehalten"))
