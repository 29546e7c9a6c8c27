"""Whoever has lost an answer learns by the carrier's own number what became of a hire."""

import json
from typing import Any

from tests.directory.conftest import Desk, hire
from tests.directory.test_bulk import ROW, csv
from tests.directory.test_timeline import depart


async def found(desk: Desk, query: str) -> dict[str, Any]:
    answer = await desk.carrier.get(f"/directory/api/v1/hires?{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def test_a_hire_is_found_by_its_number(desk: Desk) -> None:
    receipt = (await desk.carrier.hire()).json()
    await desk.carrier.hire(external_id="P-47110")
    page = await found(desk, "external_id=P-4711")
    [item] = page["items"]
    assert page["next"] is None
    for name in ("worker_id", "employment_id", "correlation_id"):
        assert item[name] == receipt[name]
    assert (item["external_id"], item["start_date"]) == ("P-4711", "2027-02-01")
    [span] = item["timeline"]
    assert [place["id"] for place in span["placements"]] == receipt["placement_ids"]


async def test_employments_under_one_number_are_listed_page_by_page(desk: Desk) -> None:
    hires = [(await desk.carrier.hire(external_id="A/1")).json()]
    for last_day, start in (("2027-06-30", "2027-07-01"), ("2027-07-31", "2027-08-01")):
        mine = hires[-1]["employment_id"]
        body = {"external_id": "A/1", "employment_id": mine, "last_day": last_day}
        assert (await desk.carrier.post("/departures", body)).status_code == 201
        hires.append((await desk.carrier.hire(external_id="A/1", start_date=start)).json())
    page = await found(desk, "external_id=A/1&limit=2")
    listed = page["items"]
    assert len(listed) == 2
    listed += (await found(desk, page["next"].partition("?")[2]))["items"]
    assert [item["employment_id"] for item in listed] == [hire["employment_id"] for hire in hires]


async def test_what_nobody_has_posted_is_an_empty_list(desk: Desk) -> None:
    assert await found(desk, "external_id=P-4711") == {"items": [], "next": None}


async def test_nobody_finds_the_hires_of_another_carrier(desk: Desk) -> None:
    await desk.carrier.hire()
    other = await desk.other_carrier()
    page = (await other.get("/directory/api/v1/hires?external_id=P-4711")).json()
    assert page == {"items": [], "next": None}


async def test_a_cancelled_hire_is_found_as_such(desk: Desk) -> None:
    await desk.carrier.hire()
    await depart(desk, "2027-01-31")
    [item] = (await found(desk, "external_id=P-4711"))["items"]
    assert item["cancelled"] is True


async def test_a_conflict_names_the_worker_it_is_with(desk: Desk) -> None:
    receipt = (await desk.carrier.hire()).json()
    for again in (hire(), hire(funding="kreis")):
        answer = await desk.carrier.post("/hires", again)
        assert answer.status_code == 409
        assert answer.json()["worker_id"] == receipt["worker_id"]


async def test_every_row_of_a_file_is_answered_with_the_number_it_bears(desk: Desk) -> None:
    receipt = (await desk.carrier.hire()).json()
    rows = await desk.carrier.array(
        hire(external_id="J1"),
        hire(external_id="J2", placements__0__weekly_hours=60),
        hire(external_id="J3", placements__0__school_number="999999"),
        {"external_id": "J4", "person": None},
        hire(),
        hire(external_id="not one"),
        hire(external_id=7),
        None,
    )
    assert [row["external_id"] for row in rows["rows"]] == [
        *("J1", "J2", "J3", "J4", "P-4711"),
        *(None, None, None),
    ]
    known = [rows["rows"][4], (await desk.carrier.array(hire(funding="kreis")))["rows"][0]]
    assert [row["worker_id"] for row in known] == [receipt["worker_id"]] * 2
    assert known[0]["employment_id"] == receipt["employment_id"]
    assert known[1]["problem"]["worker_id"] == receipt["worker_id"]
    assert "not one" not in json.dumps(rows)


async def test_a_refused_row_of_a_spreadsheet_bears_its_number_too(desk: Desk) -> None:
    wrong = [ROW.replace("19,5", "60"), ROW.replace("A1", "=1+1"), ROW.replace("2027", "1990")]
    rows = (await desk.carrier.file(csv(*wrong))).json()["rows"]
    assert [(row["outcome"], row["external_id"]) for row in rows] == [
        ("refused", "A1"),
        ("refused", None),
        ("refused", "A1"),
    ]


async def test_a_file_that_is_sent_again_names_every_worker(desk: Desk) -> None:
    content = csv(*(ROW.replace("A1", f"A{n}") for n in range(5)))
    first = (await desk.carrier.file(content)).json()["rows"]
    again = (await desk.carrier.file(content)).json()["rows"]
    for name in ("external_id", "worker_id", "employment_id", "correlation_id"):
        assert [row[name] for row in again] == [row[name] for row in first]
