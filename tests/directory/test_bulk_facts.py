"""Many changes, departures and cancellations at once; long files beside their request."""

import json
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import func, select

from services.directory.access.models import clients
from services.directory.bulk import use_cases
from services.directory.bulk.models import BulkRequest, bulk_requests, bulk_rows
from services.directory.bulk.values import MOST_WAITING
from shared.ids import new_id
from shared.web.sheets import MAX_ROWS
from tests.directory.conftest import Carrier, Desk, fresh_key, hire, open_desk
from tests.directory.long_files import finished, rows_of

API = "/directory/api/v1"
CHANGES = "Personalnummer;Gilt ab;Schulnummer;Wochenstunden"
DEPARTURES = "Personalnummer;Letzter Tag;Grund"


def csv(heading: str, *rows: str) -> bytes:
    return "\n".join([heading, *rows, ""]).encode()


async def post(
    carrier: Carrier, what: str, content: bytes, kind: str = "text/csv", key: str = ""
) -> Response:
    headers = carrier.headers | {"Content-Type": kind, "Idempotency-Key": key or fresh_key()}
    return await carrier.house.http.post(f"{API}/{what}/bulk", content=content, headers=headers)


async def hired(desk: Desk, count: int, **changes: Any) -> None:
    hires = [hire(external_id=f"A{number}", **changes) for number in range(count)]
    content = json.dumps(hires).encode()
    answer = await desk.carrier.file(content, "application/json")
    if answer.status_code == 202:
        progress = await finished(desk.carrier, answer)
        assert progress["created"] == count
    else:
        assert answer.json()["created"] == count, answer.text


def outcomes(answer: Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["outcome"] for row in answer.json()["rows"]]


async def test_a_file_of_changes_stores_the_good_rows_and_answers_each(desk: Desk) -> None:
    await hired(desk, 3)
    rows = [
        "A0;1.8.2027;100002;30",
        "A1;1.8.2027;999999;30",
        "A9;1.8.2027;100002;30",
        "A2;2027-08-01;100002;19,5",
        "A2;gestern;100002;19,5",
    ]
    answer = await post(desk.carrier, "changes", csv(CHANGES, *rows))
    assert outcomes(answer) == ["created", "refused", "refused", "created", "refused"]
    problems = [row["problem"] for row in answer.json()["rows"] if row["problem"]]
    fields = [each["errors"][0]["field"] for each in problems]
    assert fields == ["placements.0.school_number", "external_id", "valid_from"]
    assert len(await desk.announced("directory.placements-changed.v1")) == 2


async def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    await hired(desk, 2)
    await hired_elsewhere(desk)
    files = {
        "changes": csv(CHANGES, "A0;1.8.2027;100002;30", "A1;1.8.2027;100002;12"),
        "departures": csv(DEPARTURES, "A0;31.12.2027;retirement", "A1;30.11.2027;"),
        "cancellations": csv("Personalnummer", "B0"),
    }
    for what, content in files.items():
        assert set(outcomes(await post(desk.carrier, what, content))) == {"created"}, what
    before = await desk.stored()
    for what, content in files.items():
        assert set(outcomes(await post(desk.carrier, what, content))) == {"unchanged"}, what
    after = await desk.stored()
    ours = {"idempotent_answers", "audit"}
    assert {name: count for name, count in after.items() if name not in ours} == {
        name: count for name, count in before.items() if name not in ours
    }


async def hired_elsewhere(desk: Desk) -> None:
    assert (await desk.carrier.hire(external_id="B0")).status_code == 201


async def test_another_reason_of_a_departure_is_no_repeat(desk: Desk) -> None:
    await hired(desk, 1)
    for reason in ("retirement", "moved"):
        content = csv(DEPARTURES, f"A0;31.12.2027;{reason}")
        assert outcomes(await post(desk.carrier, "departures", content)) == ["created"]


async def test_rows_about_one_worker_are_stored_one_after_the_other(desk: Desk) -> None:
    await hired(desk, 1)
    rows = ["A0;1.8.2027;100002;30", "A0;1.9.2027;100001;20", "A0;1.9.2027;100001;21"]
    answer = await post(desk.carrier, "changes", csv(CHANGES, *rows))
    assert outcomes(answer) == ["created"] * 3
    [worker] = (await desk.carrier.get(f"{API}/workers")).json()["items"]
    hours = [
        float(span["placements"][0]["weekly_hours"])
        for span in worker["employments"][0]["timeline"]
    ]
    assert hours == [19.5, 30, 21]


async def test_an_array_is_taken_like_a_file_and_repeated_by_its_key(desk: Desk) -> None:
    await hired(desk, 1)
    content = json.dumps([{"external_id": "A0", "last_day": "2027-12-31"}, None, 7]).encode()
    key = fresh_key()
    answer = await post(desk.carrier, "departures", content, "application/json", key)
    assert outcomes(answer) == ["created", "refused", "refused"]
    again = await post(desk.carrier, "departures", content, "application/json", key)
    assert (again.content, again.headers["Idempotent-Replayed"]) == (answer.content, "true")
    other = await post(desk.carrier, "departures", content + b" ", "application/json", key)
    assert other.json()["type"] == "/problems/idempotency-key-reused"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"[]", "application/json", 422),
        (b"{}", "application/json", 422),
        (b"[", "application/json", 400),
        (b"\xff", "application/json", 400),
        (csv("Personalnummer;Tag", "A0;1"), "text/csv", 422),
        (csv(CHANGES), "text/csv", 422),
        (b"x", "text/plain", 415),
        (csv(CHANGES, *["A0;1.8.2027;100002;3"] * (MAX_ROWS + 1)), "text/csv", 422),
    ],
)
async def test_what_is_no_file_of_changes_is_refused_whole(
    desk: Desk, content: bytes, kind: str, status: int
) -> None:
    async with desk.storing_nothing():
        answer = await post(desk.carrier, "changes", content, kind)
    assert answer.status_code == status, answer.text


