"""An installation of containers on the engine at hand: up, asked from outside, broken, down."""

import json
import os
import re
import ssl
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from httpx2 import BasicAuth, Client, HTTPError, Response

CHECKOUT = Path(__file__).parents[2]
ROOT = "/data/caddy/pki/authorities/local/root.crt"
SINK, PROMETHEUS = "http://127.0.0.1:8025", "http://127.0.0.1:9090"
OPERATOR = "erika@example.org"
PATIENCE_SECONDS = 180.0
UP_SECONDS = 600


@dataclass
class Stack:
    """One project of docker compose as the quick start has it; secrets and volumes are its own."""

    folder: Path
    https_port: int
    http_port: int
    project: str = "knotenpunkt-tried"
    _http: Client | None = field(default=None, repr=False)

    @property
    def base(self) -> str:
        return f"https://localhost:{self.https_port}"

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def http(self) -> Client:
        """Trusts the proxy's own authority, and nobody else."""
        if self._http is None:
            trust = ssl.create_default_context(
                cadata=self.compose("exec", "-T", "proxy", "cat", ROOT)
            )
            self._http = Client(base_url=self.base, verify=trust, timeout=20, trust_env=False)
        return self._http

    def sign_in(self) -> None:
        """Make the first operator, and sign in by the code that comes by mail."""
        add = ["-m", "deploy.operator", "add", "--name", "Erika Beispiel", "--mail", OPERATOR]
        self.compose("exec", "-T", "directory", "python", *add)
        self.http.headers["Sec-Fetch-Site"] = "same-origin"
        self.http.post("/directory/anmelden", data={"address": OPERATOR})
        until(lambda: code_sent_to(OPERATOR) != "", "the code by mail")
        answer = self.http.post("/directory/anmelden/code", data={"code": code_sent_to(OPERATOR)})
        assert answer.status_code == 303, answer.text

    def compose(self, *arguments: str, seconds: float = 120, check: bool = True) -> str:
        """What ``docker compose`` prints."""
        command = [
            "docker",
            "compose",
            "--env-file",
            ".env.example",
            "-p",
            self.project,
            *arguments,
        ]
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            env=os.environ | self._environment(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr[-3000:]}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return {
            "KNOTENPUNKT_SECRETS": str(self.secrets),
            "KNOTENPUNKT_HTTPS_PORT": str(self.https_port),
            "KNOTENPUNKT_HTTP_PORT": str(self.http_port),
            "KNOTENPUNKT_PUBLIC_URL": self.base,
        }

    def up(self) -> float:
        """Seconds until everything is well."""
        began = time.monotonic()
        self.compose("up", "-d", "--wait", seconds=UP_SECONDS)
        return time.monotonic() - began

    def down(self, *, everything: bool = False) -> None:
        self.compose("down", *(["-v"] if everything else []), seconds=UP_SECONDS)
        if self._http is not None and everything:
            self._http.close()
            self._http = None

    def states(self) -> dict[str, str]:
        """What each container says of its health; of one that ran once, how it ended."""
        lines = self.compose("ps", "-a", "--format", "json").splitlines()
        found = [json.loads(line) for line in lines if line]
        return {each["Service"]: each["Health"] or f"exit {each['ExitCode']}" for each in found}

    def crash(self, service: str) -> None:
        """Kill the process from outside; ``docker kill`` would count as stopped by hand."""
        container = self.compose("ps", "-q", service).strip()
        pid = docker("inspect", "-f", "{{.State.Pid}}", container)
        rights = ["--pid=host", "--user=0", "--cap-drop=ALL", "--cap-add=KILL", "--network=none"]
        kill = f"kill -9 {pid}"
        docker("run", "--rm", *rights, "--entrypoint=bash", "postgres:18.6", "-c", kill)

    def reaches(self, source: str, host: str, port: int) -> bool:
        """Whether a connection from one container to another is possible."""
        program = f"import socket; socket.create_connection(('{host}', {port}), 3)"
        command = ["exec", "-T", source, "python", "-c", program]
        try:
            self.compose(*command)
        except RuntimeError:
            return False
        return True


