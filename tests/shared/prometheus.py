"""A real Prometheus on loopback, with the installation's own configuration and rules."""

import asyncio
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from httpx2 import AsyncClient, HTTPError

from deploy.local.program import free_port, spawn

CHECKOUT = Path(__file__).parents[2]
CONFIGURATION = CHECKOUT / "deploy" / "prometheus" / "prometheus.yml"
RULES = CHECKOUT / "deploy" / "prometheus" / "alerts.yml"
EVERY = "1s"


class Prometheus:
    """Scrapes ``targets`` (host:port) once a second, and evaluates the rules as often."""

    def __init__(self, folder: Path, targets: Sequence[str]) -> None:
        self._folder = folder
        self._targets = list(targets)
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._http = AsyncClient(base_url=f"http://127.0.0.1:{self._port}", timeout=20)

    async def start(self) -> None:
        self._folder.mkdir(parents=True)
        file = self._folder / "prometheus.yml"
        file.write_text(yaml.safe_dump(self._configuration()))
        command = [
            "prometheus",
            f"--config.file={file}",
            f"--storage.tsdb.path={self._folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{self._port}",
            "--log.level=warn",
        ]
        self._process = spawn(command, self._folder / "log", signal.SIGTERM)
        async with asyncio.timeout(30):
            while not await self._ready():
                await asyncio.sleep(0.1)

    async def stop(self) -> None:
        await self._http.aclose()
        if self._process is not None:
            self._process.terminate()
            await asyncio.to_thread(self._process.wait)

    async def series(self, query: str, begin: float, end: float) -> list[Mapping[str, Any]]:
        """What a graph over this time would draw."""
        form = {"query": query, "start": begin, "end": end, "step": 1}
        found: dict[str, Any] = await self._ask("/api/v1/query_range", form)
        series: list[Mapping[str, Any]] = found["result"]
        return series

    async def alerts(self) -> list[Mapping[str, Any]]:
        """Every alert rule, with its state."""
        answer = await self._http.get("/api/v1/rules")
        groups = answer.json()["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]

    async def _ask(self, path: str, form: Mapping[str, Any]) -> Any:
        answer = (await self._http.post(path, data=form)).json()
        assert answer["status"] == "success", answer
        return answer["data"]

    async def _ready(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError((self._folder / "log").read_text())
        try:
            return (await self._http.get("/-/ready")).status_code == 200
        except (HTTPError, OSError):
            return False

    def _configuration(self) -> dict[str, Any]:
        """The installation's, with other targets and more often."""
        found: dict[str, Any] = yaml.safe_load(CONFIGURATION.read_text())
        found["global"] |= {
            "scrape_interval": EVERY,
            "scrape_timeout": EVERY,
            "evaluation_interval": EVERY,
        }
        found["rule_files"] = [str(CONFIGURATION.parent / name) for name in found["rule_files"]]
        [job] = found["scrape_configs"]
        job["static_configs"] = [{"targets": self._targets}]
        return found
