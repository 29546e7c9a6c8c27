"""A real Keycloak on loopback (users in memory), from its own distribution through Maven."""

import os
import shutil
import signal
import subprocess
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import IO

import httpx2

from deploy.local import program
from deploy.local.program import CannotStartError

CHECKOUT = Path(__file__).parents[2]
RECIPE = CHECKOUT / "deploy" / "keycloak" / "pom.xml"
TOOLS = CHECKOUT / "var" / "tools" / "keycloak"

ADMIN = "admin"
START_SECONDS = 180
BUILT_WITH = ("--db=dev-mem", "--health-enabled=true", "--metrics-enabled=false")
"""What is decided once, when the distribution is unpacked; starting takes half the time then."""
SHORT_LIVED = (
    *("-Xms64m", "-Xmx320m", "-XX:MaxMetaspaceSize=256m", "-Xss512k"),
    *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
)
"""One that lives for minutes spends more on its own compiler than it gets back."""
OF_KEYCLOAK = (
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
    "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
    "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
    "-Dquarkus-log-max-startup-records=10000",
    "-Dpicocli.disable.closures=true",
    "-Djava.net.preferIPv4Stack=true",
    *("-Dfile.encoding=UTF-8", "-Duser.language=en", "-Duser.country=US"),
    *(
        f"--add-opens=java.base/java.{name}=ALL-UNNAMED"
        for name in ("util", "util.concurrent", "security")
    ),
)
"""As its own start script says."""


class KeycloakServer:
    """One server in one folder, which forgets everything when it stops."""

    def __init__(self, folder: Path, port: int | None = None, tools: Path = TOOLS) -> None:
        self.folder = folder.resolve()
        self.port = port or 0
        self._wanted_port = port
        self._tools = tools.resolve()
        self._process: subprocess.Popen[bytes] | None = None
        self._claim: IO[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        """Of the administrator."""
        return program.kept_secret(self.folder / "secret")

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Takes about 15 seconds; raises ``CannotStartError``."""
        if self.running:
            return
        unpack(self._tools)
        self._claim = self._claim or program.claim(self.folder)
        program.end_leftover(self._pid_file, str(self.folder), signal.SIGTERM)
        self.port = program.remembered_port(self.folder, "port", self._wanted_port)
        environment = {
            **os.environ,
            "KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN,
            "KC_BOOTSTRAP_ADMIN_PASSWORD": self.password,
        }
        self._process = program.spawn(
            self._command(), self._log, signal.SIGTERM, environment=environment
        )
        self._pid_file.write_text(str(self.pid))
        program.wait_until(lambda: self._answers() or not self.running, START_SECONDS, pause=0.25)
        if not self._answers():
            self.kill()
            raise CannotStartError(f"Keycloak does not start; {self._log} says why.")

    def stop(self) -> None:
        if self._process and self.running:
            self._process.terminate()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        if self._claim:
            self._claim.close()
        self._process = self._claim = None

    def kill(self) -> None:
        """SIGKILL."""
        if self._process:
            self._process.kill()
            self._process.wait()

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    @property
    def _pid_file(self) -> Path:
        return self.folder / "pid"

    def _command(self) -> list[str]:
        options = ["--optimized", "--http-enabled=true", "--http-host=127.0.0.1"]
        options += [f"--http-port={self.port}", f"--hostname={self.url}"]
        options += [f"--http-management-port={program.free_port()}"]
        options += ["--log-level=warn", "--cache=local"]
        # The folder says to whom a process belongs that an earlier, killed one left behind.
        mark = f"-Dknotenpunkt.folder={self.folder}"
        return java(self._tools, *SHORT_LIVED, mark, more=("start", *options))

    def _answers(self) -> bool:
        if not program.listens(self.port):
            return False
        try:
            address = f"{self.url}/realms/master/.well-known/openid-configuration"
            return httpx2.get(address, timeout=5).status_code == 200
        except httpx2.HTTPError:
            return False


def java(home: Path, *options: str, more: tuple[str, ...]) -> list[str]:
    """Keycloak's own program with these options of Java's, and ``more`` of its own."""
    place = (f"-Dkc.home.dir={home}", f"-Djboss.server.config.dir={home / 'conf'}")
    runner = ("-cp", str(home / "lib" / "quarkus-run.jar"))
    main = "io.quarkus.bootstrap.runner.QuarkusEntryPoint"
    return ["java", *options, *OF_KEYCLOAK, *place, *runner, main, *more]


def missing_tools() -> list[str]:
    """What this machine lacks to run one: Java, and Maven to fetch it with."""
    return [tool for tool in ("java", "mvn") if shutil.which(tool) is None]


def unpack(tools: Path) -> None:
    """Fetch, unpack and build once; a changed recipe does it again."""
    recipe = RECIPE.read_text() + "\n".join(BUILT_WITH)
    stamp = tools / "built"

    def is_there() -> bool:
        return stamp.exists() and stamp.read_text() == recipe

    if is_there() and shutil.which("java"):
        return
    if missing := missing_tools():
        raise CannotStartError(f"Keycloak needs {' and '.join(missing)}, which this machine lacks.")
    half_done = tools.with_name(f"{tools.name}.{os.getpid()}")
    home = _fetched(half_done)
    _run([*java(home, "-Xmx512m", "-XX:+UseSerialGC", more=("build", *BUILT_WITH))], "built")
    (home / "built").write_text(recipe)
    if not is_there():
        shutil.rmtree(tools, ignore_errors=True)
        with suppress(OSError):  # somebody else was faster
            home.rename(tools)
    shutil.rmtree(half_done, ignore_errors=True)


def _fetched(folder: Path) -> Path:
    """Where the distribution lies, unpacked."""
    fetch = ["mvn", "-q", "-B", "-f", str(RECIPE), "dependency:copy-dependencies"]
    _run([*fetch, f"-DoutputDirectory={folder}"], "fetched")
    [archive] = folder.glob("keycloak-*.zip")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    archive.unlink()
    [home] = [each for each in folder.iterdir() if each.is_dir()]
    return home


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-500:]
        raise CannotStartError(f"Keycloak cannot be {what}: {said}")
