"""Somebody comes, does not come after all, leaves, and comes again: one worker, several periods."""

from datetime import timedelta
from typing import Any

import pytest

from tests.directory.conftest import Desk, hire
from tests.directory.test_timeline import change, depart, shown

AGAIN = {"start_date": "2027-09-01"}


async def worker(desk: Desk, receipt: dict[str, Any]) -> dict[str, Any]:
    answer = await desk.carrier.get(f"/directory/api/v1/workers/{receipt['worker_id']}")
    found: dict[str, Any] = answer.json()
    return found


async def test_who_is_hired_again_after_the_last_day_is_the_same_worker(desk: Desk) -> None:
    first = (await desk.carrier.hire()).json()
    await depart(desk, "2027-06-30")
    answer = await desk.carrier.hire(**AGAIN)
    assert answer.status_code == 201, answer.text
    again = answer.json()
    assert (first["outcome"], again["outcome"]) == ("hired", "hired-again")
    assert again["worker_id"] == first["worker_id"]
    assert again["employment_id"] != first["employment_id"]
    assert again["correlation_id"] != first["correlation_id"]
    found = await worker(desk, again)
    assert [
        (e["employment_id"], shown(e["timeline"]), e["last_day"]) for e in found["employments"]
    ] == [
        (first["employment_id"], [("2027-02-01", "2027-06-30", ["100001"])], "2027-06-30"),
        (again["employment_id"], [("2027-09-01", None, ["100001"])], None),
    ]


async def test_each_employment_is_announced_under_its_own_id(desk: Desk) -> None:
    first = (await desk.carrier.hire()).json()
    left = await depart(desk, "2027-06-30")
    again = (await desk.carrier.hire(**AGAIN)).json()
    moved = await change(desk, "2027-10-01", "100005")
    hired = await desk.announced("directory.worker-hired.v1")
    assert [(e["worker_id"], e["employment_id"]) for e in hired] == [
        (first["worker_id"], first["employment_id"]),
        (first["worker_id"], again["employment_id"]),
    ]
    [departed] = await desk.announced("directory.worker-departed.v1")
    assert departed["employment_id"] == first["employment_id"] == left["employment_id"]
    [changed] = await desk.announced("directory.placements-changed.v1")
    assert changed["employment_id"] == again["employment_id"] == moved["employment_id"]


async def test_who_comes_again_with_another_name_and_address_is_known_by_them(desk: Desk) -> None:
    receipt = (await desk.carrier.hire()).json()
    await depart(desk, "2027-06-30")
    await desk.carrier.hire(**AGAIN, person__family_name="Berg", person__email="berg@example.org")
    found = await worker(desk, receipt)
    assert (found["family_name"], found["email"]) == ("Berg", "berg@example.org")
    records = await desk.announced("directory.person.v1")
    mine = [each for each in records if each["person_id"] == receipt["worker_id"]]
    assert [(each["version"], each["family_name"]) for each in mine] == [(1, "Özgür"), (2, "Berg")]


async def test_who_comes_again_by_the_same_name_is_not_announced_as_a_person_again(
    desk: Desk,
) -> None:
    receipt = (await desk.carrier.hire()).json()
    await depart(desk, "2027-06-30")
    await desk.carrier.hire(**AGAIN)
    records = await desk.announced("directory.person.v1")
    assert [r["version"] for r in records if r["person_id"] == receipt["worker_id"]] == [1]


async def test_a_fixed_term_that_is_over_lets_another_employment_begin(desk: Desk) -> None:
    """Relative: nobody has posted a departure."""
    first = (await desk.carrier.hire(fixed_term_until="2027-07-31")).json()
    again = await desk.carrier.hire(start_date="2027-08-01")
    assert again.status_code == 201
    assert again.json()["worker_id"] == first["worker_id"]


OVERLAPPING = {
    "no end": (None, "2027-09-01", "has no end so far"),
    "the last day": ("2027-06-30", "2027-06-30", "lasts until 2027-06-30"),
    "an earlier start": ("2027-06-30", "2027-01-01", "lasts until 2027-06-30"),
}


