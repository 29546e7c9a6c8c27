"""A carrier's system looks up schools page by page."""

import json

import pytest

from deploy.sample import DATASET
from tests.directory.conftest import Desk
from tests.directory.test_refused_hires import load_neighbour

ALL = sorted(
    organization["school_number"]
    for organization in json.loads(DATASET.read_text())["organizations"]
    if organization["kind"] == "school"
)


async def pages(desk: Desk, limit: int) -> list[list[str]]:
    found, path = [], f"/directory/api/v1/schools?limit={limit}"
    while path:
        page = (await desk.carrier.get(path)).json()
        found.append([school["school_number"] for school in page["items"]])
        path = page["next"]
    return found


@pytest.mark.parametrize("limit", [1, 3, len(ALL), 500])
async def test_following_the_pages_shows_every_school_once_in_order(desk: Desk, limit: int) -> None:
    found = await pages(desk, limit)
    assert [number for page in found for number in page] == ALL
    assert all(len(page) <= limit for page in found)


async def test_a_school_is_shown_with_what_a_placement_needs(desk: Desk) -> None:
    page = (await desk.carrier.get("/directory/api/v1/schools?after=100004&limit=1")).json()
    [school] = page["items"]
    assert (school["school_number"], school["school_type"]) == ("100005", "secondary")


async def test_schools_of_another_municipality_are_not_shown(desk: Desk) -> None:
    await load_neighbour(desk)
    assert await pages(desk, 500) == [ALL]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=x", "after=abc", "after=1234567", "after=%00"]
)
async def test_a_page_that_cannot_be_meant_is_refused(desk: Desk, query: str) -> None:
    answer = await desk.carrier.get(f"/directory/api/v1/schools?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"query.{query.partition('=')[0]}"


@pytest.mark.parametrize("worker", ["x", "0", "0197f000-0000-7000-8000-000000000001"])
async def test_a_worker_that_does_not_exist_is_refused(desk: Desk, worker: str) -> None:
    answer = await desk.carrier.get(f"/directory/api/v1/workers/{worker}")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == "application/problem+json"
