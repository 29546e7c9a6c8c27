"""A file of hires that cannot be used is refused whole, and says why."""

import pytest

from shared.web.sheets import MAX_ROWS
from tests.directory.conftest import Desk
from tests.directory.test_bulk import HEADING, ROW, SAME, csv

LONG = csv(*(ROW for _ in range(MAX_ROWS + 1)))
USELESS: dict[str, tuple[bytes, str, int, list[str]]] = {
    "a missing column": (
        csv(ROW, heading=HEADING.replace("Vorname", "Nachname 2")),
        "text/csv",
        422,
        ["given_name", "column 2"],
    ),
    "an unknown column": (
        csv(f"{ROW};x", heading=f"{HEADING};Gehalt"),
        "text/csv",
        422,
        ["column 9"],
    ),
    "a column twice": (
        csv(f"{ROW};x", heading=f"{HEADING};Vorname"),
        "text/csv",
        422,
        ["given_name"],
    ),
    "only a heading": (csv(), "text/csv", 422, []),
    "a quote without end": (csv('"A1;Jörg'), "text/csv", 422, []),
    "NUL": (csv(ROW.replace("Jörg", "J\0rg")), "text/csv", 422, ["line 2"]),
    "too many rows": (LONG, "text/csv", 422, []),
    "broken JSON": (b"[{", "application/json", 400, []),
    "a well of brackets": (b"[" * 100_000, "application/json", 400, []),
    "JSON that is no array": (b"{}", "application/json", 422, []),
    "an empty array": (b"[]", "application/json", 422, []),
    "another kind": (SAME, "application/vnd.ms-excel", 415, []),
    "no kind": (SAME, "", 415, []),
    "10 MB": (SAME + b"\n" * (10 * 1024 * 1024), "text/csv", 413, []),
}


@pytest.mark.parametrize("case", USELESS)
async def test_a_file_that_cannot_be_used_is_refused_whole(desk: Desk, case: str) -> None:
    content, kind, status, fields = USELESS[case]
    async with desk.storing_nothing():
        answer = await desk.carrier.file(content, kind)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in answer.json().get("errors", [])] == fields


async def test_an_empty_file_names_every_column_it_lacks(desk: Desk) -> None:
    async with desk.storing_nothing():
        answer = await desk.carrier.file(b"")
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 8
