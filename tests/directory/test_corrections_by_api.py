"""A carrier's program puts right what was wrong from the beginning, one by one or in a file."""

from typing import Any

import pytest
from httpx2 import Response

from tests.directory.conftest import Desk
from tests.directory.long_files import finished, rows_of
from tests.directory.test_bulk_facts import csv, hired, outcomes, post

FIRST = "2027-02-01"
NOTE = "Stunden verwechselt"
CORRECTIONS = "Personalnummer;Begann am;Schulnummer;Wochenstunden;Warum"
WITHDRAWALS = "Personalnummer;Begann am;Warum"
CHANGED = "directory.placements-changed.v1"
BODY: dict[str, Any] = {
    "external_id": "A0",
    "day": FIRST,
    "placements": [{"school_number": "100002", "weekly_hours": 30}],
    "note": NOTE,
}


async def correct(desk: Desk, **changes: Any) -> Response:
    return await desk.carrier.post("/corrections", BODY | changes)


async def withdraw(desk: Desk, day: str) -> Response:
    return await desk.carrier.post("/withdrawals", {"external_id": "A0", "day": day, "note": NOTE})


async def change(desk: Desk, day: str, school: str = "100002") -> None:
    placed = [{"school_number": school, "weekly_hours": 20}]
    body = {"external_id": "A0", "valid_from": day, "placements": placed}
    assert (await desk.carrier.post("/changes", body)).status_code == 201


def shown(answer: Response) -> list[tuple[str, list[tuple[str, float]]]]:
    assert answer.status_code == 201, answer.text
    return [
        (
            span["valid_from"],
            [(each["school_number"], float(each["weekly_hours"])) for each in span["placements"]],
        )
        for span in answer.json()["timeline"]
    ]


async def placement_ids(desk: Desk) -> list[str]:
    listed = await desk.carrier.get("/directory/api/v1/placements")
    return [each["placement_id"] for each in listed.json()["items"]]


async def test_a_correction_keeps_the_placement_and_says_what_was_right(desk: Desk) -> None:
    await hired(desk, 1)
    before = await placement_ids(desk)
    answer = await correct(desk)
    assert answer.json()["outcome"] == "corrected"
    assert shown(answer) == [(FIRST, [("100002", 30)])]
    assert await placement_ids(desk) == before == answer.json()["placement_ids"]
    [event] = await desk.announced(CHANGED)
    assert [float(each["weekly_hours"]) for each in event["placements"]] == [30]


async def test_the_first_day_may_have_been_wrong(desk: Desk) -> None:
    await hired(desk, 1)
    answer = await correct(desk, valid_from="2027-02-15")
    assert shown(answer) == [("2027-02-15", [("100002", 30)])]
    [event] = await desk.announced("directory.start-corrected.v1")
    assert event["start_date"] == "2027-02-15"


async def test_what_is_known_like_this_is_announced_by_nobody(desk: Desk) -> None:
    await hired(desk, 1)
    same = [{"school_number": "100001", "weekly_hours": 19.5}]
    assert (await correct(desk, placements=same)).status_code == 201
    assert await desk.announced(CHANGED) == []


async def test_a_withdrawal_lets_what_was_before_go_on(desk: Desk) -> None:
    await hired(desk, 1)
    await change(desk, "2027-08-01")
    answer = await withdraw(desk, "2027-08-01")
    assert answer.json()["outcome"] == "withdrawn"
    assert shown(answer) == [(FIRST, [("100001", 19.5)])]


async def test_a_correction_is_repeated_by_its_key_and_refused_to_who_saw_less(desk: Desk) -> None:
    await hired(desk, 1)
    first = await desk.carrier.post("/corrections", BODY, "same")
    again = await desk.carrier.post("/corrections", BODY, "same")
    assert (again.content, again.headers["Idempotent-Replayed"]) == (first.content, "true")
    headers = desk.carrier.headers | {
        "Idempotency-Key": "another",
        "If-Match": '"0123456789abcdef"',
    }
    stale = await desk.house.http.post("/directory/api/v1/corrections", json=BODY, headers=headers)
    assert stale.status_code == 412, stale.text


