"""What `make run` starts, in a process of its own that a test may use, kill and start again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local import program
from deploy.local.process import environment_of
from deploy.local.program import free_port
from shared.settings import PREFIX, Settings

STORY_ENDS = "Running until Ctrl-C."
PATIENCE_SECONDS = 120.0


class Demonstration:
    """``python -m deploy.demo`` on a data folder; started again, it goes on where it was."""

    def __init__(self, data: Path, port: int | None = None, *, real: bool = False) -> None:
        self.data = data
        self.real = real
        self.port = port or free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._starts = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def output(self) -> str:
        """What the latest start has printed so far."""
        return self._log.read_text()

    @property
    def _log(self) -> Path:
        return self.data.parent / f"{self.data.name}-{self._starts}.log"

    def start(self) -> None:
        self._starts += 1
        settings = Settings(data=self.data, port=self.port, _env_file=None)
        environment = {**os.environ, **environment_of(settings), f"{PREFIX}PORT": str(self.port)}
        command = [sys.executable, "-m", "deploy.demo", *(["--real"] if self.real else [])]
        self._process = program.spawn(command, self._log, signal.SIGKILL, environment=environment)

    def wait_for(self, words: str, seconds: float = PATIENCE_SECONDS) -> str:
        """All it has printed, once ``words`` are among it."""
        self.wait_until(lambda: words in self.output, words, seconds)
        return self.output

    def wait_until(
        self, happened: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Look closely, so that it can be killed in the moment it happens."""
        deadline = time.monotonic() + seconds
        while not happened():
            assert self.running, f"ended before: {what}\n{self.output}"
            assert time.monotonic() < deadline, f"never came: {what}\n{self.output}"
            time.sleep(0.005)

    def interrupt(self) -> None:
        """Ctrl-C, which ends it in order."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)

    def exit_code(self) -> int:
        """Once it has ended by itself."""
        assert self._process is not None
        return self._process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
