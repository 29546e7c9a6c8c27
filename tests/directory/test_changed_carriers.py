"""Who changes carriers: neither sees what the other put in, on any page or list it may read."""

import re
from pathlib import Path
from typing import Any

from sqlalchemy import select

from services.directory.employments.models import employments
from shared.contracts.accounts import AccessRole, Grant
from tests.directory.conftest import Carrier, Desk, desk, hire
from tests.house import BERGKAMEN

__all__ = ["desk"]
ACCESS = Path(__file__).parents[1] / "architecture" / "access.md"
_ROW = re.compile(r"^\| `GET (/directory/\S+)` \|(.*)\|$", re.MULTILINE)
CLERK, PROGRAM = 4, 9
"""Columns of the access table."""
OLD = {"number": "P-4711", "hours": "19.5", "school": "100001"}
NEW = {"number": "K-0815", "hours": "27.25", "school": "100005"}


def readable(column: int) -> list[str]:
    """What the table says may be read in that column, if it is the reader's own."""
    rows = [(path, cells.split("|")) for path, cells in _ROW.findall(ACCESS.read_text())]
    return [path for path, cells in rows if cells[column].strip() in ("yes", "404")]


async def both(desk: Desk) -> tuple[Carrier, list[Any]]:
    """Hired by one until January, by the other from February on; the old one's first."""
    first = {"start_date": "2026-09-01", "fixed_term_until": "2027-01-31"}
    old = await desk.carrier.hire(**first)
    assert old.status_code == 201, old.text
    other = await desk.other_carrier()
    placed = [{"school_number": NEW["school"], "weekly_hours": 27.25}]
    new = await other.post("/hires", hire(external_id=NEW["number"], placements=placed))
    assert new.status_code == 201, new.text
    query = select(employments).where(employments.c.external_id.in_([OLD["number"], NEW["number"]]))
    rows = await desk.house.rows("directory", query.order_by(employments.c.start_date))
    assert len({each.worker_id for each in rows}) == 1
    return other, list(rows)


def filled(path: str, row: Any) -> str:
    """With what is theirs."""
    known = {
        "employment_id": row.id,
        "worker_id": row.worker_id,
        "person_id": row.worker_id,
        "carrier_id": row.carrier_id,
        "organization_id": row.carrier_id,
    }
    return re.sub(r"{(\w+)(?::\w+)?}", lambda each: str(known.get(each[1], row.id)), path)


def tells(text: str, other: dict[str, str], row: Any) -> bool:
    """Whether it says the other's number, hours, or the id of the other's employment."""
    said = (other["number"], other["hours"], other["hours"].replace(".", ","), str(row.id))
    return any(re.search(rf"(?<![\d-]){re.escape(each)}(?!\d)", text) for each in said)


async def test_no_page_tells_a_clerk_what_the_other_carrier_put_in(desk: Desk) -> None:
    _, rows = await both(desk)
    pages = [each for each in readable(CLERK) if "ereignisse" not in each]
    assert len(pages) > 30
    seen, leaks = 0, []
    for mine, theirs, secret in ((rows[1], rows[0], OLD), (rows[0], rows[1], NEW)):
        grant = Grant(
            municipality=BERGKAMEN, role=AccessRole.CARRIER, organization_id=mine.carrier_id
        )
        desk.house.http.cookies.clear()
        desk.house.http.cookies.update(await desk.house.sign_in(grant))
        for path in pages:
            html = {"accept": "application/json" if "/api/" in path else "text/html"}
            answer = await desk.house.http.get(filled(path, mine), headers=html)
            own = NEW if secret is OLD else OLD
            seen += tells(answer.text, own, mine)
            if tells(answer.text, secret, theirs):
                leaks.append((path, answer.status_code))
            if "{employment_id}" in path:
                other = await desk.house.http.get(filled(path, theirs), headers=html)
                if other.status_code not in (404, 422) or tells(other.text, secret, theirs):
                    leaks.append((path, other.status_code))
    assert leaks == []
    assert seen > 10


async def test_no_list_tells_a_program_what_the_other_carrier_put_in(desk: Desk) -> None:
    other, rows = await both(desk)
    leaks, seen = [], 0
    for program, mine, theirs, own, secret in (
        (other, rows[1], rows[0], NEW, OLD),
        (desk.carrier, rows[0], rows[1], OLD, NEW),
    ):
        for path in readable(PROGRAM):
            answer = await program.get(filled(path, mine))
            seen += tells(answer.text, own, mine)
            if tells(answer.text, secret, theirs):
                leaks.append((path, answer.status_code))
    assert leaks == []
    assert seen > 5