def docker(*arguments: str) -> str:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"docker {' '.join(arguments)}: {done.stderr}")
    return done.stdout.strip()


class CarrierSystem:
    """A carrier's program, which repeats what is not acknowledged under the same key."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._client: tuple[str, str] = ("", "")
        self.acknowledged: dict[str, str] = {}

    def register(self) -> None:
        """Load the sample's organizations as the operator does, and get a client."""
        self._stack.sign_in()
        sample = (CHECKOUT / "deploy/sample/bergkamen.json").read_bytes()
        registered = self._operators("/directory/api/v1/organizations/import", content=sample)
        ids = registered.json()["ids"]
        body = {
            "municipality": "05978004",
            "carrier_id": ids["AWO Bildung und Lernen gGmbH Kreis Unna"],
        }
        content = json.dumps(body).encode()
        client = self._operators("/directory/api/v1/clients", content=content).json()
        self._client = client["client_id"], client["client_secret"]

    def hire(self, name: str) -> float:
        """Seconds until it is acknowledged."""
        began = time.monotonic()
        until(lambda: self._hired(name), f"hire {name} acknowledged")
        return time.monotonic() - began

    def _hired(self, name: str) -> bool:
        person = {"given_name": "Test", "family_name": "Probe", "email": f"{name}@example.org"}
        body = {
            "external_id": name,
            "person": person,
            "start_date": "2027-03-01",
            "placements": [{"school_number": "100002", "weekly_hours": 39}],
            "funding": "kreis",
            "fixed_term_until": None,
        }
        form = {"grant_type": "client_credentials"}
        try:
            token = self._stack.http.post(
                "/directory/oauth/token", data=form, auth=BasicAuth(*self._client)
            )
            if token.status_code != 200:
                return False
            bearer = {"Authorization": f"Bearer {token.json()['access_token']}"}
            headers = bearer | {"Idempotency-Key": name}
            answer = self._stack.http.post("/directory/api/v1/hires", json=body, headers=headers)
        except HTTPError:
            return False
        assert answer.status_code not in (400, 409, 422), answer.text
        if answer.status_code == 201:
            self.acknowledged[name] = answer.json()["correlation_id"]
        return answer.status_code == 201

    def _operators(self, path: str, content: bytes) -> Response:
        headers = {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
        answer = self._stack.http.post(path, content=content, headers=headers)
        assert answer.is_success, answer.text
        return answer


def welcomed(name: str) -> int:
    """How many welcomes are in the sink for a hire."""
    with Client(timeout=10, trust_env=False) as http:
        mails = http.get(f"{SINK}/api/v1/messages", params={"limit": 1000}).json()["messages"]
    return sum(
        _address(to) == f"{name}@example.org" and "Willkommen" in mail["Subject"]
        for mail in mails
        for to in mail["To"]
    )


def code_sent_to(address: str) -> str:
    """The one-time code in the newest mail to somebody; empty if there is none."""
    with Client(base_url=SINK, timeout=10, trust_env=False) as http:
        for mail in http.get("/api/v1/messages").json()["messages"]:
            if address in map(_address, mail["To"]):
                text = http.get(f"/api/v1/message/{mail['ID']}").json()["Text"]
                if found := re.search(r"\b\d{6}\b", text):
                    return found[0]
    return ""


def _address(receiver: Any) -> str:
    return str(receiver if isinstance(receiver, str) else receiver["Address"])


def events_of(stack: Stack, correlation_id: str) -> list[str]:
    """The types of a story's events that the dashboard has seen."""
    try:
        path = f"/dashboard/api/v1/journeys/{correlation_id}"
        answer = stack.http.get(path)
    except HTTPError:
        return []
    return [each["type"] for each in answer.json()["events"]] if answer.is_success else []


def targets() -> dict[str, str]:
    """What Prometheus says of each target."""
    with Client(timeout=10, trust_env=False) as http:
        found = http.get(f"{PROMETHEUS}/api/v1/targets").json()["data"]["activeTargets"]
    return {each["labels"]["instance"]: each["health"] for each in found}


def until(done: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> float:
    """Seconds until it came true."""
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < seconds, f"never: {what}"
        time.sleep(0.5)
    return time.monotonic() - began
