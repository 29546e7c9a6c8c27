"""A real Apache Kafka broker on loopback (KRaft, one node), from its own jars through Maven."""

import asyncio
import base64
import hashlib
import hmac
import os
import shutil
import signal
import subprocess
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import IO

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.local import program
from deploy.local.program import CannotStartError
from shared.messaging.bus.brokers import Brokers

CHECKOUT = Path(__file__).parents[2]
RECIPE = CHECKOUT / "deploy" / "kafka"
JARS = CHECKOUT / "var" / "tools" / "kafka"

ADMIN = "admin"
"""The name that ``server.properties`` gives its super user."""
PLACE = """
listeners=SASL_PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller_port}
advertised.listeners=SASL_PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller_port}
controller.quorum.bootstrap.servers=127.0.0.1:${controller_port}
log.dirs=${data}
"""

SHORT_LIVED = ("-Xms256m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""A broker that lives for minutes spends more on its own compiler than it gets back."""


class KafkaServer:
    """One broker in one folder; start it again on the same folder and the topics are there.

    ``more`` are lines of configuration that win over the recipe's.
    """

    def __init__(
        self, folder: Path, port: int | None = None, jars: Path = JARS, more: str = ""
    ) -> None:
        self.folder = folder.resolve()
        self.port = port or 0
        self._wanted_port = port
        self._jars = jars.resolve()
        self._more = more
        self._process: subprocess.Popen[bytes] | None = None
        self._claim: IO[str] | None = None

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def admin(self) -> Brokers:
        """As the super user."""
        return Brokers(self.bootstrap, ADMIN, self.password(ADMIN))

    def password(self, user: str) -> str:
        """Every user has one of its own; whoever makes the users asks here."""
        key = program.kept_secret(self.folder / "secret").encode()
        return hmac.new(key, user.encode(), hashlib.sha256).hexdigest()[:32]

    def passwords(self, services: Iterable[str], prefix: str = "") -> dict[str, str]:
        """Those of the users that services are under this prefix."""
        return {name: self.password(prefix + name) for name in services}

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        if self.running:
            return
        fetch_jars(self._jars)
        self._claim = self._claim or program.claim(self.folder)
        program.end_leftover(self._pid_file, str(self.folder), signal.SIGTERM)
        self._configure()
        if not (self._data / "meta.properties").exists():
            self._format()
        command = self._java(*SHORT_LIVED, "kafka.Kafka", str(self._configuration))
        environment = self._environment()
        self._process = program.spawn(command, self._log, signal.SIGTERM, environment=environment)
        self._pid_file.write_text(str(self.pid))
        program.wait_until(lambda: self._answers() or not self.running, seconds=60)
        if not self._answers():
            self.kill()
            raise CannotStartError(f"Kafka does not start; {self._log} says why.")

    def stop(self) -> None:
        """Controlled shutdown."""
        if self._process and self.running:
            self._process.terminate()
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

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    @property
    def _pid_file(self) -> Path:
        return self.folder / "pid"

    @property
    def _configuration(self) -> Path:
        return self.folder / "server.properties"

    def _configure(self) -> None:
        self.port = program.remembered_port(self.folder, "port", self._wanted_port)
        controller_port = program.remembered_port(self.folder, "controller-port")
        place = Template(PLACE + self._more).substitute(
            port=self.port, controller_port=controller_port, data=self._data
        )
        recipe = (RECIPE / "server.properties").read_text()
        # Of two lines that set the same, Java heeds the last.
        self._configuration.write_text(f"{recipe}\n{place}")

    def _format(self) -> None:
        cluster = base64.urlsafe_b64encode(b"\0" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
        command = self._java("-Xmx256m", "kafka.tools.StorageTool", "format", "--standalone")
        command += ["-t", cluster, "-c", str(self._configuration), "--add-scram"]
        command += [f"SCRAM-SHA-512=[name={ADMIN},password={self.password(ADMIN)}]"]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=self._environment()
        )
        if done.returncode:
            raise CannotStartError(f"Kafka cannot format its folder: {done.stderr or done.stdout}")

    def _answers(self) -> bool:
        return program.listens(self.port) and answers(self.admin)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "KAFKA_ADMIN": self.password(ADMIN)}

    def _java(self, *arguments: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={RECIPE / 'log4j2.properties'}"
        return ["java", "-cp", f"{self._jars}/*", logging, *arguments]


def missing_tools() -> list[str]:
    """What this machine lacks to run a broker: Java, and Maven to fetch the jars with."""
    return [tool for tool in ("java", "mvn") if shutil.which(tool) is None]


def fetch_jars(jars: Path) -> None:
    """Fetch Kafka's jars once; a changed `pom.xml` fetches them again."""
    recipe = (RECIPE / "pom.xml").read_text()
    stamp = jars / "fetched"

    def is_there() -> bool:
        return stamp.exists() and stamp.read_text() == recipe

    if is_there() and shutil.which("java"):
        return
    if missing := missing_tools():
        raise CannotStartError(f"Kafka needs {' and '.join(missing)}, which this machine lacks.")
    half_done = jars.with_name(f"{jars.name}.{os.getpid()}")
    command = ["mvn", "-q", "-B", "-f", str(RECIPE / "pom.xml"), "dependency:copy-dependencies"]
    command += [f"-DoutputDirectory={half_done}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotStartError(f"Maven cannot fetch Kafka's jars: {done.stdout.strip()[:500]}")
    (half_done / "fetched").write_text(recipe)
    if not is_there():
        shutil.rmtree(jars, ignore_errors=True)
        with suppress(OSError):  # somebody else was faster
            half_done.rename(jars)
    shutil.rmtree(half_done, ignore_errors=True)


def answers(brokers: Brokers) -> bool:
    """Whether somebody may sign in, and the broker counts itself among the living."""
    with ThreadPoolExecutor(max_workers=1) as beside_any_loop:
        return beside_any_loop.submit(asyncio.run, _is_alive(brokers)).result()


async def _is_alive(brokers: Brokers) -> bool:
    admin = AIOKafkaAdminClient(**brokers.options(), request_timeout_ms=2000)
    try:
        await admin.start()
        return bool((await admin.describe_cluster())["brokers"])
    except (KafkaError, OSError, TimeoutError):
        return False
    finally:
        await admin.close()
