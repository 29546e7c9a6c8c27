"""A file of hires: good rows are stored, bad ones are answered, and a repeat changes nothing."""

import asyncio
import json
import time
from typing import Any

import pytest

from shared.web.sheets import MAX_BYTES, MAX_ROWS
from tests.directory.conftest import Carrier, Desk, hire
from tests.directory.long_files import finished

HEADING = "Personalnummer;Vorname;Nachname;E-Mail;Beginn;Schulnummer;Wochenstunden;Finanzierung"
ROW = "A1;Jörg;Müller;joerg@example.org;01.02.2027;100002;19,5;land"


def csv(*rows: str, heading: str = HEADING) -> bytes:
    return "\n".join([heading, *rows, ""]).encode()


def outcomes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["outcome"] for row in answer.json()["rows"]]


async def stored_worker(carrier: Carrier, row: dict[str, Any]) -> dict[str, Any]:
    """Name, employment, and placements."""
    worker: dict[str, Any] = (
        await carrier.get(f"/directory/api/v1/workers/{row['worker_id']}")
    ).json()
    [employment] = worker["employments"]
    [span] = employment["timeline"]
    return {**worker, **employment, "placements": span["placements"]}


SAME = csv(ROW)
SPELLINGS: dict[str, bytes] = {
    "UTF-8": SAME,
    "UTF-8 with its mark": b"\xef\xbb\xbf" + SAME,
    "Windows-1252": SAME.decode().encode("cp1252"),
    "Windows line ends": SAME.replace(b"\n", b"\r\n"),
    "no line end at the end": SAME.rstrip(),
    "ISO dates": SAME.replace(b"01.02.2027", b"2027-02-01"),
    "short German dates": SAME.replace(b"01.02.2027", b"1.2.2027"),
    "a decimal point": SAME.replace(b"19,5", b"19.5"),
    "English names of the fields": csv(
        ROW,
        heading="external_id;given_name;family_name;email;start_date;school_number;"
        "weekly_hours;funding",
    ),
    "headings in capitals and blanks": SAME.replace(HEADING.encode(), HEADING.upper().encode()),
    "blanks around the cells": csv(ROW.replace(";", " ; ")),
    "commas": csv(
        'A1,Jörg,Müller,joerg@example.org,01.02.2027,100002,"19,5",land',
        heading=HEADING.replace(";", ","),
    ),
    "columns in another order": csv(
        "land;19,5;100002;01.02.2027;joerg@example.org;Müller;Jörg;A1",
        heading=";".join(reversed(HEADING.split(";"))),
    ),
    "optional columns left empty": csv(
        f"{ROW};;;",
        heading=f"{HEADING};Schulnummer 2;Wochenstunden 2;Befristet bis",
    ),
    "blank lines": csv("", ROW, ";;;;;;;", ""),
    "blank lines before the heading": b"\n;;;\n" + SAME,
    "a million blank lines at the end": SAME + b";;;;\n" * 500_000,
    "columns without a heading": csv(f"{ROW};;;", ";;;;;;;;;;", heading=f"{HEADING};;;"),
    "an empty column in the middle": csv(
        ROW.replace(";", ";;", 1), heading=HEADING.replace(";", ";;", 1)
    ),
    "trailing cells that the heading lacks": csv(f"{ROW};;;"),
    "optional cells left out at the end": csv(ROW, heading=f"{HEADING};Schulnummer 2"),
    "its delimiter named": b"sep=;\r\n" + SAME,
    "Unicode text with tabs": b"\xff\xfe" + SAME.decode().replace(";", "\t").encode("utf-16-le"),
    "midnight behind the day": SAME.replace(b"01.02.2027", b"01.02.2027 00:00"),
    "two places behind the point": SAME.replace(b"19,5", b"19,50"),
    "accents apart": csv(ROW.replace("ö", "o\u0308").replace("ü", "u\u0308")),
    "characters that nobody sees": csv(
        ROW.replace("Jörg", "\u00a0J\u00f6\u00adrg\u200b ").replace("A1", "\ufeffA1\u00a0"),
        heading=HEADING.replace("Vorname", "Vor\u00adname\u00a0").replace("E-Mail", "E\u2011Mail"),
    ),
    "funding in capitals": SAME.replace(b"land", b"Land"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_spreadsheet_is_read_as_people_save_it(desk: Desk, spelling: str) -> None:
    answer = await desk.carrier.file(SPELLINGS[spelling])
    assert outcomes(answer) == ["created"]
    worker = await stored_worker(desk.carrier, answer.json()["rows"][0])
    assert (worker["given_name"], worker["family_name"]) == ("Jörg", "Müller")
    assert (worker["start_date"], worker["funding"]) == ("2027-02-01", "land")
    assert [float(p["weekly_hours"]) for p in worker["placements"]] == [19.5]


async def test_however_it_was_spelt_the_same_hire_is_known(desk: Desk) -> None:
    assert outcomes(await desk.carrier.file(SAME)) == ["created"]
    async with desk.storing_nothing():
        for content in SPELLINGS.values():
            assert outcomes(await desk.carrier.file(content)) == ["unchanged"]


async def test_a_second_school_and_a_fixed_term_are_read(desk: Desk) -> None:
    heading = f"{HEADING};Schulnummer 2;Wochenstunden 2;Befristet bis"
    answer = await desk.carrier.file(csv(f"{ROW};100005;19,5;31.7.2028", heading=heading))
    worker = await stored_worker(desk.carrier, answer.json()["rows"][0])
    assert [p["school_number"] for p in worker["placements"]] == ["100002", "100005"]
    assert worker["fixed_term_until"] == "2028-07-31"


async def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    content = csv(*(ROW.replace("A1", f"A{n}") for n in range(30)))
    first = (await desk.carrier.file(content)).json()
    assert (first["created"], first["unchanged"], first["refused"]) == (30, 0, 0)
    async with desk.storing_nothing():
        again = (await desk.carrier.file(content)).json()
    assert (again["created"], again["unchanged"], again["refused"]) == (0, 30, 0)


async def test_a_row_that_stands_twice_in_a_file_is_hired_once(desk: Desk) -> None:
    assert outcomes(await desk.carrier.file(csv(ROW, ROW))) == ["created", "unchanged"]
    assert (await desk.stored())["employments"] == 1


async def test_different_rows_of_one_personnel_number_are_refused_naming_both(desk: Desk) -> None:
    other = ROW.replace("A1", "A2")
    answer = await desk.carrier.file(csv(ROW, other, ROW.replace("Jörg", "Johanna")))
    assert outcomes(answer) == ["refused", "created", "refused"]
    for row in (0, 2):
        [error] = answer.json()["rows"][row]["problem"]["errors"]
        assert error["field"] == "external_id"
        assert error["reason"] == "stands in rows 1, 3 with different contents"
    assert (await desk.stored())["employments"] == 1


async def test_two_periods_of_one_worker_may_stand_in_a_file(desk: Desk) -> None:
    heading = f"{HEADING};Befristet bis"
    rows = [f"{ROW};31.07.2027", f"{ROW.replace('02.2027', '08.2027')};"]
    assert outcomes(await desk.carrier.file(csv(*rows, heading=heading))) == ["created", "created"]
    overlap = [row.replace("A1", "A2").replace("08.2027", "07.2027") for row in rows]
    overlap[0] = f"{ROW.replace('A1', 'A2')};31.07.2027"
    answer = await desk.carrier.file(csv(*overlap, heading=heading))
    assert outcomes(answer) == ["refused", "refused"]


WRONG_ROWS: dict[str, tuple[str, str, str]] = {
    "unknown school": (
        ROW.replace("100002", "999999"),
        "placements.0.school_number",
        "no school of the municipality",
    ),
    "60 hours": (ROW.replace("19,5", "60"), "placements.0.weekly_hours", "at most 41"),
    "no hours": (ROW.replace("19,5", ""), "placements.0.weekly_hours", "must be a number"),
    "hours in words": (
        ROW.replace("19,5", "viel"),
        "placements.0.weekly_hours",
        "must be a number",
    ),
    "a date that is none": (ROW.replace("01.02.2027", "31.02.2027"), "start_date", "no such day"),
    "a start in 1990": (ROW.replace("2027", "1990"), "start_date", "five years back"),
    "no mail address": (ROW.replace("joerg@example.org", "j"), "person.email", "mail address"),
    "emoji": (ROW.replace("Jörg", "Jörg😀"), "person.given_name", "only letters"),
    "a date in words": (ROW.replace("01.02.2027", "morgen"), "start_date", "or DD.MM.YYYY"),
    "too many cells": (f"{ROW};;x;", "row", "has 10 cells where the heading has 8"),
    "too few cells": (ROW.removesuffix(";land"), "row", "has 7 cells where the heading has 8"),
    "a formula": (ROW.replace("A1", "=1+1"), "external_id", "only letters from A to Z"),
}


@pytest.mark.parametrize("case", WRONG_ROWS)
async def test_a_wrong_row_is_answered_with_its_line_and_the_one_reason(
    desk: Desk, case: str
) -> None:
    row, field, reason = WRONG_ROWS[case]
    async with desk.storing_nothing():
        answer = await desk.carrier.file(csv("", row))
    [wrong] = answer.json()["rows"]
    assert (wrong["row"], wrong["outcome"]) == (2, "refused")
    [error] = wrong["problem"]["errors"]
    assert error["field"] == field
    assert reason in error["reason"]
    assert wrong["external_id"] == (None if field == "external_id" else "A1")


async def test_the_number_is_answered_from_wherever_it_stands_in_a_row_that_is_askew(
    desk: Desk,
) -> None:
    """Relatives: a value without a heading, the number behind it; a row that ends before it."""
    heading, row = HEADING.replace("Vorname;", "Vorname;;"), ROW.replace("Jörg;", "Jörg;x;")
    [answered] = (await desk.carrier.file(csv(row, heading=heading))).json()["rows"]
    assert (answered["outcome"], answered["external_id"]) == ("refused", "A1")
    turned = ";".join(reversed(HEADING.split(";")))
    [answered] = (await desk.carrier.file(csv("land;19,5;100002", heading=turned))).json()["rows"]
    assert (answered["outcome"], answered["external_id"]) == ("refused", None)


async def test_an_array_is_told_of_one_way_to_write_a_date(desk: Desk) -> None:
    """German dates are those of spreadsheets."""
    [row] = (await desk.carrier.array(hire(start_date="01.02.2027")))["rows"]
    [error] = row["problem"]["errors"]
    assert error["reason"].endswith("written YYYY-MM-DD")


async def test_a_wrong_row_holds_up_no_other(desk: Desk) -> None:
    wrong = [row.replace("A1;", "A3;") for row, _, _ in WRONG_ROWS.values()]
    rows = [ROW, *wrong, ROW.replace("A1", "A2")]
    answer = await desk.carrier.file(csv(*rows))
    assert outcomes(answer) == ["created", *(["refused"] * len(WRONG_ROWS)), "created"]
    assert [row["row"] for row in answer.json()["rows"]] == list(range(1, len(rows) + 1))
    assert (await desk.stored())["employments"] == 2


async def test_a_file_larger_than_other_bodies_is_taken(desk: Desk) -> None:
    blanks = b"\n" * (MAX_BYTES - len(SAME) - 1000)
    padded = csv(ROW) + b";;;;;;;\n" * 1000 + blanks[: 1024 * 1024]
    answer = await desk.carrier.file(padded[: MAX_BYTES - 1])
    assert answer.status_code in (200, 422)
    assert answer.status_code != 413


async def test_a_large_file_holds_up_nobody_else(desk: Desk) -> None:
    rows = (ROW.replace("A1", f"A{n}").replace("100002", "x") for n in range(MAX_ROWS))
    posting = asyncio.create_task(desk.carrier.file(csv(*rows)))
    served = 0
    while not posting.done():
        await desk.house.http.get("/directory/health/live")
        await asyncio.sleep(0)
        served += not posting.done()
    assert (await finished(desk.carrier, await posting))["refused"] == MAX_ROWS
    assert served > 3


async def test_a_json_array_is_taken_like_a_file(desk: Desk) -> None:
    hires = [hire(external_id="J1"), hire(external_id="J2", placements__0__weekly_hours=60)]
    content = json.dumps([*hires, None, [], "x"]).encode()
    answer = await desk.carrier.file(content, "application/json; charset=utf-8")
    assert outcomes(answer) == ["created", "refused", "refused", "refused", "refused"]
    errors = [row["problem"]["errors"] for row in answer.json()["rows"][1:]]
    assert [[error["field"] for error in each] for each in errors] == [
        ["placements.0.weekly_hours"],
        ["row"],
        ["row"],
        ["row"],
    ]


async def test_a_hire_posted_alone_is_known_in_a_file(desk: Desk) -> None:
    await desk.carrier.hire()
    content = json.dumps([hire()]).encode()
    assert outcomes(await desk.carrier.file(content, "application/json")) == ["unchanged"]


async def test_every_created_row_is_announced_once(desk: Desk) -> None:
    await desk.carrier.file(csv(*(ROW.replace("A1", f"A{n}") for n in range(7))))
    events = await desk.announced("directory.worker-hired.v1")
    assert len({event["worker_id"] for event in events}) == len(events) == 7


async def held_up(carrier: Carrier, body: bytes) -> float:
    """Seconds that the thread of the event loop has worked to take the file in."""
    start = time.thread_time()
    answer = await carrier.file(body, "text/csv")
    assert set(outcomes(answer)) == {"refused"}
    return time.thread_time() - start


@pytest.mark.parametrize(
    "domain",
    [
        ".".join(["ü" * 29] * 4) + ".local",
        ".".join(["ü" * 29] * 3) + ".{number}.local",
        ".".join(["\u1e69" * 15] * 4) + ".local",
    ],
)
async def test_domains_that_are_dear_to_read_are_not_read_while_others_wait(
    desk: Desk, domain: str
) -> None:
    def file(domain: str) -> bytes:
        rows = (
            ROW.replace("A1", f"A{number}").replace(
                "joerg@example.org", f"a{number}@{domain.format(number=number)}"
            )
            for number in range(500)
        )
        return csv(*rows)

    plain = await held_up(desk.carrier, file("x.local"))
    dear = await held_up(desk.carrier, file(domain))
    assert dear < 2 * plain + 0.25
