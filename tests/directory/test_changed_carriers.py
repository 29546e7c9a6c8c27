"""Who changes carriers: neither sees what the other put in, on any page or list it may read."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.directory.employments.models import employments
from shared.contracts.accounts import AccessRole, Grant
from tests.directory.conftest import Carrier, Desk, desk
from tests.directory.test_merges_undone import merge
from tests.house import BERGKAMEN

__all__ = ["desk"]
ACCESS = Path(__file__).parents[1] / "architecture" / "access.md"
_ROW = re.compile(r"^\| `GET (/directory/\S+)` \|(.*)\|$", re.MULTILINE)
PERSON = {"given_name": "Mara", "family_name": "Kranz"}
CLERK, NOBODY, PROGRAM = 4, 8, 9
"""Columns of the access table."""
OLD = {"number": "Q-90417", "hours": "17.25", "school": "100001"}
NEW = {"number": "Q-73529", "hours": "27.75", "school": "100005"}


def readable(column: int) -> list[str]:
    """What the table says may be read in that column, if it is the reader's own, signed in."""
    rows = [(path, cells.split("|")) for path, cells in _ROW.findall(ACCESS.read_text())]
    own = [each for each in rows if "sign in" in each[1][NOBODY]]
    return [path for path, cells in own if cells[column].strip() in ("yes", "404")]


async def both(desk: Desk) -> tuple[Carrier, list[Any]]:
    """Until yesterday with one, from today on with the other; the old employment first."""
    today, other = desk.today, await desk.other_carrier()
    workers: list[Any] = []
    for carrier, said, start, until in (
        (desk.carrier, OLD, today - timedelta(days=60), today - timedelta(days=1)),
        (other, NEW, today, None),
    ):
        hired = await carrier.hire(
            external_id=said["number"],
            person={**PERSON, "email": f"mara-{len(workers)}@example.org"},
            start_date=start.isoformat(),
            fixed_term_until=until and until.isoformat(),
            placements=[{"school_number": said["school"], "weekly_hours": said["hours"]}],
        )
        assert hired.status_code == 201, hired.text
        workers.append(UUID(hired.json()["worker_id"]))
    await merge(desk, workers[1], workers[0])
    query = select(employments).where(employments.c.worker_id == workers[1])
    rows = await desk.house.rows("directory", query.order_by(employments.c.start_date))
    assert [each.external_id for each in rows] == [OLD["number"], NEW["number"]]
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
    pages = readable(CLERK)
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
