"""One service in a process of its own on this machine, which tests may also kill and pause."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping

from pydantic import SecretStr

from deploy.local import program
from deploy.local.program import free_port
from shared.settings import PREFIX, Settings

END_SECONDS = 20.0


class ServiceProcess:
    """``python -m deploy.run NAME`` with these settings; what it logs goes to a file."""

    def __init__(
        self, name: str, settings: Settings, port: int, more: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.port = port
        self.monitoring_port = free_port()
        self.settings = settings
        self.log = settings.data / f"{name}-{port}.log"
        self._more = dict(more or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, unless it runs; it ends when this process does."""
        if self.running:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, **environment_of(self.settings), **self._more}
        environment[f"{PREFIX}PORT"] = str(self.port)
        environment[f"{PREFIX}MONITORING_PORT"] = str(self.monitoring_port)
        self._process = program.spawn(
            self.command(), self.log, signal.SIGTERM, environment=environment
        )

    def command(self) -> list[str]:
        """What runs the service."""
        return [sys.executable, "-m", "deploy.run", self.name]

    def stop(self) -> None:
        """End it in order; after ``END_SECONDS`` by force."""
        if self._process is None:
            return
        if self.running:
            self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def pause(self) -> None:
        """SIGSTOP: alive for the system, dead for everybody else."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        os.kill(self.pid, signal.SIGCONT)


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as a process gets them; where it listens is not for all of them to share."""
    given = {name: getattr(settings, name) for name in Settings.model_fields}
    given |= {"host": "127.0.0.1", "public_url": settings.base_url}
    return {f"{PREFIX}{name.upper()}": _text(value) for name, value in given.items()}


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, frozenset | tuple):
        return ",".join(sorted(value))
    return "" if value is None else str(value)