REFUSED: dict[str, tuple[str, dict[str, Any], int, str]] = {
    "nothing began": ("corrections", {"day": "2027-03-01"}, 404, "day"),
    "unknown worker": ("corrections", {"external_id": "A9"}, 404, "external_id"),
    "unknown school": (
        "corrections",
        {"placements": [{"school_number": "999999", "weekly_hours": 3}]},
        422,
        "placements.0.school_number",
    ),
    "another employment": (
        "corrections",
        {"employment_id": "01900000-0000-7000-8000-000000000000"},
        422,
        "employment_id",
    ),
    "no reason": ("corrections", {"note": " "}, 422, "note"),
    "beyond another change": ("corrections", {"valid_from": "2027-09-01"}, 422, "valid_from"),
    "the first day": ("withdrawals", {"placements": None}, 409, "day"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_correction_of_what_is_not_there_is_refused_at_its_field(
    desk: Desk, case: str
) -> None:
    what, changes, status, field = REFUSED[case]
    await hired(desk, 1)
    await change(desk, "2027-08-01")
    body = {name: given for name, given in (BODY | changes).items() if given is not None}
    async with desk.storing_nothing():
        answer = await desk.carrier.post(f"/{what}", body)
    assert answer.status_code == status, answer.text
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_another_carriers_workers_are_not_there(desk: Desk) -> None:
    await hired(desk, 1)
    other = await desk.other_carrier()
    assert (await other.post("/corrections", BODY)).status_code == 404


async def test_a_file_of_corrections_is_stored_row_by_row_and_once(desk: Desk) -> None:
    await hired(desk, 3)
    rows = [
        f"A0;1.2.2027;100002;30;{NOTE}",
        f"A1;1.3.2027;100002;30;{NOTE}",
        f"A9;1.2.2027;100002;30;{NOTE}",
        f"A2;1.2.2027;100001;12;{NOTE}",
        f"A2;1.2.2027;100001;13;{NOTE}",
        "A2;1.2.2027;100001;14;",
    ]
    first = await post(desk.carrier, "corrections", csv(CORRECTIONS, *rows))
    stored = "created"
    assert outcomes(first) == [stored, "refused", "refused", stored, stored, "refused"]
    again = await post(desk.carrier, "corrections", csv(CORRECTIONS, rows[0], rows[4]))
    assert outcomes(again) == ["unchanged", "unchanged"]
    ids = await placement_ids(desk)
    assert len(ids) == len(set(ids)) == 3


async def test_rows_may_take_each_others_schools(desk: Desk) -> None:
    """What is stored row by row must hold in between, as no school is twice in force on a day."""
    await hired(desk, 1)
    heading = f"{CORRECTIONS};Schulnummer 2;Wochenstunden 2"
    schools = [("100001", "100002"), ("100001", "100005"), ("100002", "100005")]
    rows = [f"A0;1.2.2027;{first};10;{NOTE};{second};10" for first, second in schools]
    file = csv(heading, rows[0])
    assert outcomes(await post(desk.carrier, "corrections", file)) == ["created"]
    file = csv(heading, *rows[1:])
    assert outcomes(await post(desk.carrier, "corrections", file)) == ["created"] * 2
    listed = (await desk.carrier.get("/directory/api/v1/placements")).json()["items"]
    assert {each["school_number"] for each in listed} == set(schools[2])


async def test_a_moved_first_day_is_known_in_the_same_file_again(desk: Desk) -> None:
    await hired(desk, 1)
    heading = CORRECTIONS.replace("Begann am", "Begann am;Galt in Wahrheit ab")
    file = csv(heading, f"A0;1.2.2027;15.2.2027;100002;30;{NOTE}")
    assert outcomes(await post(desk.carrier, "corrections", file)) == ["created"]
    assert outcomes(await post(desk.carrier, "corrections", file)) == ["unchanged"]


async def test_a_file_of_withdrawals_is_stored_once(desk: Desk) -> None:
    await hired(desk, 2)
    await change(desk, "2027-08-01")
    file = csv(WITHDRAWALS, f"A0;1.8.2027;{NOTE}", f"A1;1.8.2027;{NOTE}")
    assert outcomes(await post(desk.carrier, "withdrawals", file)) == ["created", "refused"]
    assert outcomes(await post(desk.carrier, "withdrawals", file)) == ["unchanged", "refused"]


async def test_a_long_file_of_corrections_is_worked_off_beside_the_request(desk: Desk) -> None:
    await hired(desk, 501)
    rows = [f"A{number};1.2.2027;100002;30;{NOTE}" for number in range(501)]
    answer = await post(desk.carrier, "corrections", csv(CORRECTIONS, *rows))
    progress = await finished(desk.carrier, answer)
    assert (progress["kind"], progress["created"]) == ("corrections", 501)
    assert len(await rows_of(desk.carrier, progress)) == 501