async def test_a_file_without_a_key_is_refused(desk: Desk) -> None:
    headers = desk.carrier.headers | {"Content-Type": "text/csv"}
    answer = await desk.house.http.post(f"{API}/changes/bulk", content=b"x", headers=headers)
    assert answer.status_code == 422


async def test_a_long_file_is_worked_off_beside_the_request(desk: Desk) -> None:
    await hired(desk, 501)
    rows = [f"A{number};1.8.2027;100002;30" for number in range(501)]
    content, key = csv(CHANGES, *rows, "A0;1.8.2027;999999;30"), fresh_key()
    answer = await post(desk.carrier, "changes", content, key=key)
    again = await post(desk.carrier, "changes", content, key=key)
    assert again.headers["Location"] == answer.headers["Location"]
    progress = await finished(desk.carrier, answer)
    assert [progress[name] for name in ("state", "total", "done")] == ["done", 502, 502]
    assert [progress[name] for name in ("created", "refused", "unchanged")] == [501, 1, 0]
    every = await rows_of(desk.carrier, progress)
    assert [each["row"] for each in every] == list(range(1, 503))
    [bad] = await rows_of(desk.carrier, progress, "?outcome=refused")
    assert bad["problem"]["errors"][0]["field"] == "placements.0.school_number"


async def test_a_long_file_of_hires_is_the_same(desk: Desk) -> None:
    hires = [hire(external_id=f"A{number}") for number in range(600)]
    hires[7] = hire(external_id="A7", placements__0__weekly_hours=99)
    answer = await desk.carrier.file(json.dumps(hires).encode(), "application/json")
    progress = await finished(desk.carrier, answer)
    assert (progress["kind"], progress["created"], progress["refused"]) == ("hires", 599, 1)
    [bad] = await rows_of(desk.carrier, progress, "?outcome=refused")
    assert (bad["row"], bad["external_id"]) == (8, "A7")
    assert len(await desk.announced("directory.worker-hired.v1")) == 599


async def test_one_carriers_files_do_not_keep_all_others_waiting(desk: Desk) -> None:
    client = await desk.house.rows("directory", select(clients.c.tenant, clients.c.carrier_id))
    [(tenant, carrier_id)] = client
    hires = [hire(external_id=f"A{number}") for number in range(501)]
    content = json.dumps(hires).encode()
    async with desk.house.context("directory").database.transaction() as uow:
        for _ in range(MOST_WAITING):
            waiting: Any = {
                "client_id": "x",
                "kind": "hires",
                "media_type": "text/csv",
                "total": 501,
            }
            of: Any = {"tenant": tenant, "carrier_id": carrier_id, "received_at": uow.now}
            uow.session.add(BulkRequest(id=new_id(), content=None, **waiting, **of))
    refused = await desk.carrier.file(content, "application/json")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    other = await desk.other_carrier()
    assert (await other.file(content, "application/json")).status_code == 202


async def test_a_file_is_seen_by_its_carrier_only_and_for_a_day(desk: Desk) -> None:
    hires = [hire(external_id=f"A{number}") for number in range(501)]
    answer = await desk.carrier.file(json.dumps(hires).encode(), "application/json")
    progress = await finished(desk.carrier, answer)
    other = await desk.other_carrier()
    for address in (answer.headers["Location"], progress["rows"]):
        assert (await other.get(address)).status_code == 404
    await desk.forward(2)
    assert (await desk.carrier.get(answer.headers["Location"])).status_code == 404
    counts = select(
        select(func.count()).select_from(bulk_requests).scalar_subquery(),
        select(func.count()).select_from(bulk_rows).scalar_subquery(),
    )
    assert [tuple(row) for row in await desk.house.rows("directory", counts)] == [(0, 0)]


async def test_what_was_posted_is_kept_no_longer_than_it_is_worked_on(desk: Desk) -> None:
    hires = [hire(external_id=f"A{number}") for number in range(501)]
    answer = await desk.carrier.file(json.dumps(hires).encode(), "application/json")
    await finished(desk.carrier, answer)
    [(content,)] = await desk.house.rows("directory", select(bulk_requests.c.content))
    assert content is None


async def test_a_file_goes_on_where_it_was_after_a_restart(tmp_path: Path) -> None:
    """Whatever was stored when the process went is stored once, and the rest follows."""
    hires = [hire(external_id=f"A{number}") for number in range(1200)]
    async with open_desk(tmp_path) as before:
        answer = await before.carrier.file(json.dumps(hires).encode(), "application/json")
    async with open_desk(tmp_path) as after:
        progress = await finished(after.carrier, answer)
        assert (progress["state"], progress["created"]) == ("done", 1200)
        every = await rows_of(after.carrier, progress)
        assert [each["row"] for each in every] == list(range(1, 1201))
        hired = await after.announced("directory.worker-hired.v1")
        assert len({each["worker_id"] for each in hired}) == len(hired) == 1200


async def test_two_instances_store_a_part_once(desk: Desk) -> None:
    context = desk.house.context("directory")
    hires = [hire(external_id=f"A{number}") for number in range(1200)]
    answer = await desk.carrier.file(json.dumps(hires).encode(), "application/json")
    while await use_cases.work_off(context):
        pass
    progress = await finished(desk.carrier, answer)
    assert (progress["created"], progress["unchanged"]) == (1200, 0)
    assert len(await desk.announced("directory.worker-hired.v1")) == 1200
