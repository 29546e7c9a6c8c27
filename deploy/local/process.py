"""One service in a process of its own on this machine, which tests may also kill and pause."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping

from deploy.local import program
from shared.settings import PREFIX, Settings

END_SECONDS = 20.0


class ServiceProcess:
    """``python -m deploy.run NAME`` with these settings; what it logs goes to a file."""

    def __init__(
        self, name: str, settings: Settings, port: int, more: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.port = port
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
    """The settings as a process gets them."""
    password = settings.operator_password
    return {
        f"{PREFIX}DATA": str(settings.data),
        f"{PREFIX}HOST": "127.0.0.1",
        f"{PREFIX}PUBLIC_URL": settings.base_url,
        f"{PREFIX}SERVICE_URL": settings.service_url,
        f"{PREFIX}DATABASE_URL": settings.database_url,
        f"{PREFIX}KAFKA": settings.kafka,
        f"{PREFIX}KAFKA_PREFIX": settings.kafka_prefix,
        f"{PREFIX}SECRET": settings.secret.get_secret_value(),
        f"{PREFIX}OPERATOR_PASSWORD": password.get_secret_value() if password else "",
        f"{PREFIX}MUNICIPALITIES": ",".join(sorted(settings.municipalities)),
        f"{PREFIX}SMTP_URL": settings.smtp_url,
        f"{PREFIX}MAIL_FROM": settings.mail_from,
        f"{PREFIX}LOG_LEVEL": settings.log_level,
    }
