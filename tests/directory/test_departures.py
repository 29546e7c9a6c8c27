"""A worker's placements change and end; the history stays, and others learn of it once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.directory.conftest import Desk

DEPARTURE = {"external_id": "P-4711", "last_day": "2027-06-30", "reason": "moved"}
CHANGE = {
    "external_id": "P-4711",
    "valid_from": "2027-04-01",
    "placements": [
        {"school_number": "100005", "weekly_hours": 20},
        {"school_number": "100002", "weekly_hours": 10},
    ],
}


async def hired(desk: Desk) -> str:
    """Where the worker is found who has been hired."""
    location: str = (await desk.carrier.hire()).headers["location"]
    return location


async def employment(desk: Desk, location: str) -> dict[str, Any]:
    found: dict[str, Any] = (await desk.carrier.get(location)).json()["employments"][-1]
    return found


def runs(found: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [
        (place["school_number"], span["valid_from"], span["valid_until"])
        for span in found["timeline"]
        for place in span["placements"]
    ]


async def test_a_departure_ends_every_placement_with_the_last_day(desk: Desk) -> None:
    location = await hired(desk)
    answer = await desk.carrier.post("/departures", DEPARTURE)
    assert (answer.status_code, answer.headers["location"]) == (201, location)
    found = await employment(desk, location)
    assert found["last_day"] == "2027-06-30"
    assert runs(found) == [("100001", "2027-02-01", "2027-06-30")]


async def test_a_departure_is_announced_with_day_and_reason(desk: Desk) -> None:
    location = await hired(desk)
    await desk.carrier.post("/departures", DEPARTURE)
    [event] = await desk.announced("directory.worker-departed.v1")
    assert location.endswith(event["worker_id"])
    assert (event["last_day"], event["reason"]) == ("2027-06-30", "moved")


async def test_a_change_ends_the_old_placements_the_day_before(desk: Desk) -> None:
    location = await hired(desk)
    answer = await desk.carrier.post("/changes", CHANGE)
    assert answer.status_code == 201
    found = await employment(desk, location)
    assert sorted(runs(found)) == [
        ("100001", "2027-02-01", "2027-03-31"),
        ("100002", "2027-04-01", None),
        ("100005", "2027-04-01", None),
    ]
    ids = {place["id"] for place in found["timeline"][-1]["placements"]}
    assert ids == set(answer.json()["placement_ids"])


async def test_a_change_is_announced_with_the_new_placements(desk: Desk) -> None:
    await hired(desk)
    receipt = (await desk.carrier.post("/changes", CHANGE)).json()
    [event] = await desk.announced("directory.placements-changed.v1")
    assert event["valid_from"] == "2027-04-01"
    assert [p["placement_id"] for p in event["placements"]] == receipt["placement_ids"]


async def test_a_change_from_the_first_day_replaces_what_never_began(desk: Desk) -> None:
    location = await hired(desk)
    await desk.carrier.post("/changes", CHANGE | {"valid_from": "2027-02-01"})
    assert {start for _, start, _ in runs(await employment(desk, location))} == {"2027-02-01"}
    assert "100001" not in {school for school, _, _ in runs(await employment(desk, location))}


async def test_a_departure_before_a_planned_change_drops_it(desk: Desk) -> None:
    location = await hired(desk)
    await desk.carrier.post("/changes", CHANGE)
    await desk.carrier.post("/departures", DEPARTURE | {"last_day": "2027-03-15"})
    assert runs(await employment(desk, location)) == [("100001", "2027-02-01", "2027-03-15")]


async def test_a_change_against_the_guideline_is_stored_with_a_finding(desk: Desk) -> None:
    await hired(desk)
    few = [{"school_number": n, "weekly_hours": 5} for n in ("100001", "100002")]
    answer = await desk.carrier.post("/changes", CHANGE | {"placements": few})
    assert answer.status_code == 201
    assert [warning["rule"] for warning in answer.json()["warnings"]] == ["one-school"]


@pytest.mark.parametrize(("path", "body"), [("/departures", DEPARTURE), ("/changes", CHANGE)])
async def test_the_same_request_again_is_answered_the_same(
    desk: Desk, path: str, body: dict[str, Any]
) -> None:
    await hired(desk)
    first = await desk.carrier.post(path, body, "k")
    async with desk.storing_nothing():
        again = await desk.carrier.post(path, body, "k")
    assert (again.status_code, again.content) == (201, first.content)


async def test_ten_departures_at_once_with_one_key_are_one(desk: Desk) -> None:
    await hired(desk)
    answers = await asyncio.gather(
        *(desk.carrier.post("/departures", DEPARTURE, "k") for _ in range(10))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(await desk.announced("directory.worker-departed.v1")) == 1


async def test_who_has_left_cannot_leave_or_change_again(desk: Desk) -> None:
    gone = str(desk.today - timedelta(days=1))
    hire = await desk.carrier.hire(start_date=str(desk.today - timedelta(days=90)))
    await desk.carrier.post("/departures", DEPARTURE | {"last_day": gone})
    async with desk.storing_nothing():
        for path, body in (
            ("/departures", DEPARTURE),
            ("/departures", DEPARTURE | {"last_day": gone}),
            ("/changes", CHANGE | {"valid_from": gone}),
        ):
            answer = await desk.carrier.post(path, body)
            assert (answer.status_code, answer.json()["type"]) == (409, "/problems/worker-departed")
            assert answer.json()["worker_id"] == hire.json()["worker_id"]


@pytest.mark.parametrize(("path", "body"), [("/departures", DEPARTURE), ("/changes", CHANGE)])
async def test_another_carriers_worker_is_not_found_and_stays_as_it_is(
    desk: Desk, path: str, body: dict[str, Any]
) -> None:
    await hired(desk)
    other = await desk.other_carrier()
    async with desk.storing_nothing():
        answer = await other.post(path, body)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/worker-not-found")


WRONG = [
    ("/departures", {"last_day": "2099-01-31"}, "last_day"),
    ("/departures", {"last_day": "morgen"}, "last_day"),
    ("/departures", {"last_day": 1814313600}, "last_day"),
    ("/departures", {"last_day": "2027-06-30T00:00"}, "last_day"),
    ("/departures", {"employment_id": str(UUID(int=7))}, "employment_id"),
    ("/changes", {"employment_id": str(UUID(int=7))}, "employment_id"),
    ("/changes", {"valid_from": 1806537600}, "valid_from"),
    ("/departures", {"reason": "krank"}, "reason"),
    ("/departures", {"remark": "x"}, "remark"),
    ("/changes", {"valid_from": "2027-01-31"}, "valid_from"),
    ("/changes", {"valid_from": "1990-01-31"}, "valid_from"),
    ("/changes", {"placements": []}, "placements"),
    (
        "/changes",
        {"placements": [{"school_number": "999999", "weekly_hours": 5}]},
        "placements.0.school_number",
    ),
    (
        "/changes",
        {"placements": [{"school_number": "100001", "weekly_hours": 0}]},
        "placements.0.weekly_hours",
    ),
    (
        "/changes",
        {"placements": [{"school_number": "100001", "weekly_hours": 5}] * 2},
        "placements.1.school_number",
    ),
]


@pytest.mark.parametrize(("path", "wrong", "field"), WRONG)
async def test_what_cannot_be_meant_is_refused_and_nothing_changes(
    desk: Desk, path: str, wrong: dict[str, Any], field: str
) -> None:
    location = await hired(desk)
    before = await employment(desk, location)
    body = (DEPARTURE if path == "/departures" else CHANGE) | wrong
    async with desk.storing_nothing():
        answer = await desk.carrier.post(path, body)
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {field}
    assert await employment(desk, location) == before
