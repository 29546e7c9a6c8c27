"""Services in processes of their own: one signs, the other has nothing it could sign with."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from httpx2 import AsyncClient, HTTPError
from joserfc import jws, jwt
from joserfc.jwk import OctKey

from deploy.local.process import ServiceProcess, environment_of
from deploy.local.program import free_port
from deploy.local.proxy import proxy
from deploy.run import server
from deploy.sample import CLIENT_ID, CLIENT_SECRET, load_sample
from shared.clock import SystemClock
from shared.contracts.directory import ACCESS_TOKENS
from shared.contracts.notifications import LINKS
from shared.contracts.trainings import TASK_PAGE
from shared.links import LinkMaker
from shared.messaging.database import Database
from shared.settings import Settings
from shared.signing.keys import Keys
from shared.web.tokens import AUDIENCE, ISSUER, TokenIssuer

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECONDS = 60.0
SERVICES = ("directory", "notifications", "trainings")
YESTERDAY = date(2026, 1, 1)


@dataclass
class Apart:
    """Three processes behind one address, each with a folder and a secret of its own."""

    processes: dict[str, ServiceProcess]
    http: AsyncClient

    def settings(self, name: str) -> Settings:
        return self.processes[name].settings

    async def start(self, name: str) -> None:
        await asyncio.to_thread(self.processes[name].start)
        async with asyncio.timeout(SECONDS):
            while not await self._answers(name):
                await asyncio.sleep(0.05)

    async def _answers(self, name: str) -> bool:
        process = self.processes[name]
        ports = {process.monitoring_port: "health/ready", process.port: f"{name}/openapi.json"}
        try:
            answers = [
                await self.http.get(f"http://127.0.0.1:{port}/{path}")
                for port, path in ports.items()
            ]
        except HTTPError:
            return False
        return all(answer.status_code == 200 for answer in answers)

    async def token(self) -> str:
        form = {"grant_type": "client_credentials"}
        form |= {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        answer = await self.http.post("/directory/oauth/token", data=form)
        return str(answer.json()["access_token"])

    async def at_trainings(self, token: str) -> int:
        path = f"/trainings/api/v1/workers/{uuid4()}/onboardings"
        headers = {"Authorization": f"Bearer {token}"}
        return (await self.http.get(path, headers=headers)).status_code

    async def link_at_trainings(self, url: str) -> int:
        """410 for one that is signed: it is over. 404 for anything else."""
        return (await self.http.get(url)).status_code

    def link(self) -> str:
        """Made from what only notifications has; its last day was long ago."""
        ring = self.keys("notifications").ring(LINKS)
        return LinkMaker(ring, str(self.http.base_url)).url(TASK_PAGE, UUID(int=7), YESTERDAY)

    def keys(self, name: str) -> Keys:
        """As somebody could use them who has broken into this service."""
        return Keys(self.settings(name), lambda: datetime.now(UTC), {name})

    def command(self, *arguments: str) -> str:
        """``python -m deploy.keys``, where the service's folder is."""
        environment = os.environ | environment_of(self.settings(arguments[-1]))
        done = subprocess.run(
            [sys.executable, "-m", "deploy.keys", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def apart(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Apart]:
    folder: Path = tmp_path_factory.mktemp("apart")
    front = Settings(data=folder, port=free_port(), _env_file=None)
    processes = {
        name: ServiceProcess(
            name,
            Settings(data=folder / name, service_url=front.base_url, _env_file=None),
            free_port(),
        )
        for name in SERVICES
    }
    routes = {f"/{name}": f"http://127.0.0.1:{each.port}" for name, each in processes.items()}
    serving = server(proxy(routes, default=routes["/directory"]), front)
    running = asyncio.create_task(serving.serve())
    async with AsyncClient(base_url=front.base_url) as http:
        try:
            yield Apart(processes, http)
        finally:
            serving.should_exit = True
            await running
            for process in processes.values():
                await asyncio.to_thread(process.stop)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started(apart: Apart) -> Apart:
    """Trainings first: it needs nobody to start."""
    await apart.start("trainings")
    early = TokenIssuer(apart.keys("directory").ring(ACCESS_TOKENS), SystemClock().now)
    token, _ = early.issue("early", "05978004", uuid4(), ["hires:read"])
    assert await apart.at_trainings(token) == 503, "not 401: nobody can say yet"
    assert await apart.link_at_trainings(apart.link()) == 503
    await asyncio.gather(apart.start("directory"), apart.start("notifications"))
    settings = apart.settings("directory")
    database = Database(settings.database("directory"), "directory", SystemClock())
    await load_sample(settings, database)
    await database.close()
    async with asyncio.timeout(SECONDS):
        while await apart.at_trainings(token) == 503:
            await asyncio.sleep(0.1)
    return apart


async def test_what_one_signs_another_verifies(started: Apart) -> None:
    assert await started.at_trainings(await started.token()) == 200
    assert await started.link_at_trainings(started.link()) == 410


async def test_a_link_and_a_token_survive_a_rotation_on_the_command_line(started: Apart) -> None:
    token, link = await started.token(), started.link()
    for name in ("directory", "notifications"):
        assert "verifies until" in await asyncio.to_thread(started.command, "rotate", name)
    assert await started.at_trainings(token) == 200
    assert await started.link_at_trainings(link) == 410
    fresh = await started.token()
    assert kid_of(fresh) != kid_of(token)
    assert await started.at_trainings(fresh) == 200
    new_link = started.link()
    assert new_link != link
    assert await started.link_at_trainings(new_link) == 410


def kid_of(token: str) -> str:
    return str(jws.extract_compact(token.encode()).headers()["kid"])


async def test_trainings_has_nothing_to_sign_with(started: Apart) -> None:
    process = started.processes["trainings"]
    environment = Path(f"/proc/{process.pid}/environ").read_bytes()
    ours = [each.read_bytes() for each in process.settings.data.rglob("*") if each.is_file()]
    assert len(ours) > 2
    for name, purpose in (("directory", ACCESS_TOKENS), ("notifications", LINKS)):
        stored = started.keys(name).ring(purpose).stored()
        for private in (stored.signing["d"], stored.following["d"]):
            assert private.encode() not in environment
            assert not [file for file in ours if private.encode() in file]
        with pytest.raises(ValueError, match=f"only {name} signs"):
            started.keys("trainings").ring(purpose)
    others = {started.settings(name).secret_of(name) for name in SERVICES}
    assert len(others) == len(SERVICES)


async def test_what_trainings_has_makes_no_token_and_no_link(started: Apart) -> None:
    """Its secret, its derived keys, and keys of its own under the others' names."""
    token, link = await started.token(), started.link()
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": CLIENT_ID, "tenant": "05978004"}
    now = int(datetime.now(UTC).timestamp())
    claims |= {"organization_id": str(uuid4()), "scope": "hires:read", "jti": "1"}
    content: dict[str, object] = claims | {"iat": now, "exp": now + 900}
    header = {"alg": "HS256", "kid": kid_of(token), "typ": "at+jwt"}
    secret = started.settings("trainings").secret_of("trainings")
    forged = jwt.encode(header, content, OctKey.import_key(secret), ["HS256"])
    assert await started.at_trainings(forged) == 401

    own = Settings(data=started.settings("trainings").data / "forged", _env_file=None)
    keys = Keys(own, SystemClock().now, SERVICES)
    issuer = TokenIssuer(keys.ring(ACCESS_TOKENS), SystemClock().now)
    assert (
        await started.at_trainings(issuer.issue("x", "05978004", uuid4(), ["hires:read"])[0]) == 401
    )
    maker = LinkMaker(keys.ring(LINKS), str(started.http.base_url))
    made = maker.url(TASK_PAGE, UUID(int=7), YESTERDAY)
    assert await started.link_at_trainings(made) == 404
    kid, own_kid = link.rpartition("/")[2][:8], made.rpartition("/")[2][:8]
    assert await started.link_at_trainings(made.replace(own_kid, kid)) == 404


async def test_while_those_who_sign_are_away_what_they_signed_is_valid(started: Apart) -> None:
    used, unused, link = await started.token(), await started.token(), started.link()
    assert await started.at_trainings(used) == 200
    for name in ("directory", "notifications"):
        await asyncio.to_thread(started.processes[name].kill)
    assert await started.at_trainings(used) == 200
    assert await started.at_trainings(unused) == 200
    assert await started.link_at_trainings(link) == 410
    for name in ("directory", "notifications"):
        await started.start(name)
    assert await started.at_trainings(await started.token()) == 200