@pytest.mark.parametrize("case", OVERLAPPING)
async def test_an_employment_that_overlaps_is_refused_saying_with_what_and_what_to_do(
    desk: Desk, case: str
) -> None:
    last_day, start, until = OVERLAPPING[case]
    receipt = (await desk.carrier.hire()).json()
    if last_day:
        await depart(desk, last_day)
    async with desk.storing_nothing():
        answer = await desk.carrier.hire(start_date=start, funding="kreis")
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (409, "/problems/external-id-taken")
    assert problem["worker_id"] == receipt["worker_id"]
    assert problem["employment_id"] == receipt["employment_id"]
    assert until in problem["detail"]
    assert "posted as a change" in problem["detail"]


async def test_a_candidate_who_withdraws_cancels_the_hire(desk: Desk) -> None:
    receipt = (await desk.carrier.hire()).json()
    await change(desk, "2027-04-01", "100005")
    answer = await depart(desk, "2027-01-31")
    assert (answer["outcome"], answer["timeline"]) == ("hire-cancelled", [])
    [event] = await desk.announced("directory.hire-cancelled.v1")
    assert event == {
        "worker_id": receipt["worker_id"],
        "carrier_id": event["carrier_id"],
        "employment_id": receipt["employment_id"],
    }
    assert await desk.announced("directory.worker-departed.v1") == []
    [employment] = (await worker(desk, receipt))["employments"]
    assert (employment["cancelled"], employment["timeline"]) == (True, [])
    rows = await desk.stored()
    assert (rows["placements"], rows["departures"]) == (2, 1)


async def test_who_had_a_last_day_ahead_may_still_withdraw(desk: Desk) -> None:
    await desk.carrier.hire()
    await depart(desk, "2027-06-30")
    assert (await depart(desk, "2026-12-31"))["outcome"] == "hire-cancelled"


async def test_a_cancelled_hire_is_not_changed_any_more(desk: Desk) -> None:
    await desk.carrier.hire()
    await depart(desk, "2027-01-31")
    async with desk.storing_nothing():
        body = {"external_id": "P-4711", "last_day": "2027-06-30"}
        answer = await desk.carrier.post("/departures", body)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/hire-cancelled")


async def test_who_comes_after_all_is_hired_again_even_with_the_same_words(desk: Desk) -> None:
    first = (await desk.carrier.hire()).json()
    await depart(desk, "2027-01-31")
    again = (await desk.carrier.hire()).json()
    assert again["outcome"] == "hired-again"
    assert again["worker_id"] == first["worker_id"]
    found = await worker(desk, again)
    assert [e["cancelled"] for e in found["employments"]] == [True, False]


async def test_a_file_that_is_sent_again_does_not_bring_a_cancelled_hire_back(desk: Desk) -> None:
    receipt = (await desk.carrier.hire()).json()
    await depart(desk, "2027-01-31")
    async with desk.storing_nothing():
        [row] = (await desk.carrier.array(hire()))["rows"]
    assert (row["outcome"], row["problem"]["type"]) == ("refused", "/problems/hire-cancelled")
    assert row["worker_id"] == row["problem"]["worker_id"] == receipt["worker_id"]
    assert "by itself" in row["problem"]["detail"]


async def test_who_has_begun_cannot_withdraw(desk: Desk) -> None:
    await desk.carrier.hire(start_date=str(desk.today))
    async with desk.storing_nothing():
        body = {"external_id": "P-4711", "last_day": str(desk.today - timedelta(days=1))}
        answer = await desk.carrier.post("/departures", body)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["field"] == "last_day"
    assert f"who did not come, post the first day, {desk.today}" in error["reason"]
    assert (await depart(desk, str(desk.today)))["outcome"] == "departed"


async def test_several_employments_of_one_worker_may_stand_in_one_file(desk: Desk) -> None:
    first = hire(fixed_term_until="2027-07-31")
    second = hire(start_date="2027-08-01", person__family_name="Berg")
    rows = (await desk.carrier.array(first, second))["rows"]
    assert [row["outcome"] for row in rows] == ["created", "created"]
    assert rows[0]["worker_id"] == rows[1]["worker_id"]
    assert (await worker(desk, rows[0]))["family_name"] == "Berg"
    async with desk.storing_nothing():
        again = (await desk.carrier.array(first, second))["rows"]
    assert [row["outcome"] for row in again] == ["unchanged", "unchanged"]
    assert [row["employment_id"] for row in again] == [row["employment_id"] for row in rows]


