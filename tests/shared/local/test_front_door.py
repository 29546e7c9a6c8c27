"""The proxy of docker compose, run for real: what it lets through, to whom, and over what."""

import json
import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

import pytest

from deploy.local.program import free_port, listens, wait_until
from deploy.services import NAMES
from tests.conftest import go_without

CADDYFILE = Path(__file__).parents[3] / "deploy" / "proxy" / "Caddyfile"
PUBLIC = "https://localhost:8443"


BREAKS_OFF = "/breaks-off"


class Echo(BaseHTTPRequestHandler):
    """Answers with who it is and what it was asked for; breaks off where the path ends so."""

    name = ""

    def do_GET(self) -> None:
        if self.path.endswith(BREAKS_OFF):
            return
        seen = {"service": self.name, "path": self.path, "headers": dict(self.headers)}
        body = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @classmethod
    def of(cls, connection: HTTPConnection, method: str, path: str, **headers: str) -> "Answer":
        """The path exactly as it stands, unlike a client that tidies it first."""
        with closing(connection):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return cls(answer.status, answer.headers, answer.read())


@dataclass(frozen=True)
class Door:
    http: int
    https: int
    trust: ssl.SSLContext
    log: Path

    def ask(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        connection = HTTPSConnection("localhost", self.https, context=self.trust, timeout=10)
        return Answer.of(connection, method, path, **(headers or {}))

    def greets(self) -> bool:
        """It listens a moment before it has its certificate."""
        try:
            self.ask("/")
        except OSError:
            return False
        return True

    def ask_plainly(self, path: str, host: str = "localhost") -> Answer:
        connection = HTTPConnection("127.0.0.1", self.http, timeout=10)
        return Answer.of(connection, "GET", path, Host=host)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Caddy with the Caddyfile as it is, but for ports, and five services that echo."""
    if shutil.which("caddy") is None:
        go_without("This machine lacks Caddy (Debian: apt-get install caddy).")
    folder, http, https = tmp_path_factory.mktemp("door"), free_port(), free_port()
    text = CADDYFILE.read_text().replace("_port 8080", f"_port {http}")
    text = text.replace("_port 8443", f"_port {https}")
    with ExitStack() as stack:
        for name in NAMES:
            handler = type(name, (Echo,), {"name": name})
            server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
            Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            assert f"{name}:8000" in text
            text = text.replace(f"{name}:8000", f"127.0.0.1:{server.server_port}")
        (folder / "Caddyfile").write_text(text)
        yield stack.enter_context(running(folder, http, https))


class running:  # noqa: N801
    """Caddy on a folder of its own, for as long as the block lasts."""

    def __init__(self, folder: Path, http: int, https: int) -> None:
        self._folder, self._ports = folder, (http, https)

    def __enter__(self) -> Door:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "XDG_DATA_HOME": str(self._folder / "data"),
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "KNOTENPUNKT_PUBLIC_URL": PUBLIC,
        }
        command = ["caddy", "run", "--config", str(self._folder / "Caddyfile")]
        log = self._folder / "log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [*command, "--adapter", "caddyfile"], env=environment, stdout=output, stderr=output
            )
        authority = self._folder / "data/caddy/pki/authorities/local/root.crt"
        up = wait_until(lambda: all(map(listens, self._ports)) and authority.exists(), seconds=30)
        assert up, log.read_text()
        door = Door(*self._ports, ssl.create_default_context(cafile=authority), log)
        assert wait_until(door.greets, seconds=30), log.read_text()
        return door

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()


def seen(answer: Answer) -> dict[str, object]:
    assert answer.status == 200
    found: dict[str, object] = json.loads(answer.body)
    return found


@pytest.mark.parametrize("service", NAMES)
@pytest.mark.parametrize("path", ["", "/", "/openapi.json", "/a%2Fb?x=%00"])
def test_each_service_gets_what_lies_under_its_name(door: Door, service: str, path: str) -> None:
    told = seen(door.ask(f"/{service}{path}"))
    assert told["service"] == service
    assert told["path"] == f"/{service}{path}"


@pytest.mark.parametrize("path", ["/", "/asyncapi.json", "/static/live.js", "/directoryx", "/x/y"])
def test_everything_else_is_the_dashboards(door: Door, path: str) -> None:
    assert seen(door.ask(path))["service"] == "dashboard"


SPELLINGS = [
    "{}/metrics",
    "{}/metrics/",
    "{}/metrics?x=1",
    "{}/metrics/x",
    "{}/health/live",
    "{}/health/ready",
    "{}/health",
    "{}/readiness",
    "{}/%6detrics",
    "{}/%6D%65trics",
    "{}/metric%73",
    "{}/health%2Flive",
    "{}%2Fmetrics",
    "/{}/metrics",
    "{}//metrics",
    "{}///health///live",
    "{}/./metrics",
    "{}/x/../metrics",
    "{}/../metrics",
    "{}/%2e%2e/metrics",
    "{}/%2e/metrics",
    "{}/METRICS",
    "{}/Health/Live",
    "{}/Readiness",
    "{}/%4DETRICS",
]


@pytest.mark.parametrize("place", ["", "/directory", "/surveys", "/dashboard", "/unknown"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_health_and_metrics_are_let_through_in_no_spelling(
    door: Door, place: str, spelling: str
) -> None:
    answer = door.ask(spelling.format(place) or "/")
    assert answer.status in (400, 404), answer.body


@pytest.mark.parametrize(
    "path", ["/surveys/%256detrics", "/directory/metricsx", "/trainings/x-health"]
)
def test_what_only_looks_like_it_goes_on_as_it_stands(door: Door, path: str) -> None:
    told = seen(door.ask(path))
    assert told["path"] == path
    assert unquote(path) != "/surveys/metrics"


def test_every_answer_over_tls_says_to_stay_there(door: Door) -> None:
    for path in ("/", "/surveys/", "/metrics"):
        assert door.ask(path).headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "path", ["/", "/directory/api/v1/hires?x=1", "/metrics", "//elsewhere.example/"]
)
@pytest.mark.parametrize("host", ["localhost", "elsewhere.example"])
def test_without_tls_there_is_only_the_way_to_the_public_url(
    door: Door, path: str, host: str
) -> None:
    answer = door.ask_plainly(path, host)
    assert answer.status == 308
    assert answer.headers["Location"] == f"{PUBLIC}{path}"
    assert answer.body == b""


def test_a_foreign_name_is_not_served(door: Door) -> None:
    answer = door.ask("/directory/", headers={"Host": "elsewhere.example"})
    assert b"service" not in answer.body


def test_who_asks_is_written_by_the_proxy_and_by_nobody_else(door: Door) -> None:
    lies = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "x"}
    headers = seen(door.ask("/directory/", headers=lies))["headers"]
    assert isinstance(headers, dict)
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["X-Forwarded-Host"].startswith("localhost")


def test_a_fault_is_logged_without_who_asked_for_what(door: Door) -> None:
    """A link shows somebody's task; a service that restarts must not put it into a log."""
    path = f"/trainings/l/aufgabe/a-secret-token{BREAKS_OFF}"
    assert door.ask(path, headers={"User-Agent": "a-secret-program"}).status == 502
    assert wait_until(lambda: '"status":502' in door.log.read_text(), seconds=10)
    faults = [line for line in door.log.read_text().splitlines() if '"status":502' in line]
    assert not [line for line in faults if "secret" in line or '127.0.0.1"' in line]


def test_who_leaves_while_the_directory_is_away_is_forgotten_by_this_browser(
    tmp_path: Path,
) -> None:
    """The echo's services stay; only the directory's port is one where nobody listens."""
    text = CADDYFILE.read_text().replace("directory:8000", f"127.0.0.1:{free_port()}")
    http, https = free_port(), free_port()
    text = text.replace("_port 8080", f"_port {http}").replace("_port 8443", f"_port {https}")
    (tmp_path / "Caddyfile").write_text(text)
    if shutil.which("caddy") is None:
        go_without("This machine lacks Caddy (Debian: apt-get install caddy).")
    with running(tmp_path, http, https) as door:
        answer = door.ask("/directory/abmelden", method="POST")
        assert (answer.status, answer.headers["Clear-Site-Data"]) == (503, '"cookies"')
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "In anderen Browsern bleiben Sie angemeldet" in answer.body.decode()
        for method, path in (("GET", "/directory/abmelden"), ("POST", "/directory/anmelden")):
            other = door.ask(path, method=method)
            assert (other.status, other.headers["Clear-Site-Data"]) == (502, None)


def test_a_directory_that_is_there_ends_a_sign_in_itself(door: Door) -> None:
    answer = door.ask("/directory/abmelden", method="POST")
    assert seen(answer)["service"] == "directory"
    assert answer.headers["Clear-Site-Data"] is None
