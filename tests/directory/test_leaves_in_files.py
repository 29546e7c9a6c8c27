"""Many leaves and returns at once, and a leave whose state a carrier's system insists on."""

from typing import Any

import pytest

from tests.directory.conftest import Desk, fresh_key
from tests.directory.long_files import finished
from tests.directory.test_bulk_facts import API, csv, hired, outcomes, post
from tests.directory.test_leaves import APRIL, AWAY, BACK, MARCH, come, go, listed

LEAVES = "Personalnummer;Beurlaubt ab;Letzter Tag"
RETURNS = "Personalnummer;Wieder da am"


async def test_a_file_of_leaves_stores_the_good_rows_and_answers_each(desk: Desk) -> None:
    await hired(desk, 3)
    rows = [
        "A0;1.3.2027;31.7.2027",
        "A1;1.3.2027;",
        "A9;1.3.2027;",
        "A2;1.3.2027;1.2.2027",
        "A2;gestern;",
        "A0;1.7.2027;",
        "A0;1.3.2027;30.6.2027",
    ]
    answer = await post(desk.carrier, "leaves", csv(LEAVES, *rows))
    refused = ["refused"] * 4
    assert outcomes(answer) == ["created", "created", *refused, "created"]
    problems = [row["problem"] for row in answer.json()["rows"] if row["problem"]]
    fields = [each["errors"][0]["field"] for each in problems]
    assert fields == ["external_id", "last_day", "first_day", "first_day"]
    assert sorted(await listed(desk), key=str) == [
        ("2027-03-01", "2027-06-30"),
        ("2027-03-01", None),
    ]
    assert len(await desk.announced(AWAY)) == 3


async def test_the_same_files_again_change_nothing(desk: Desk) -> None:
    await hired(desk, 2)
    files = {
        "leaves": csv(LEAVES, "A0;1.3.2027;31.7.2027", "A1;1.3.2027;"),
        "returns": csv(RETURNS, "A0;1.6.2027", "A1;1.4.2027"),
    }
    for what, content in files.items():
        assert outcomes(await post(desk.carrier, what, content)) == ["created"] * 2
    assert len(await desk.announced(BACK)) == 2
    again = await post(desk.carrier, "returns", files["returns"])
    assert outcomes(again) == ["unchanged"] * 2
    assert len(await desk.announced(BACK)) == 2


async def test_a_return_and_the_next_leave_of_one_worker_follow_each_other(desk: Desk) -> None:
    await hired(desk, 1)
    await go(desk, MARCH)
    rows = ["A0;1.4.2027", "A0;1.3.2027", "A0;1.3.2027"]
    answer = await post(desk.carrier, "returns", csv(RETURNS, *rows))
    assert outcomes(answer) == ["created", "created", "refused"]
    assert await listed(desk) == []
    assert (await go(desk, MARCH)).status_code == 201


async def test_a_long_file_of_leaves_is_worked_off_beside_the_request(desk: Desk) -> None:
    await hired(desk, 2)
    rows = [f"A{number % 2};1.3.2027;{1 + number % 28}.7.2027" for number in range(501)]
    progress = await finished(desk.carrier, await post(desk.carrier, "leaves", csv(LEAVES, *rows)))
    assert (progress["state"], progress["refused"]) == ("done", 0)
    assert len(await listed(desk)) == 2


async def test_a_leave_is_read_with_its_state_and_an_old_one_is_refused(desk: Desk) -> None:
    await hired(desk, 1)
    leave_id = (await go(desk, MARCH)).json()["leave_id"]
    address = f"{API}/leaves/{leave_id}"
    read = await desk.carrier.get(address)
    assert (read.status_code, read.json()["last_day"]) == (200, None)
    seen = read.headers["etag"]
    headers = desk.carrier.headers | {"If-None-Match": seen}
    assert (await desk.house.http.get(address, headers=headers)).status_code == 304

    async def insist(path: str, etag: str, **body: Any) -> int:
        headers = desk.carrier.headers | {"If-Match": etag, "Idempotency-Key": fresh_key()}
        given = {"external_id": "A0"} | body
        answer = await desk.house.http.post(f"{API}{path}", json=given, headers=headers)
        return answer.status_code

    assert await insist("/leaves", seen, first_day=str(MARCH), last_day="2027-07-31") == 201
    async with desk.storing_nothing():
        assert await insist("/returns", seen, first_day=str(APRIL)) == 412
    now = (await desk.carrier.get(address)).headers["etag"]
    assert await insist("/returns", now, first_day=str(APRIL)) == 201
    other = await desk.other_carrier()
    assert (await other.get(address)).status_code == 404
    await come(desk, MARCH)
    assert (await desk.carrier.get(address)).status_code == 404


@pytest.mark.parametrize("kind", ["leaves", "returns"])
async def test_a_reason_in_a_file_is_refused(desk: Desk, kind: str) -> None:
    await hired(desk, 1)
    heading = {"leaves": LEAVES, "returns": RETURNS}[kind]
    answer = await post(desk.carrier, kind, csv(f"{heading};Grund", "A0;1.3.2027;;krank"))
    assert answer.status_code == 422
    assert "krank" not in answer.text