@pytest.fixture
async def two_ahead(desk: Desk) -> list[str]:
    """The ids of an employment until June and of one from September, both still to come."""
    first = (await desk.carrier.hire()).json()
    await depart(desk, "2027-06-30")
    return [first["employment_id"], (await desk.carrier.hire(**AGAIN)).json()["employment_id"]]


@pytest.mark.parametrize(
    ("last_day", "meant"), [("2027-02-01", 0), ("2027-05-31", 0), ("2027-06-30", 0)]
)
async def test_of_two_employments_a_day_up_to_the_end_of_the_first_ends_the_first(
    desk: Desk, two_ahead: list[str], last_day: str, meant: int
) -> None:
    assert (await depart(desk, last_day))["employment_id"] == two_ahead[meant]


@pytest.mark.parametrize("last_day", ["2027-07-01", "2027-08-31", "2027-09-01", "2027-12-31"])
async def test_a_day_behind_the_first_of_two_employments_says_not_which_is_meant(
    desk: Desk, two_ahead: list[str], last_day: str
) -> None:
    body = {"external_id": "P-4711", "last_day": last_day}
    async with desk.storing_nothing():
        answer = await desk.carrier.post("/departures", body)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (409, "/problems/employment-ambiguous")
    assert problem["employments"] == [
        {"employment_id": two_ahead[0], "start_date": "2027-02-01", "end": "2027-06-30"},
        {"employment_id": two_ahead[1], "start_date": "2027-09-01", "end": None},
    ]
    assert "with the employment_id" in problem["detail"]
    assert [error["field"] for error in problem["errors"]] == ["employment_id"]

    assert (await depart(desk, last_day, employment_id=two_ahead[1]))["outcome"] in (
        "departed",
        "hire-cancelled",
    )


async def test_when_the_first_of_two_fixed_terms_is_over_a_last_day_means_the_second(
    desk: Desk,
) -> None:
    """Nobody posts a departure for the end of a fixed term."""
    await desk.carrier.hire(fixed_term_until="2027-06-30")
    second = (await desk.carrier.hire(start_date="2027-07-01")).json()
    body = {"external_id": "P-4711", "last_day": "2027-08-30"}
    assert (await desk.carrier.post("/departures", body)).status_code == 409
    await desk.forward((await july(desk)).days)
    assert (await depart(desk, "2027-08-30"))["employment_id"] == second["employment_id"]


async def test_of_two_employments_a_change_concerns_the_one_of_its_day(
    desk: Desk, two_ahead: list[str]
) -> None:
    assert (await change(desk, "2027-03-01", "100002"))["employment_id"] == two_ahead[0]
    assert (await change(desk, "2027-10-01", "100003"))["employment_id"] == two_ahead[1]


async def test_of_two_employments_the_later_is_cancelled_by_its_id(
    desk: Desk, two_ahead: list[str]
) -> None:
    receipt = await depart(desk, "2027-07-31", employment_id=two_ahead[1])
    assert (receipt["outcome"], receipt["employment_id"]) == ("hire-cancelled", two_ahead[1])


async def test_a_last_day_is_not_moved_into_the_next_employment(
    desk: Desk, two_ahead: list[str]
) -> None:
    async with desk.storing_nothing():
        body = {"external_id": "P-4711", "last_day": "2027-09-01", "employment_id": two_ahead[0]}
        answer = await desk.carrier.post("/departures", body)
    assert answer.status_code == 422
    assert "next employment" in answer.json()["errors"][0]["reason"]


async def test_when_the_first_is_over_a_day_between_them_cancels_the_second(
    desk: Desk, two_ahead: list[str]
) -> None:
    await desk.forward((await july(desk)).days)
    receipt = await depart(desk, "2027-07-31")
    assert (receipt["outcome"], receipt["employment_id"]) == ("hire-cancelled", two_ahead[1])


async def july(desk: Desk) -> timedelta:
    return desk.today.replace(year=2027, month=7, day=15) - desk.today
