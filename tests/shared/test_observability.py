"""What an operator looks at is there: every panel shows something, every alert can be trusted."""

import asyncio
import json
import math
import re
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
import yaml

from deploy.services import NAMES
from tests.shared.prometheus import CHECKOUT, RULES, Prometheus
from tests.shared.running_system import System, embedded_system, real_system

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

BOARDS = sorted((CHECKOUT / "deploy" / "grafana" / "dashboards").glob("*.json"))
VARIABLES = {"$service": "trainings", "$__rate_interval": "5s"}
HIRES, PAUSE = 20, 0.7
SECRET = "nobody-may-read-this"


def panels() -> list[Any]:
    """Every query of every panel of every dashboard, by where it stands."""
    found = []
    for file in BOARDS:
        for panel in json.loads(file.read_text())["panels"]:
            for target in panel.get("targets", []):
                place = f"{file.stem}: {panel['title']} {target['refId']}"
                found.append(pytest.param(target["expr"], id=place))
    return found


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def rendered(query: str) -> str:
    for name, value in VARIABLES.items():
        query = query.replace(name, value)
    assert "$" not in query, query
    return query


@dataclass(frozen=True)
class Watched:
    """A system that has been at work, and what watched it from ``begin`` to ``end``."""

    system: System
    prometheus: Prometheus
    begin: float
    end: float

    async def shows(self, query: str) -> bool:
        """Whether a graph of it has at least one point."""
        series = await self.prometheus.series(query, self.begin, self.end)
        return any(math.isfinite(float(value)) for one in series for _, value in one["values"])


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["embedded", "real"])
async def watched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, prometheus: None
) -> AsyncGenerator[Watched]:
    """In both forms, hires have gone through all services."""
    folder = tmp_path_factory.mktemp("observed")
    form = (
        real_system(folder, request.getfixturevalue("postgres"), request.getfixturevalue("kafka"))
        if request.param == "real"
        else embedded_system(folder)
    )
    async with form as system:
        server = Prometheus(folder / "prometheus", system.targets)
        try:
            await server.start()
            yield await work(system, server)
        finally:
            await server.stop()


async def work(system: System, server: Prometheus) -> Watched:
    """Hire now and then, and look at pages, for as long as gauges need to be sampled twice."""
    begin = time.time()
    token = await system.token()
    for number in range(HIRES):
        await system.hire(token, f"P-{number}")
        for name in NAMES:
            await system.http.get(system.url(f"/{name}/openapi.json"))
        await system.http.get(system.url(f"/trainings/l/aufgabe/{SECRET}"))
        await asyncio.sleep(PAUSE)
    await asyncio.sleep(2)
    return Watched(system, server, begin, time.time())


@pytest.mark.parametrize("query", panels())
async def test_a_panel_shows_something(watched: Watched, query: str) -> None:
    assert await watched.shows(rendered(query))


@pytest.mark.parametrize("alert", alerts(), ids=lambda rule: rule["alert"])
async def test_an_alert_looks_at_what_exists(watched: Watched, alert: dict[str, Any]) -> None:
    selectors = re.findall(r"((?:knotenpunkt_\w+|up)(?:\{[^}]*\})?)", alert["expr"])
    assert selectors
    for selector in selectors:
        assert await watched.shows(selector.replace('"5xx"', '"2xx"')), selector


async def test_no_alert_is_raised_by_a_system_that_is_well(watched: Watched) -> None:
    rules = await watched.prometheus.alerts()
    assert {rule["name"] for rule in rules} == {rule["alert"] for rule in alerts()}
    assert {rule["health"] for rule in rules} == {"ok"}
    assert [rule["name"] for rule in rules if rule["state"] == "firing"] == []


@pytest.mark.parametrize("service", NAMES)
async def test_every_service_tells_of_itself(watched: Watched, service: str) -> None:
    for metric in ("service", "reachable", "outbox_messages", "job_runs_total", "relay_leader"):
        assert await watched.shows(f'knotenpunkt_{metric}{{service="{service}"}}'), metric


async def test_a_path_is_never_told_because_links_are_secrets(watched: Watched) -> None:
    told = ""
    for target in watched.system.targets:
        told += (await watched.system.http.get(f"http://{target}/metrics")).text
    assert 'route="/l/aufgabe/{token}"' in told
    assert SECRET not in told


async def test_no_label_of_ours_is_one_that_prometheus_sets(watched: Watched) -> None:
    for label in ("job", "instance"):
        assert not await watched.shows(f'{{exported_{label}!=""}}')


async def test_every_series_bears_its_service_or_is_of_the_process(watched: Watched) -> None:
    target = watched.system.targets[0]
    told = (await watched.system.http.get(f"http://{target}/metrics")).text
    lines = [line for line in told.splitlines() if line and not line.startswith("#")]
    bare = [line for line in lines if 'service="' not in line]
    assert [line for line in bare if not line.startswith(("process_", "python_"))] == []
