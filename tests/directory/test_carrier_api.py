"""What a carrier's program reads of its own, and how it notices that somebody else was faster."""

from typing import Any

import pytest

from tests.directory.conftest import Carrier, Desk, fresh_key, hire

API = "/directory/api/v1"


async def items(carrier: Carrier, path: str) -> list[dict[str, Any]]:
    """Every page of a list, by the addresses it names."""
    found: list[dict[str, Any]] = []
    following: str | None = f"{API}{path}"
    while following:
        answer = await carrier.get(following)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        following = answer.json()["next"]
    return found


async def hired(desk: Desk, *numbers: str, **changes: Any) -> list[dict[str, Any]]:
    """Receipts of hires under these numbers."""
    answers = [await desk.carrier.hire(external_id=each, **changes) for each in numbers]
    assert {each.status_code for each in answers} == {201}
    return [each.json() for each in answers]


async def change(desk: Desk, headers: dict[str, str], **changes: Any) -> Any:
    body = {
        "external_id": "A1",
        "valid_from": "2027-08-01",
        "placements": [{"school_number": "100002", "weekly_hours": 30}],
    }
    return await desk.house.http.post(
        f"{API}/changes",
        json=body | changes,
        headers=desk.carrier.headers | {"Idempotency-Key": fresh_key()} | headers,
    )


async def test_workers_are_read_page_by_page_each_once(desk: Desk) -> None:
    receipts = await hired(desk, *(f"A{number}" for number in range(5)))
    found = await items(desk.carrier, "/workers?limit=2")
    assert [each["worker_id"] for each in found] == [each["worker_id"] for each in receipts]
    assert found[0]["family_name"] == "Özgür"
    assert found[0]["employments"][0]["timeline"][0]["placements"][0]["school_number"] == "100001"


async def test_what_belongs_to_another_carrier_is_in_no_list(desk: Desk) -> None:
    await hired(desk, "A1")
    other = await desk.other_carrier()
    for path in ("/workers", "/employments", "/placements", "/departures"):
        assert await items(other, path) == []


async def test_employments_are_found_by_state_funding_number_and_school(desk: Desk) -> None:
    await hired(desk, "A1")
    await hired(desk, "A2", funding="kreis", start_date="2026-01-01")
    await hired(desk, "A3", placements__0__school_number="100002")
    cases = {
        "state=current": ["A2"],
        "state=coming": ["A1", "A3"],
        "funding=kreis": ["A2"],
        "external_id=A3": ["A3"],
        "school_number=100002": ["A3"],
        "school_number=999999": [],
    }
    for query, numbers in cases.items():
        found = await items(desk.carrier, f"/employments?{query}")
        assert [each["external_id"] for each in found] == numbers, query


async def test_placements_say_from_when_to_when(desk: Desk) -> None:
    await hired(desk, "A1")
    await change(desk, {})
    found = await items(desk.carrier, "/placements")
    assert [(each["valid_from"], each["valid_until"]) for each in found] == [
        ("2027-02-01", "2027-07-31"),
        ("2027-08-01", None),
    ]
    [one] = await items(desk.carrier, "/placements?on=2027-07-31")
    assert (one["school_number"], one["external_id"]) == ("100001", "A1")
    assert await items(desk.carrier, "/placements?on=2027-01-31") == []
    [two] = await items(desk.carrier, "/placements?school_number=100002")
    assert float(two["weekly_hours"]) == 30


async def test_every_departure_that_was_posted_is_read(desk: Desk) -> None:
    await hired(desk, "A1")
    for day in ("2027-08-31", "2027-09-30"):
        body = {"external_id": "A1", "last_day": day, "reason": "retirement"}
        await desk.carrier.post("/departures", body)
    found = await items(desk.carrier, "/departures?limit=1")
    assert [each["last_day"] for each in found] == ["2027-08-31", "2027-09-30"]
    assert {each["reason"] for each in found} == {"retirement"}
    assert await items(desk.carrier, "/departures?since=2100-01-01T00:00:00Z") == []
    refused = await desk.carrier.get(f"{API}/departures?since=2026-01-01")
    assert refused.status_code == 422


