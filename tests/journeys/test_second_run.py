"""Started a second time, on a taken port, without leave to load the sample, one service alone."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from deploy.local.installation import free_port
from deploy.local.process import ServiceProcess
from deploy.sample import SampleRefused, load_sample
from shared.settings import Settings
from tests.conftest import OpenHouse
from tests.demonstration import STORY_ENDS, Demonstration

STORY = re.compile(r"^ +[\d.]+ ms  .*$", re.MULTILINE)
SECONDS = 20.0


def test_the_second_start_tells_the_same_story_within_seconds(demonstration: Demonstration) -> None:
    demonstration.start()
    first = STORY.findall(demonstration.wait_for(STORY_ENDS))
    demonstration.interrupt()
    assert demonstration.exit_code() == 0

    started = time.monotonic()
    demonstration.start()
    second = STORY.findall(demonstration.wait_for(STORY_ENDS))
    assert time.monotonic() - started < SECONDS
    assert len(first) == 23
    assert sorted(second) == sorted(first)  # the first time, each line came when it was seen


def test_a_taken_port_ends_the_start_with_one_sentence(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    demonstration.start()
    demonstration.wait_for("Ready after")
    second = Demonstration(tmp_path / "other", demonstration.port)
    second.start()
    assert second.exit_code() != 0
    [sentence] = second.output.splitlines()
    assert sentence.startswith(f"Port {demonstration.port} cannot be used")
    assert "make run PORT=" in sentence


async def test_a_real_installation_refuses_the_sample(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    real = Settings(
        kafka="127.0.0.1:9092", secret="x" * 40, operator_password="operator", _env_file=None
    )
    with pytest.raises(SampleRefused, match="KNOTENPUNKT_LOAD_SAMPLE=true"):
        await load_sample(real, house.context("directory").database)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a process that runs one service."""
    settings = Settings(data=tmp_path_factory.mktemp("alone"), _env_file=None)
    process = ServiceProcess("directory", settings, free_port())
    process.start()
    base = f"http://127.0.0.1:{process.port}"
    deadline = time.monotonic() + 60
    while status(f"{base}/health/ready") != 200:
        assert process.running, process.log.read_text()
        assert time.monotonic() < deadline, process.log.read_text()
        time.sleep(0.05)
    yield base
    process.stop()


def status(address: str) -> int:
    try:
        with urlopen(address, timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.mark.parametrize(
    "path",
    [
        "/directory/health/live",
        "/directory/health/ready",
        "/directory/metrics",
        "/directory/openapi.json",
        "/health/live",
        "/health/ready",
        "/metrics",
        "/asyncapi.json",
    ],
)
def test_one_service_alone_answers(directory: str, path: str) -> None:
    assert status(directory + path) == 200


@pytest.mark.parametrize("service", ["trainings", "surveys", "notifications", "dashboard"])
def test_one_service_alone_is_no_other(directory: str, service: str) -> None:
    assert status(f"{directory}/{service}/") == 404
