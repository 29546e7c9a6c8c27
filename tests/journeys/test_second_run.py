"""Started a second time, on a taken port, without leave to load the sample, one service alone."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from httpx2 import AsyncClient
from pydantic import SecretStr

from deploy.local import program
from deploy.local.process import ServiceProcess
from deploy.local.program import free_port
from deploy.sample import SampleRefused, load_sample
from shared.clock import SystemClock
from shared.messaging.database import Database
from shared.settings import Settings
from tests.conftest import OpenHouse
from tests.demonstration import STORY_ENDS, Demonstration
from tests.signing_in import enter_as

STORY = re.compile(r"^ +[\d.]+ ms  .*$", re.MULTILINE)


def test_another_start_tells_the_same_story(started_before: Demonstration) -> None:
    demonstration = started_before
    demonstration.start()
    first = STORY.findall(demonstration.wait_for(STORY_ENDS))
    demonstration.interrupt()
    assert demonstration.exit_code() == 0

    demonstration.start()
    second = STORY.findall(demonstration.wait_for(STORY_ENDS))
    assert len(first) == 23
    assert sorted(second) == sorted(first)  # the first time, each line came when it was seen


def test_a_taken_port_ends_the_start_with_one_sentence(
    started_before: Demonstration, tmp_path: Path
) -> None:
    started_before.start()
    started_before.wait_for("Ready after")
    second = Demonstration(tmp_path / "other", started_before.port)
    second.start()
    assert second.exit_code() != 0
    [sentence] = second.output.splitlines()
    assert sentence.startswith(f"Port {started_before.port} cannot be used")
    assert "make run PORT=" in sentence


async def test_a_real_installation_refuses_the_sample(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    real = Settings(
        kafka="127.0.0.1:9092",
        secret=SecretStr("x" * 40),
        mail_from="post@bergkamen.example",
        _env_file=None,
    )
    with pytest.raises(SampleRefused, match="KNOTENPUNKT_LOAD_SAMPLE=true"):
        await load_sample(real, house.context("directory").database)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    """A process that runs one service."""
    settings = Settings(data=tmp_path_factory.mktemp("alone"), _env_file=None)
    process = ServiceProcess("directory", settings, free_port())
    process.start()
    deadline = time.monotonic() + 60
    while status(process.monitoring_port, "/health/ready") != 200:
        assert process.running, process.log.read_text()
        assert time.monotonic() < deadline, process.log.read_text()
        time.sleep(0.05)
    yield process
    process.stop()


def status(port: int, path: str) -> int:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.mark.parametrize("path", ["/directory/openapi.json", "/asyncapi.json"])
def test_one_service_alone_answers(directory: ServiceProcess, path: str) -> None:
    assert status(directory.port, path) == 200


async def test_one_service_alone_tells_an_operator_that_it_is_ready(
    directory: ServiceProcess,
) -> None:
    settings = directory.settings
    database = Database(settings.database("directory"), "directory", SystemClock())
    await load_sample(settings, database)
    await database.close()
    async with AsyncClient(base_url=f"http://127.0.0.1:{directory.port}") as http:
        assert (await http.get("/directory/readiness")).status_code == 401
        await enter_as(http)
        assert (await http.get("/directory/readiness")).json() == {"status": "ready"}


OPERATIONS = ["/health/live", "/health/ready", "/metrics"]


@pytest.mark.parametrize("path", OPERATIONS)
def test_machines_are_answered_on_a_port_of_their_own(directory: ServiceProcess, path: str) -> None:
    assert status(directory.monitoring_port, path) == 200
    for here in ("", "/directory", "/static", "/directory/parked"):
        assert status(directory.port, here + path) == 404


def test_the_images_health_check_sees_who_is_alive(directory: ServiceProcess) -> None:
    script = Path(__file__).parents[2] / "deploy" / "alive.sh"
    for port, code in ((directory.monitoring_port, 0), (directory.port, 1), (free_port(), 1)):
        environment = {**os.environ, "KNOTENPUNKT_MONITORING_PORT": str(port)}
        command = ["bash", str(script)]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == code


def test_the_port_for_machines_serves_nobody_else(directory: ServiceProcess) -> None:
    for path in ("/", "/directory/openapi.json", "/directory/readiness", "/static/live.js"):
        assert status(directory.monitoring_port, path) == 404


def test_a_taken_monitoring_port_ends_the_start_with_a_sentence(
    directory: ServiceProcess, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path, _env_file=None)
    second = ServiceProcess("directory", settings, free_port())
    second.monitoring_port = directory.monitoring_port
    second.start()
    assert program.wait_until(lambda: not second.running, seconds=30)
    sentence = second.log.read_text().splitlines()[-1]
    name = f"KNOTENPUNKT_MONITORING_PORT {directory.monitoring_port}"
    assert sentence.startswith(f"Cannot start: {name} cannot be used")


@pytest.mark.parametrize("service", ["trainings", "surveys", "notifications", "dashboard"])
def test_one_service_alone_is_no_other(directory: ServiceProcess, service: str) -> None:
    assert status(directory.port, f"/{service}/") == 404