@pytest.mark.parametrize("query", ["cursor=x", "limit=0", "limit=501", "page=2", "state=gone"])
async def test_what_no_list_reads_is_refused(desk: Desk, query: str) -> None:
    answer = await desk.carrier.get(f"{API}/employments?{query}")
    assert answer.status_code == 422, answer.text


async def test_a_change_of_what_was_read_passes_and_of_an_older_state_does_not(desk: Desk) -> None:
    [receipt] = await hired(desk, "A1")
    address = f"{API}/employments/{receipt['employment_id']}"
    seen = (await desk.carrier.get(address)).headers["ETag"]
    assert (await change(desk, {"If-Match": seen})).status_code == 201
    async with desk.storing_nothing():
        late = await change(desk, {"If-Match": seen}, valid_from="2027-09-01")
    assert (late.status_code, late.json()["type"]) == (412, "/problems/changed-meanwhile")
    fresh = (await desk.carrier.get(address)).headers["ETag"]
    assert fresh != seen
    again = await change(desk, {"If-Match": f'"x", {fresh}'}, valid_from="2027-09-01")
    assert again.status_code == 201


async def test_a_departure_and_a_cancellation_look_at_the_state_as_well(desk: Desk) -> None:
    await hired(desk, "A1")
    stale = desk.carrier.headers | {"If-Match": '"old"'}
    bodies = {"/departures": {"last_day": "2027-12-31"}, "/cancellations": {}}
    for path, body in bodies.items():
        headers = stale | {"Idempotency-Key": fresh_key()}
        answer = await desk.house.http.post(
            f"{API}{path}", json={"external_id": "A1"} | body, headers=headers
        )
        assert answer.status_code == 412, path


async def test_what_is_known_is_not_sent_again(desk: Desk) -> None:
    [receipt] = await hired(desk, "A1")
    for path in (f"/employments/{receipt['employment_id']}", f"/workers/{receipt['worker_id']}"):
        first = await desk.carrier.get(f"{API}{path}")
        headers = desk.carrier.headers | {"If-None-Match": first.headers["ETag"]}
        again = await desk.house.http.get(f"{API}{path}", headers=headers)
        assert (again.status_code, again.content) == (304, b"")


async def test_a_hire_is_cancelled_before_its_first_day_only(desk: Desk) -> None:
    await hired(desk, "A1")
    await hired(desk, "A2", start_date="2026-01-01")
    answer = await desk.carrier.post("/cancellations", {"external_id": "A1"})
    assert (answer.status_code, answer.json()["outcome"]) == (201, "hire-cancelled")
    assert len(await desk.announced("directory.hire-cancelled.v1")) == 1
    begun = await desk.carrier.post("/cancellations", {"external_id": "A2"})
    assert (begun.status_code, begun.json()["type"]) == (409, "/problems/work-has-begun")
    gone = await desk.carrier.post("/cancellations", {"external_id": "A1"})
    assert (gone.status_code, gone.json()["type"]) == (409, "/problems/hire-cancelled")
    unknown = await desk.carrier.post("/cancellations", {"external_id": "A9"})
    assert unknown.status_code == 404


async def test_of_two_hires_still_to_begin_the_cancelled_one_is_named(desk: Desk) -> None:
    await hired(desk, "A1", fixed_term_until="2027-06-30")
    [second] = await hired(desk, "A1", start_date="2027-08-01")
    unclear = await desk.carrier.post("/cancellations", {"external_id": "A1"})
    assert unclear.json()["type"] == "/problems/employment-ambiguous"
    named = {"external_id": "A1", "employment_id": second["employment_id"]}
    answer = await desk.carrier.post("/cancellations", named)
    assert answer.json()["employment_id"] == second["employment_id"]


async def test_a_body_of_a_cancellation_is_checked(desk: Desk) -> None:
    for body in ({}, {"external_id": "A1", "reason": "x"}, hire()):
        assert (await desk.carrier.post("/cancellations", body)).status_code == 422
