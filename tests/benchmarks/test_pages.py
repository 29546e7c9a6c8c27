"""Pages are found without a list, and the state they are measured with is one they can show."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.seed.size import Size
from deploy.seed.town import town
from tests.benchmarks.pages.measuring import Meter, Timed, measure
from tests.benchmarks.pages.report import FORMS, figures
from tests.benchmarks.pages.stage import Stage, open_stage
from tests.benchmarks.pages.walking import every_page, kind_of, walk

TOWNS, WORKERS = 2, 70
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


def test_the_same_number_gives_the_same_people() -> None:
    size = Size(WORKERS)
    assert town(3, size, NOW) == town(3, size, NOW)
    assert town(3, size, NOW).people != town(4, size, NOW).people


def test_a_page_is_known_by_its_address() -> None:
    assert kind_of("/directory/organisationen/neu") == "/directory/organisationen/neu"
    found = kind_of("/directory/organisationen/0197f000-0000-7000-8000-000000000101?x=y")
    assert found == "/directory/organisationen/{organization_id}"
    assert kind_of("/nirgends") is None
    assert len(every_page()) > 50


def test_the_dearest_page_counts() -> None:
    def timed(kind: str, milliseconds: float) -> Timed:
        return Timed(kind, "worker", [[milliseconds] * 20], [[2.0] * 20])

    found = figures(FORMS[0], [timed("/dashboard/", 40.0), timed("/directory/konten", 10.0)])
    assert [each.value for each in found] == [20.0, 10.0, 40.0]
    assert [each.verdict for each in found] == ["MISSED", "aim", "must"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Stage]:
    folder: Path = tmp_path_factory.mktemp("pages") / "full"
    async with open_stage(folder, None, seeded=True, towns=TOWNS, workers=WORKERS) as stage:
        yield stage


@pytest.mark.asyncio(loop_scope="module")
async def test_everybody_finds_pages_in_the_state_and_each_is_timed(stage: Stage) -> None:
    """Takes seconds: a house with two municipalities, and everybody walks through it."""
    seen = {each.called: await walk(stage, each, addresses=1) for each in stage.visitors}
    assert {"/dashboard/", "/trainings/meine-einarbeitung"} <= seen["worker"].keys()
    assert "/directory/fachkraefte/{employment_id}" in seen["carrier"]
    assert {"/dashboard/geschichten/{correlation_id}", "/surveys/"} <= seen["coordinator"].keys()
    assert {"/trainings/l/aufgabe/{token}", "/surveys/l/befragung/{token}"} <= seen["link"].keys()
    worker = next(each for each in stage.visitors if each.called == "worker")
    page, empty = await measure(stage, worker, ["/dashboard/"], Meter(None), 3)
    assert min(page) > min(empty) > 0
