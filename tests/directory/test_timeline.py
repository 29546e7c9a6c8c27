"""What applies when: facts that are posted late, or for later, remove no others."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.directory.departures.models import departures
from services.directory.placements.models import placements
from tests.directory.conftest import Desk

Timeline = list[tuple[str, str | None, list[str]]]

HIRED, APRIL, JUNE, SEPTEMBER = "2027-02-01", "2027-04-01", "2027-06-01", "2027-09-01"


def shown(timeline: list[dict[str, Any]]) -> Timeline:
    return [
        (span["valid_from"], span["valid_until"], [p["school_number"] for p in span["placements"]])
        for span in timeline
    ]


async def hired(desk: Desk, **changes: Any) -> str:
    location: str = (await desk.carrier.hire(**changes)).headers["location"]
    return location


async def change(desk: Desk, valid_from: str, school: str, **more: Any) -> dict[str, Any]:
    body = {
        "external_id": "P-4711",
        "valid_from": valid_from,
        "placements": [{"school_number": school, "weekly_hours": 20}],
        **more,
    }
    answer = await desk.carrier.post("/changes", body)
    assert answer.status_code == 201, answer.text
    receipt: dict[str, Any] = answer.json()
    return receipt


async def depart(desk: Desk, last_day: str, **more: Any) -> dict[str, Any]:
    body = {"external_id": "P-4711", "last_day": last_day, **more}
    answer = await desk.carrier.post("/departures", body)
    assert answer.status_code == 201, answer.text
    receipt: dict[str, Any] = answer.json()
    return receipt


async def stored(desk: Desk, location: str) -> list[dict[str, Any]]:
    found = (await desk.carrier.get(location)).json()["employments"][-1]["timeline"]
    assert isinstance(found, list)
    return found


async def test_a_change_for_june_posted_after_one_for_september_leaves_it_standing(
    desk: Desk,
) -> None:
    location = await hired(desk)
    await change(desk, SEPTEMBER, "100009")
    receipt = await change(desk, JUNE, "100006")
    assert shown(receipt["timeline"]) == [
        (HIRED, "2027-05-31", ["100001"]),
        (JUNE, "2027-08-31", ["100006"]),
        (SEPTEMBER, None, ["100009"]),
    ]
    assert receipt["timeline"] == await stored(desk, location)
    announced = await desk.announced("directory.placements-changed.v1")
    assert [event["valid_from"] for event in announced] == [SEPTEMBER, JUNE]
    assert [[p["school_number"] for p in event["placements"]] for event in announced] == [
        ["100009"],
        ["100006"],
    ]


async def test_a_late_change_reaches_until_what_came_after_it(desk: Desk) -> None:
    """Relative: the change lies in the past, and so does the one after it."""
    start = desk.today - timedelta(days=200)
    location = await hired(desk, start_date=str(start))
    second, third = start + timedelta(days=60), start + timedelta(days=120)
    await change(desk, str(third), "100003")
    await change(desk, str(second), "100002")
    assert shown(await stored(desk, location)) == [
        (str(start), str(second - timedelta(days=1)), ["100001"]),
        (str(second), str(third - timedelta(days=1)), ["100002"]),
        (str(third), None, ["100003"]),
    ]


async def test_a_change_for_the_same_day_replaces_and_the_former_is_kept(desk: Desk) -> None:
    location = await hired(desk)
    await change(desk, APRIL, "100004")
    receipt = await change(desk, APRIL, "100005")
    assert shown(receipt["timeline"])[1:] == [(APRIL, None, ["100005"])]
    assert receipt["timeline"] == await stored(desk, location)
    rows: list[Any] = await desk.house.rows(
        "directory", select(placements).order_by(placements.c.id)
    )
    assert [str(row.valid_from) for row in rows] == [HIRED, APRIL, APRIL]
    assert [row.superseded_at is None for row in rows] == [True, False, True]
    assert rows[1].superseded_at == rows[2].recorded_at


async def test_a_later_last_day_brings_back_what_an_earlier_one_cut(desk: Desk) -> None:
    location = await hired(desk)
    await change(desk, JUNE, "100006")
    cut = await depart(desk, "2027-03-15")
    assert shown(cut["timeline"]) == [(HIRED, "2027-03-15", ["100001"])]
    again = await depart(desk, "2027-12-31", reason="moved")
    assert shown(again["timeline"]) == [
        (HIRED, "2027-05-31", ["100001"]),
        (JUNE, "2027-12-31", ["100006"]),
    ]
    assert again["timeline"] == await stored(desk, location)
    assert again["last_day"] == "2027-12-31"
    announced = await desk.announced("directory.worker-departed.v1")
    assert [(e["last_day"], e["reason"]) for e in announced] == [
        ("2027-03-15", "other"),
        ("2027-12-31", "moved"),
    ]
    rows: list[Any] = await desk.house.rows(
        "directory", select(departures).order_by(departures.c.id)
    )
    assert [str(row.last_day) for row in rows] == ["2027-03-15", "2027-12-31"]


async def test_until_the_last_day_is_over_a_change_is_accepted_and_beyond_it_none_is(
    desk: Desk,
) -> None:
    await hired(desk)
    await depart(desk, "2027-06-30")
    receipt = await change(desk, "2027-06-30", "100006")
    assert shown(receipt["timeline"])[-1] == ("2027-06-30", "2027-06-30", ["100006"])
    body = {"external_id": "P-4711", "valid_from": "2027-07-01"}
    body |= {"placements": [{"school_number": "100001", "weekly_hours": 5}]}  # type: ignore[dict-item]
    async with desk.storing_nothing():
        answer = await desk.carrier.post("/changes", body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["valid_from"]


async def test_a_fixed_term_ends_the_timeline_until_a_departure_says_otherwise(desk: Desk) -> None:
    location = await hired(desk, fixed_term_until="2027-07-31")
    assert shown(await stored(desk, location)) == [(HIRED, "2027-07-31", ["100001"])]
    receipt = await depart(desk, "2027-08-15")
    assert shown(receipt["timeline"]) == [(HIRED, "2027-08-15", ["100001"])]


@pytest.mark.parametrize("field", ["last_day", "fixed_term_until"])
async def test_a_contract_of_one_day_is_a_contract(desk: Desk, field: str) -> None:
    if field == "fixed_term_until":
        location = await hired(desk, fixed_term_until=HIRED)
    else:
        location = await hired(desk)
        assert (await depart(desk, HIRED))["outcome"] == "departed"
    assert shown(await stored(desk, location)) == [(HIRED, HIRED, ["100001"])]


async def test_on_the_last_day_it_may_still_be_moved_and_the_day_after_no_more(desk: Desk) -> None:
    await hired(desk, start_date=str(desk.today - timedelta(days=50)))
    tomorrow = desk.today + timedelta(days=1)
    await depart(desk, str(tomorrow))
    await desk.forward(1)
    await depart(desk, str(tomorrow), reason="moved")
    await desk.forward(1)
    async with desk.storing_nothing():
        body = {"external_id": "P-4711", "last_day": str(tomorrow + timedelta(days=9))}
        answer = await desk.carrier.post("/departures", body)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/worker-departed")
